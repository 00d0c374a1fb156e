"""Disclosures and the audit log for programs."""

from __future__ import annotations

import uuid

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import queries as accounts
from apps.ledger.api import Public, read
from apps.records import queries, services
from apps.records.api import serializers as shapes
from apps.vocabulary.errors import Malformed
from apps.vocabulary.viewers import signed_in, staff_member

PAGE = 100


class Disclosures(APIView):
    """Showing single fields of a record to others."""

    @extend_schema(operation_id="records_disclose", request=shapes.Disclose, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, record: uuid.UUID) -> Response:
        """A document that anybody checks against the chain. Staff give a reason, and have shown their
        code.
        """
        given, viewer = read(shapes.Disclose, request), signed_in(request)
        if viewer.is_staff:
            accounts.require_step_up(request._request)
        fields = tuple(given["fields_shown"])
        return Response(services.disclose(actor=viewer, record=record, fields=fields, reason=given["reason"]))


class Verify(Public):
    """Checking a disclosure."""

    @extend_schema(operation_id="records_verify", request=shapes.Document, responses=shapes.Verified)
    def post(self, request: Request) -> Response:
        """Whether each field leads to the root, and whether the chain has that root. Nothing is kept."""
        found, standing = queries.disclosed(read(shapes.Document, request)["document"])
        said = {"record": "0x" + found.record.hex(), "version": found.version, "values": found.fields}
        return Response(shapes.Verified({**said, "standing": standing.value}).data)


class AuditLog(APIView):
    """The audit log, for the regulator."""

    @extend_schema(
        operation_id="records_audit_log",
        parameters=[OpenApiParameter("before", int, description="the page before's `next`")],
        responses=shapes.AuditLog,
    )
    def get(self, request: Request) -> Response:
        """The latest first, 100 at a time."""
        before = request.query_params.get("before")
        if before is not None and not (before.isdecimal() and before.isascii() and len(before) < 19):
            raise Malformed
        found = queries.log(staff_member(request), before=int(before) if before else None, most=PAGE)
        further = found[-1].place if len(found) == PAGE else None
        return Response(shapes.AuditLog({"rows": found, "next": further}).data)


class AuditCheck(APIView):
    """The audit log, checked."""

    @extend_schema(operation_id="records_check_log", request=None, responses=shapes.AuditCheck)
    def post(self, request: Request) -> Response:
        """Walks the log from its first line, and compares it with the head that is anchored."""
        return Response(shapes.AuditCheck(queries.check_log(staff_member(request))).data)
