"""Equity in the API: what one holds, share classes, cap tables. The same services as the pages."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, Signable, read, to_sign
from apps.securities import queries, services
from apps.securities.api import serializers as shapes
from apps.securities.views.holdings import cap_table_file
from apps.vocabulary.types import Address
from apps.vocabulary.viewers import viewer_of


class PortfolioView(APIView):
    """What the viewer's own door holds."""

    @extend_schema(operation_id="portfolio", responses=shapes.Holding(many=True))
    def get(self, request: Request) -> Response:
        """By class, the largest first, with certificates."""
        return Response(shapes.Holding(queries.portfolio(viewer_of(request)), many=True).data)


class ClassesView(APIView):
    """Share classes."""

    @extend_schema(operation_id="classes", responses=shapes.ShareClass(many=True))
    def get(self, request: Request) -> Response:
        """Those whose cap table the viewer sees, the newest first; at most 50."""
        return Response(shapes.ShareClass(queries.classes(viewer_of(request)), many=True).data)


class PrepareClassView(APIView):
    """Defining a share class."""

    @extend_schema(operation_id="classes_prepare", request=shapes.NewClass, responses=Signable)
    def post(self, request: Request) -> Response:
        """The act that the issuer signs."""
        given = read(shapes.NewClass, request)
        return to_sign(services.prepare_class(actor=viewer_of(request), **given))


class ClassView(APIView):
    """One share class."""

    @extend_schema(operation_id="class", responses=shapes.ShareClass)
    def get(self, request: Request, face: Address) -> Response:
        """Share classes are public."""
        return Response(shapes.ShareClass(queries.share_class(face)).data)


class CapTableView(APIView):
    """Who holds a class."""

    @extend_schema(
        operation_id="cap_table",
        parameters=[
            AFTER,
            OpenApiParameter("as", enum=["json", "csv"], description="csv: the whole table as a file"),
        ],
        responses={200: shapes.CapTable, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, face: Address) -> HttpResponse:
        """The largest holder first. For the issuer and those who oversee it."""
        viewer = viewer_of(request)
        if request.query_params.get("as") == "csv":
            return cap_table_file(viewer, face)
        found = queries.cap_table(viewer, face, after=request.query_params.get("after") or None)
        return Response(shapes.CapTable(found).data)


class CertificateView(APIView):
    """One certificate."""

    @extend_schema(operation_id="certificate", responses=shapes.Provenance)
    def get(self, request: Request, face: Address, number: int) -> Response:
        """With every move of its units. For its owner, the issuer, and those who oversee either."""
        return Response(shapes.Provenance(queries.certificate(viewer_of(request), face, number)).data)
