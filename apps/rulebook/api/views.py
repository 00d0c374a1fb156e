"""The rulebook for programs."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, Act, Public, on_its_way, read
from apps.rulebook import queries, rules, services
from apps.rulebook.api import serializers as shapes
from apps.rulebook.types import ChangeState
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


class FixedView(Public):
    """What no figure can change."""

    @extend_schema(operation_id="rulebook_fixed", responses=shapes.FixedShape(many=True))
    def get(self, request: Request) -> Response:
        """Spans of time that the permanent contracts keep."""
        return Response(shapes.FixedShape(rules.FIXED, many=True).data)


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


class ChangesView(APIView):
    """What was announced to change, for everybody; and the regulator's proposals."""

    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(
        operation_id="rulebook_changes",
        parameters=[OpenApiParameter("state", str, enum=[each.value for each in ChangeState]), AFTER],
        responses=shapes.Changes,
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        asked = request.query_params
        found, following = queries.changes(state=asked.get("state") or None, after=asked.get("after"))
        return Response(shapes.Changes({"changes": found, "next": following}).data)

    @extend_schema(operation_id="rulebook_announce", request=shapes.NewChange, responses={202: Act})
    def post(self, request: Request) -> Response:
        """By the regulator's maker."""
        return on_its_way(services.announce(actor=viewer_of(request), **read(shapes.NewChange, request)))


class ChangeView(Public):
    """One announced change."""

    @extend_schema(operation_id="rulebook_change", responses=shapes.ChangeShape)
    def get(self, request: Request, place: str) -> Response:
        """As it stands."""
        return Response(shapes.ChangeShape(queries.change(place)).data)


class DifferenceView(Public):
    """How it differs from what it replaces."""

    @extend_schema(operation_id="rulebook_difference", responses=shapes.DifferenceShape)
    def get(self, request: Request, place: str) -> Response:
        """In words and in source, as far as this portal has the sources."""
        return Response(shapes.DifferenceShape(queries.difference(queries.change(place))).data)


class ActivateView(APIView):
    """Putting it in force."""

    @extend_schema(operation_id="rulebook_activate", request=None, responses={202: Act})
    def post(self, request: Request, place: str) -> Response:
        """By a maker of its activator, once the notice is over."""
        return on_its_way(services.activate(actor=viewer_of(request), change=queries.change(place)))


class WithdrawView(APIView):
    """Taking it back."""

    @extend_schema(operation_id="rulebook_withdraw", request=shapes.Withdrawal, responses={202: Act})
    def post(self, request: Request, place: str) -> Response:
        """By the regulator's maker."""
        found = queries.change(place)
        given = read(shapes.Withdrawal, request)
        return on_its_way(services.withdraw_announcement(actor=viewer_of(request), change=found, **given))
