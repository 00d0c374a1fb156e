"""The rulebook for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import Act, Public, on_its_way, read
from apps.rulebook import queries, services
from apps.rulebook.api import serializers as shapes
from apps.vocabulary.viewers import viewer_of


class FiguresView(APIView):
    """The rules in force, for everybody; and the regulator's proposals to change them."""

    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="rulebook_figures", responses=shapes.FigureShape(many=True))
    def get(self, request: Request) -> Response:
        """Each with its history."""
        return Response(shapes.FigureShape(queries.figures(), many=True).data)

    @extend_schema(operation_id="rulebook_set", request=shapes.NewFigure, responses={202: Act})
    def post(self, request: Request) -> Response:
        """By the regulator's maker."""
        act = services.set_rule(actor=viewer_of(request), **read(shapes.NewFigure, request))
        return on_its_way(act)


class DefaultsView(APIView):
    """The Malaysian figures that the market has not signed yet."""

    @extend_schema(
        operation_id="rulebook_propose_defaults",
        request=None,
        responses={202: Act(many=True)},
    )
    def post(self, request: Request) -> Response:
        """Proposed by the regulator's maker, each for a checker to approve."""
        acts = services.propose_defaults(actor=viewer_of(request))
        return Response(Act(acts, many=True).data, status=202)


class CalendarView(APIView):
    """The calendar of business days."""

    @extend_schema(
        operation_id="rulebook_publish_calendar",
        request=shapes.NewCalendar,
        responses={202: Act},
    )
    def post(self, request: Request) -> Response:
        """By the regulator's maker."""
        act = services.publish_calendar(actor=viewer_of(request), **read(shapes.NewCalendar, request))
        return on_its_way(act)


class ClockView(Public):
    """The market's clock."""

    @extend_schema(operation_id="rulebook_clock", responses=shapes.Clock)
    def get(self, request: Request) -> Response:
        """What deadlines go by."""
        return Response({"now": queries.now()})
