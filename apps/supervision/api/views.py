"""What happened in the market, for programs."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER
from apps.supervision import queries
from apps.supervision.api import serializers as shapes
from apps.supervision.forms import BoardForm
from apps.vocabulary.viewers import viewer_of

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
