"""The secondary market for programs. The same services as the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import queries as accounts
from apps.trading import queries, services
from apps.trading.api import serializers as shapes
from apps.vocabulary.types import Address, Viewer
from apps.vocabulary.words import read_address

_AFTER = OpenApiParameter("after", str, description="the page before's `next`")


def _viewer(request: Request) -> Viewer:
    return accounts.viewer(request._request)


def _read(shape: Any, request: Request) -> dict[str, Any]:
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    given: dict[str, Any] = asked.validated_data
    return given


class MarketsView(APIView):
    """Every market; anybody reads them."""

    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="trading_markets", responses=shapes.Market(many=True))
    def get(self, request: Request) -> Response:
        """The latest opened first."""
        return Response(shapes.Market(queries.markets(), many=True).data)

    @extend_schema(operation_id="trading_open_market", request=shapes.NewMarket, responses={201: shapes.Act})
    def post(self, request: Request) -> Response:
        """The operator's maker proposes to open one."""
        given = _read(shapes.NewMarket, request)
        act = services.propose_market(
            actor=_viewer(request), face=read_address(given["face"]), money=read_address(given["money"])
        )
        return Response(shapes.Act({"id": act.id, "state": act.state.value}).data, status=201)


class MarketView(APIView):
    """One market."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="trading_market", responses=shapes.Market)
    def get(self, request: Request, market: Address) -> Response:
        """Its class and what was traded."""
        return Response(shapes.Market(queries.market(market)).data)


class OffersView(APIView):
    """A market's open offers."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="trading_offers", responses=shapes.Offer(many=True))
    def get(self, request: Request, market: Address) -> Response:
        """The cheapest first."""
        return Response(shapes.Offer(queries.book(_viewer(request), market), many=True).data)


class LotsView(APIView):
    """What one could offer on a market."""

    @extend_schema(operation_id="trading_lots", responses=shapes.Lot(many=True))
    def get(self, request: Request, market: Address) -> Response:
        """One's own certificates of its class."""
        face = queries.market(market).face
        return Response(shapes.Lot(queries.lots(_viewer(request), face), many=True).data)


class OfferPrepare(APIView):
    """An offer of one's own."""

    @extend_schema(operation_id="trading_prepare_offer", request=shapes.NewOffer, responses=shapes.Signable)
    def post(self, request: Request, market: Address) -> Response:
        """What is to be signed."""
        given = _read(shapes.NewOffer, request)
        return Response(services.prepare_offer(actor=_viewer(request), market=market, **given).as_json())


class TakePrepare(APIView):
    """Taking an offer, whole or in part."""

    @extend_schema(operation_id="trading_prepare_take", request=shapes.Units, responses=shapes.Signable)
    def post(self, request: Request, market: Address, number: int) -> Response:
        """What is to be signed."""
        units = _read(shapes.Units, request)["units"]
        found = services.prepare_take(actor=_viewer(request), market=market, number=number, units=units)
        return Response(found.as_json())


class CancelPrepare(APIView):
    """Ending one's own offer."""

    @extend_schema(operation_id="trading_prepare_cancel", request=None, responses=shapes.Signable)
    def post(self, request: Request, market: Address, number: int) -> Response:
        """What is to be signed."""
        found = services.prepare_cancel(actor=_viewer(request), market=market, number=number)
        return Response(found.as_json())


class TradesView(APIView):
    """A market's trades."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="trading_trades", parameters=[_AFTER], responses=shapes.Trades)
    def get(self, request: Request, market: Address) -> Response:
        """The newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Trades(queries.trades(_viewer(request), market, after=after)).data)


class OwnOffersView(APIView):
    """One's own offers."""

    @extend_schema(operation_id="trading_own_offers", responses=shapes.Offer(many=True))
    def get(self, request: Request) -> Response:
        """The newest first."""
        return Response(shapes.Offer(queries.own_offers(_viewer(request)), many=True).data)


class OwnTradesView(APIView):
    """One's own trades, on every market."""

    @extend_schema(operation_id="trading_own_trades", parameters=[_AFTER], responses=shapes.Trades)
    def get(self, request: Request) -> Response:
        """The newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Trades(queries.own_trades(_viewer(request), after=after)).data)
