"""The rulebook for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.rulebook import queries, services
from apps.rulebook.api import serializers as shapes
from apps.vocabulary.types import VISITOR, Viewer


def _viewer(request: Request) -> Viewer:
    return getattr(request._request, "viewer", VISITOR)


def _read(shape: Any, request: Request) -> dict[str, Any]:
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    given: dict[str, Any] = asked.validated_data
    return given


class FiguresView(APIView):
    """The rules in force, for everybody; and the regulator's proposals to change them."""

    def get_permissions(self) -> list[BasePermission]:
        """Reading is public."""
        return [AllowAny() if self.request.method == "GET" else IsAuthenticated()]

    @extend_schema(operation_id="rulebook_figures", responses=shapes.FigureShape(many=True))
    def get(self, request: Request) -> Response:
        """Each with its history."""
        return Response(shapes.FigureShape(queries.figures(), many=True).data)

    @extend_schema(
        operation_id="rulebook_set", request=shapes.NewFigure, responses={202: shapes.ProposedFigure}
    )
    def post(self, request: Request) -> Response:
        """By the regulator's maker."""
        act = services.set_rule(actor=_viewer(request), **_read(shapes.NewFigure, request))
        return Response(shapes.ProposedFigure(act).data, status=202)


class DefaultsView(APIView):
    """The Malaysian figures that the market has not signed yet."""

    @extend_schema(
        operation_id="rulebook_propose_defaults",
        request=None,
        responses={202: shapes.ProposedFigure(many=True)},
    )
    def post(self, request: Request) -> Response:
        """Proposed by the regulator's maker, each for a checker to approve."""
        acts = services.propose_defaults(actor=_viewer(request))
        return Response(shapes.ProposedFigure(acts, many=True).data, status=202)


class CalendarView(APIView):
    """The calendar of business days."""

    @extend_schema(
        operation_id="rulebook_publish_calendar",
        request=shapes.NewCalendar,
        responses={202: shapes.ProposedFigure},
    )
    def post(self, request: Request) -> Response:
        """By the regulator's maker."""
        act = services.publish_calendar(actor=_viewer(request), **_read(shapes.NewCalendar, request))
        return Response(shapes.ProposedFigure(act).data, status=202)


class ClockView(APIView):
    """The market's clock."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="rulebook_clock", responses=shapes.Clock)
    def get(self, request: Request) -> Response:
        """What deadlines go by."""
        return Response({"now": queries.now()})
