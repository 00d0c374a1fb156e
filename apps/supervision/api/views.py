"""What happened in the market, and how its delivery goes, for programs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger import queries as ledger
from apps.ledger import services as ledger_services
from apps.ledger.api import AFTER, Reason, read
from apps.ledger.types import Remedy
from apps.supervision import queries, services
from apps.supervision.api import serializers as shapes
from apps.supervision.forms import AlertsForm, AskForm, BoardForm, PageForm, TrailForm
from apps.supervision.types.explored import What
from apps.supervision.views.reports import file_of
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as, viewer_of

_FILTERS = [
    OpenApiParameter("door"),
    OpenApiParameter("key"),
    OpenApiParameter("since", OpenApiTypes.DATETIME),
    OpenApiParameter("until", OpenApiTypes.DATETIME),
    AFTER,
]


class EventsView(APIView):
    """What happened: of everything for the regulator, of their own for others."""

    @extend_schema(operation_id="supervision_events", parameters=_FILTERS, responses=shapes.Lines)
    def get(self, request: Request) -> Response:
        """The newest first, 50 a page."""
        asked = BoardForm(request.query_params).asked()
        page = queries.board(viewer_of(request), after=request.query_params.get("after"), **asked)
        return Response(shapes.Lines(page).data)


class FiguresView(APIView):
    """The market at a glance."""

    @extend_schema(operation_id="supervision_figures", responses=shapes.MarketFigures)
    def get(self, request: Request) -> Response:
        """How many, and where the record stands."""
        return Response(shapes.MarketFigures(queries.figures(viewer_of(request))).data)


class AlertsView(APIView):
    """What rules found: for the regulator's staff."""

    @extend_schema(
        operation_id="supervision_alerts",
        parameters=[OpenApiParameter("state"), OpenApiParameter("rule"), AFTER],
        responses=shapes.Alerts,
    )
    def get(self, request: Request) -> Response:
        """The latest first, 25 a page: `open` ones, `marked` ones, or `all`."""
        viewer = acting_as(request, Role.REGULATOR)
        return Response(
            shapes.Alerts(queries.alerts(viewer, **AlertsForm(request.query_params).asked())).data
        )


class MarkView(APIView):
    """Somebody looked at an alert."""

    @extend_schema(operation_id="supervision_alerts_mark", request=shapes.Note, responses={204: None})
    def post(self, request: Request, alert: UUID) -> Response:
        """Says what was found. It opens again when it happens again."""
        viewer = acting_as(request, Role.REGULATOR)
        services.mark(actor=viewer, alert=alert, **read(shapes.Note, request))
        return Response(status=204)


class PromisesView(APIView):
    """The market's written promises."""

    @extend_schema(operation_id="supervision_promises", responses=shapes.Watch)
    def get(self, request: Request) -> Response:
        """As the last look found them."""
        return Response(shapes.Watch(queries.watch(acting_as(request, Role.REGULATOR))).data)


class SearchView(APIView):
    """The explorer's search, for staff."""

    @extend_schema(operation_id="supervision_search", request=shapes.Search, responses=shapes.Hit(many=True))
    def post(self, request: Request) -> Response:
        """What is found among what the asker's organisation oversees."""
        hits = queries.search(viewer_of(request), read(shapes.Search, request)["text"])
        return Response(shapes.Hit(hits, many=True).data)


class ThingView(APIView):
    """A participant, campaign, class, certificate, transaction, act, record or contract, for staff."""

    @extend_schema(operation_id="supervision_thing", parameters=[AFTER], responses=shapes.Thing)
    def get(self, request: Request, what: str, key: str) -> Response:
        """Its facts, its history, what was said and signed. Another's is not there."""
        if what not in tuple(What):
            raise NotFound
        after = request.query_params.get("after")
        found = services.explore(actor=viewer_of(request), what=What(what), key=key, after=after)
        return Response(shapes.Thing(found).data)


class ReportsView(APIView):
    """Reports as of a block: for the regulator's staff."""

    @extend_schema(operation_id="supervision_reports", parameters=[AFTER], responses=shapes.Reports)
    def get(self, request: Request) -> Response:
        """Those that were asked for, the latest first, 25 a page."""
        viewer, start = acting_as(request, Role.REGULATOR), PageForm(request.query_params).asked()
        return Response(shapes.Reports(queries.kept_reports(viewer, start=start)).data)

    @extend_schema(
        operation_id="supervision_reports_ask", request=shapes.AskReport, responses={202: shapes.Report}
    )
    def post(self, request: Request) -> Response:
        """Has one made. One that was asked for before answers at once; else ask for it until it is `made`."""
        viewer = acting_as(request, Role.REGULATOR)
        asked = AskForm(read(shapes.AskReport, request)).asked()
        found = queries.kept_report(viewer, services.ask_report(actor=viewer, **asked))
        return Response(shapes.Report(found).data, status=202)


class ReportView(APIView):
    """One report that was asked for."""

    @extend_schema(operation_id="supervision_report", responses=shapes.Report)
    def get(self, request: Request, report: UUID) -> Response:
        """How far it is, and the hashes of its files."""
        return Response(shapes.Report(queries.kept_report(acting_as(request, Role.REGULATOR), report)).data)


class ReportFileView(APIView):
    """A report as a file."""

    @extend_schema(
        operation_id="supervision_report_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, report: UUID, form: str) -> HttpResponse:
        """`csv`, `xlsx` or `pdf`: the same block gives the same bytes."""
        return file_of(acting_as(request, Role.REGULATOR), report, form)


class TrailView(APIView):
    """Whether an event is missing: for the regulator's staff."""

    @extend_schema(
        operation_id="supervision_trail",
        parameters=[OpenApiParameter("first", OpenApiTypes.INT), OpenApiParameter("last", OpenApiTypes.INT)],
        responses=shapes.Trail,
    )
    def get(self, request: Request) -> Response:
        """Walks from block to block, at most 5,000: complete where there are no gaps."""
        viewer = acting_as(request, Role.REGULATOR)
        return Response(
            shapes.Trail(services.walk_trail(actor=viewer, **TrailForm(request.query_params).asked())).data
        )


class OperationsView(APIView):
    """How delivery goes: for the regulator's staff."""

    @extend_schema(operation_id="supervision_operations", responses=shapes.Operations)
    def get(self, request: Request) -> Response:
        """Lanes, what waits, how far the read model is, what went wrong."""
        return Response(shapes.Operations(ledger.operations(acting_as(request, Role.REGULATOR))).data)


class LaneView(APIView):
    """A lane's transactions."""

    @extend_schema(
        operation_id="supervision_operations_lane",
        parameters=[OpenApiParameter("open", OpenApiTypes.BOOL), AFTER],
        responses=shapes.Transactions,
    )
    def get(self, request: Request, lane: Address) -> Response:
        """The newest first, 25 a page; with `open`, those alone whose end is not known."""
        page = ledger.transactions(
            acting_as(request, Role.REGULATOR),
            lane,
            only_open="open" in request.query_params,
            after=request.query_params.get("after"),
        )
        return Response(shapes.Transactions(page).data)


class InterveneView(APIView):
    """Something to be done about a transaction that is stuck."""

    @extend_schema(
        operation_id="supervision_operations_intervene", request=Reason, responses={202: shapes.Asked}
    )
    def post(self, request: Request, transaction: int, remedy: str) -> Response:
        """`retry` and `speed-up` are done by a worker now, `cancel` once a colleague has approved it."""
        viewer = acting_as(request, Role.REGULATOR)
        if remedy not in tuple(Remedy):
            raise NotFound
        number = ledger_services.intervene(
            actor=viewer,
            transaction_id=transaction,
            remedy=Remedy(remedy),
            reason=read(Reason, request)["reason"],
        )
        return Response(shapes.Asked({"intervention": number}).data, status=202)


class DecideView(APIView):
    """A second person's decision on a cancellation."""

    @extend_schema(operation_id="supervision_operations_decide", request=None, responses={204: None})
    def post(self, request: Request, intervention: int, decision: str) -> Response:
        """`approve`, or `reject`; who asked may so withdraw it."""
        viewer = acting_as(request, Role.REGULATOR)
        if decision not in ("approve", "reject"):
            raise NotFound
        ledger_services.decide_intervention(
            actor=viewer, intervention=intervention, approve=decision == "approve"
        )
        return Response(status=204)
