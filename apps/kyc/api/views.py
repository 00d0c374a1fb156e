"""Applications for programs: the client's own, and the operator's cases. The same services as the pages."""

from __future__ import annotations

import uuid
from dataclasses import asdict

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import queries as accounts
from apps.kyc import queries, services
from apps.kyc.api import serializers as shapes
from apps.kyc.types import State
from apps.ledger.api import Act, Reason, on_its_way, read
from apps.records import services as records
from apps.records.documents import DOWNLOAD, Document, Upload, download
from apps.vocabulary.errors import NotFound
from apps.vocabulary.viewers import staff_member, viewer_of

MOST_CASES = 100


class OwnApplication(APIView):
    """The client's own application."""

    @extend_schema(operation_id="kyc_application", responses=shapes.Application)
    def get(self, request: Request) -> Response:
        """In full, with each step's progress. 404 before it was begun."""
        found = queries.current(viewer_of(request))
        if found is None:
            raise NotFound
        return Response(shapes.application(found))

    @extend_schema(operation_id="kyc_start", request=None, responses=shapes.Application)
    def post(self, request: Request) -> Response:
        """Begins it, or gives the open one."""
        return Response(shapes.application(services.start(actor=viewer_of(request))))


class StepView(APIView):
    """One step of the client's own application."""

    @extend_schema(operation_id="kyc_save_step", request=shapes.Answers, responses=shapes.Application)
    def put(self, request: Request, step: str) -> Response:
        """Saves the step's answers. 400 with a sentence for each field that cannot be taken."""
        given = read(shapes.Answers, request)
        saved = services.save_step(
            actor=viewer_of(request), step=step, answers=given["answers"], seen=given.get("seen")
        )
        return Response(shapes.application(saved))


class SlotView(APIView):
    """A document of the client's own application."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="kyc_attach",
        request={"multipart/form-data": Upload},
        responses={201: Document},
    )
    def post(self, request: Request, slot: str) -> Response:
        """Puts a document into its slot, in the place of an earlier one."""
        sent = read(Upload, request)["file"]
        note = services.attach(actor=viewer_of(request), slot=slot, name=sent.name, data=sent.read())
        return Response(Document(asdict(note)).data, status=201)


class OwnDocument(APIView):
    """A document that the client sent."""

    @extend_schema(operation_id="kyc_document", responses=DOWNLOAD)
    def get(self, request: Request, file: uuid.UUID) -> HttpResponse:
        """The file, as it was sent."""
        viewer = viewer_of(request)
        found = queries.current(viewer)
        if found is None or viewer.is_staff:
            raise NotFound
        return download(*records.read_file(actor=viewer, record=found.heading.id, file=file))


class SendView(APIView):
    """Sending the application."""

    @extend_schema(operation_id="kyc_send", request=None, responses=shapes.Application)
    def post(self, request: Request) -> Response:
        """To the operator. 409 with the steps that are not done."""
        return Response(shapes.application(services.send(actor=viewer_of(request))))


class Cases(APIView):
    """The cases of an organisation."""

    @extend_schema(
        operation_id="kyc_cases",
        parameters=[
            OpenApiParameter("state", enum=[state.value for state in State]),
        ],
        responses=shapes.Application(many=True),
    )
    def get(self, request: Request) -> Response:
        """The longest waiting first, masked; at most 100."""
        viewer = staff_member(request)
        found, state = queries.cases(viewer), request.query_params.get("state")
        if state:
            found = found.filter(record__state=state)
        rows = found.order_by("sent_at")[:MOST_CASES]
        return Response([shapes.application(view) for view in queries.views(viewer, rows)])


class FindCases(APIView):
    """Cases by what is in them."""

    @extend_schema(operation_id="kyc_find", request=shapes.Search, responses=shapes.Application(many=True))
    def post(self, request: Request) -> Response:
        """By every word of a name, a number or an e-mail address: at most 100. Posted, so no log has it."""
        viewer = staff_member(request)
        found = queries.search(viewer, read(shapes.Search, request)["text"])
        rows = found.order_by("sent_at")[:MOST_CASES]
        return Response([shapes.application(view) for view in queries.views(viewer, rows)])


class Case(APIView):
    """One case."""

    @extend_schema(operation_id="kyc_case", responses=shapes.Application)
    def get(self, request: Request, id: uuid.UUID) -> Response:
        """Masked."""
        return Response(shapes.application(queries.application(staff_member(request), id)))


class CaseInFull(APIView):
    """Reading a case in full."""

    @extend_schema(operation_id="kyc_read", request=Reason, responses=shapes.Application)
    def post(self, request: Request, id: uuid.UUID) -> Response:
        """With nothing masked, for a reason that is logged. 403 where the code was shown too long ago."""
        reason = read(Reason, request)["reason"]
        viewer = accounts.require_step_up(request._request)
        return Response(shapes.application(services.read(actor=viewer, application=id, reason=reason)))


class CaseDocument(APIView):
    """A document of a case."""

    @extend_schema(operation_id="kyc_read_document", request=Reason, responses=DOWNLOAD)
    def post(self, request: Request, id: uuid.UUID, file: uuid.UUID) -> HttpResponse:
        """The file, for a reason that is logged. 403 where the code was shown too long ago."""
        reason = read(Reason, request)["reason"]
        viewer = accounts.require_step_up(request._request)
        case = queries.application(viewer, id).heading.id
        return download(*records.read_file(actor=viewer, record=case, file=file, reason=reason))


class CaseCheck(APIView):
    """A case against the chain."""

    @extend_schema(operation_id="kyc_check", responses=shapes.Comparison)
    def get(self, request: Request, id: uuid.UUID) -> Response:
        """Whether the record is what was anchored."""
        return Response(shapes.Comparison(asdict(queries.check(staff_member(request), id))).data)


class Approve(APIView):
    """The maker's decision."""

    @extend_schema(operation_id="kyc_approve", request=Reason, responses={202: Act})
    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Anchors the reviewed version and proposes the admission, for a reason of 5 to 250 characters."""
        reason = read(Reason, request)["reason"]
        return on_its_way(services.approve(actor=staff_member(request), application=id, reason=reason))


class Confirm(APIView):
    """The checker's decision."""

    @extend_schema(operation_id="kyc_confirm", request=Reason, responses={202: Act})
    def post(self, request: Request, id: uuid.UUID) -> Response:
        """Sends the admission to the chain, for a reason of 5 to 250 characters. 403 for the one who
        approved.
        """
        reason = read(Reason, request)["reason"]
        return on_its_way(services.confirm(actor=staff_member(request), application=id, reason=reason))


class SendBack(APIView):
    """Asking the client to fix parts."""

    @extend_schema(operation_id="kyc_send_back", request=shapes.Notes, responses=shapes.Application)
    def post(self, request: Request, id: uuid.UUID) -> Response:
        """A note for each part."""
        notes = read(shapes.Notes, request)["notes"]
        return Response(
            shapes.application(services.send_back(actor=staff_member(request), application=id, notes=notes))
        )


class Reject(APIView):
    """Refusing for good."""

    @extend_schema(operation_id="kyc_reject", request=Reason, responses=shapes.Application)
    def post(self, request: Request, id: uuid.UUID) -> Response:
        """With a reason that the client reads."""
        reason = read(Reason, request)["reason"]
        return Response(
            shapes.application(services.reject(actor=staff_member(request), application=id, reason=reason))
        )
