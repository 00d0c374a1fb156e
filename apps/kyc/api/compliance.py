"""Watch lists, hits, risk, erasure and the log of person tags for programs. The same services as the
pages.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.kyc import queries, services
from apps.kyc.api import serializers as shapes
from apps.kyc.types import Verdict
from apps.ledger.api import Reason, read
from apps.records.documents import ErasedRecord, Upload
from apps.records.types import Heading
from apps.vocabulary.errors import NotFound
from apps.vocabulary.viewers import staff_member


class WatchLists(APIView):
    """The watch lists in force."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="kyc_lists", responses=shapes.Lists)
    def get(self, request: Request) -> Response:
        """With how many cases were compared with them."""
        viewer = staff_member(request)
        found = {"lists": queries.lists(viewer), "progress": queries.progress(viewer)}
        return Response(shapes.Lists(found).data)

    @extend_schema(
        operation_id="kyc_load_list",
        request={"multipart/form-data": Upload},
        responses={201: shapes.WatchList},
    )
    def post(self, request: Request) -> Response:
        """Loads a publisher's file, whole or not at all: UN XML, MOHA CSV or exposed persons CSV."""
        sent = read(Upload, request)["file"]
        found = services.load_list(actor=staff_member(request), data=sent.read())
        return Response(shapes.WatchList(found).data, status=201)


class Screening(APIView):
    """What screening found about a case."""

    @extend_schema(operation_id="kyc_screening", responses=shapes.Screening)
    def get(self, request: Request, id: uuid.UUID) -> Response:
        """Hits with their scores, and what was decided about each."""
        return Response(shapes.Screening(queries.screening(staff_member(request), id)).data)


class DecideHit(APIView):
    """The first person's decision about a hit."""

    @extend_schema(operation_id="kyc_decide_hit", request=shapes.HitDecision, responses=shapes.Screening)
    def post(self, request: Request, id: uuid.UUID, hit: str) -> Response:
        """True or false match, and why."""
        given = read(shapes.HitDecision, request)
        verdict, why = Verdict(given["verdict"]), given["why"]
        actor = staff_member(request)
        found = services.decide_hit(actor=actor, application=id, hit=hit, verdict=verdict, why=why)
        return Response(shapes.Screening(found).data)


class ConfirmHit(APIView):
    """The second person's agreement."""

    @extend_schema(operation_id="kyc_confirm_hit", request=Reason, responses=shapes.Screening)
    def post(self, request: Request, id: uuid.UUID, hit: str) -> Response:
        """With why. 403 for the one who decided."""
        why, actor = read(Reason, request)["reason"], staff_member(request)
        found = services.confirm_hit(actor=actor, application=id, hit=hit, why=why)
        return Response(shapes.Screening(found).data)


class ReopenHit(APIView):
    """The second person's disagreement."""

    @extend_schema(operation_id="kyc_reopen_hit", request=Reason, responses=shapes.Screening)
    def post(self, request: Request, id: uuid.UUID, hit: str) -> Response:
        """The hit is to be decided anew."""
        why, actor = read(Reason, request)["reason"], staff_member(request)
        return Response(
            shapes.Screening(services.reopen_hit(actor=actor, application=id, hit=hit, why=why)).data
        )


class Risk(APIView):
    """A case's risk."""

    @extend_schema(operation_id="kyc_risk", responses=shapes.Risk)
    def get(self, request: Request, id: uuid.UUID) -> Response:
        """Every rule with whether it applies, and the rating that they add up to."""
        found = queries.assessment(staff_member(request), id)
        if found is None:
            raise NotFound
        rules = [
            {"name": each.rule.name, "sentence": str(each.rule.sentence), "points": each.rule.points}
            | {"applies": each.applies}
            for each in found.findings
        ]
        return Response(shapes.Risk({"rating": found.rating, "points": found.points, "rules": rules}).data)


def _erasing(request: Request, id: uuid.UUID, service: Callable[..., Heading]) -> Response:
    reason = read(Reason, request)["reason"]
    heading = service(actor=staff_member(request), application=id, reason=reason)
    return Response(ErasedRecord(asdict(heading)).data)


class AskErasure(APIView):
    """Asking for a case to be erased."""

    @extend_schema(operation_id="kyc_ask_erasure", request=Reason, responses=ErasedRecord)
    def post(self, request: Request, id: uuid.UUID) -> Response:
        """A maker's, once the retention is over."""
        return _erasing(request, id, services.ask_erasure)


class RefuseErasure(APIView):
    """Keeping a case."""

    @extend_schema(operation_id="kyc_refuse_erasure", request=Reason, responses=ErasedRecord)
    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Takes back what a colleague asked for."""
        return _erasing(request, id, services.refuse_erasure)


class Erase(APIView):
    """Erasing a case."""

    @extend_schema(operation_id="kyc_erase", request=Reason, responses=ErasedRecord)
    def post(self, request: Request, id: uuid.UUID) -> Response:
        """A checker's, after a colleague asked for it. 403 for the same person."""
        return _erasing(request, id, services.erase)


class TagRequests(APIView):
    """The log of the person-tag service."""

    @extend_schema(
        operation_id="kyc_tag_requests",
        parameters=[OpenApiParameter("door", str, description="of one operator")],
        responses=shapes.TagRequest(many=True),
    )
    def get(self, request: Request) -> Response:
        """Who asked, and when, the latest first; for the regulator."""
        found = queries.tag_requests(staff_member(request), door=request.query_params.get("door", ""))
        return Response(shapes.TagRequest(found, many=True).data)
