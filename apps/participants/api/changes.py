"""Orders of the regulator and clients' moves, for programs."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, Act, ReasonOnRecord, Signable, on_its_way, read, to_sign
from apps.participants import queries, services
from apps.participants.api import serializers as shapes
from apps.vocabulary.types import Address
from apps.vocabulary.viewers import viewer_of


class OrdersView(APIView):
    """The regulator's orders."""

    @extend_schema(
        operation_id="orders_list",
        parameters=[OpenApiParameter("state", enum=queries.ORDER_STATES), AFTER],
        responses=shapes.Orders,
    )
    def get(self, request: Request) -> Response:
        """Those that concern whom the viewer sees, the newest first, 50 a page."""
        asked = request.query_params
        page = queries.orders(viewer_of(request), state=asked.get("state"), after=asked.get("after"))
        return Response(shapes.Orders(page).data)

    @extend_schema(operation_id="orders_propose", request=shapes.NewOrder, responses={202: Act})
    def post(self, request: Request) -> Response:
        """By the regulator's maker."""
        return on_its_way(services.order(actor=viewer_of(request), **read(shapes.NewOrder, request)))


class OrderView(APIView):
    """One order."""

    @extend_schema(operation_id="orders_retrieve", responses=shapes.OrderShape)
    def get(self, request: Request, number: int) -> Response:
        """404 for one that the viewer does not see."""
        return Response(shapes.OrderShape(queries.order(viewer_of(request), number)).data)


class OrderWithdrawalView(APIView):
    """A proposal to take an order back."""

    @extend_schema(operation_id="orders_withdraw", request=ReasonOnRecord, responses={202: Act})
    def post(self, request: Request, number: int) -> Response:
        """By the regulator's maker."""
        given = read(ReasonOnRecord, request)
        return on_its_way(services.withdraw_order(actor=viewer_of(request), number=number, **given))


class OrderExecutionView(APIView):
    """Carries out an order that is due."""

    @extend_schema(operation_id="orders_execute", request=None, responses={202: Act})
    def post(self, request: Request, number: int) -> Response:
        """Anybody who is signed in may push it."""
        return on_its_way(services.execute_order(actor=viewer_of(request), number=number))


class MovesView(APIView):
    """Clients of others that ask an operator to take them over."""

    @extend_schema(operation_id="moves_list", parameters=[AFTER], responses=shapes.Clients)
    def get(self, request: Request) -> Response:
        """For the operator that was asked."""
        page = queries.moves_to(viewer_of(request), after=request.query_params.get("after"))
        return Response(shapes.Clients(page).data)


class PrepareMoveView(APIView):
    """A client's request to be taken over."""

    @extend_schema(operation_id="moves_prepare", request=shapes.NewMove, responses=Signable)
    def post(self, request: Request) -> Response:
        """The act to be signed; its signature is posted to `acts`."""
        return to_sign(services.prepare_move(actor=viewer_of(request), **read(shapes.NewMove, request)))


class TakeOverView(APIView):
    """A proposal to take over a client that asked."""

    @extend_schema(operation_id="moves_take_over", request=None, responses={202: Act})
    def post(self, request: Request, door: Address) -> Response:
        """By the maker of the operator that was asked."""
        return on_its_way(services.take_over(actor=viewer_of(request), client=door))
