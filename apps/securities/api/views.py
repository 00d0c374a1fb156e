"""Equity in the API: what one holds, share classes, cap tables. The same services as the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from eth_utils.address import to_checksum_address
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import queries as accounts
from apps.securities import queries, services
from apps.securities.api import serializers as shapes
from apps.securities.views import cap_table_file
from apps.vocabulary.types import Address, Viewer


def _viewer(request: Request) -> Viewer:
    return accounts.viewer(request._request)


class PortfolioView(APIView):
    """What the viewer's own door holds."""

    @extend_schema(operation_id="portfolio", responses=shapes.Holding(many=True))
    def get(self, request: Request) -> Response:
        """By class, the largest first, with certificates."""
        return Response(shapes.Holding(queries.portfolio(_viewer(request)), many=True).data)


class ClassesView(APIView):
    """Share classes."""

    @extend_schema(operation_id="classes", responses=shapes.ShareClass(many=True))
    def get(self, request: Request) -> Response:
        """Those whose cap table the viewer sees, the newest first; at most 50."""
        return Response(shapes.ShareClass(queries.classes(_viewer(request)), many=True).data)


class PrepareClassView(APIView):
    """Defining a share class."""

    @extend_schema(
        operation_id="classes_prepare", request=shapes.NewClass, responses={200: shapes.ClassToSign}
    )
    def post(self, request: Request) -> Response:
        """The act that the issuer signs."""
        asked = shapes.NewClass(data=request.data)
        asked.is_valid(raise_exception=True)
        given: dict[str, Any] = asked.validated_data
        signable = services.prepare_class(
            actor=_viewer(request),
            name=given["name"],
            symbol=given["symbol"],
            trustee=Address(to_checksum_address(given["trustee"])),
        )
        return Response(signable.as_json())


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
            OpenApiParameter("after"),
            OpenApiParameter("as", enum=["json", "csv"], description="csv: the whole table as a file"),
        ],
        responses={200: shapes.CapTable, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, face: Address) -> HttpResponse:
        """The largest holder first. For the issuer and those who oversee it."""
        viewer = _viewer(request)
        if request.query_params.get("as") == "csv":
            return cap_table_file(viewer, face)
        found = queries.cap_table(viewer, face, after=request.query_params.get("after") or None)
        return Response(shapes.CapTable(found).data)


class CertificateView(APIView):
    """One certificate."""

    @extend_schema(operation_id="certificate", responses=shapes.Provenance)
    def get(self, request: Request, face: Address, number: int) -> Response:
        """With every move of its units. For its owner, the issuer, and those who oversee either."""
        return Response(shapes.Provenance(queries.certificate(_viewer(request), face, number)).data)
