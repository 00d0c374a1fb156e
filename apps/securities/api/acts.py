"""What is done with certificates and classes, for programs: acts to be signed, proposed, pushed."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import Act, Public, Signable, on_its_way, read, to_sign
from apps.securities import queries, services
from apps.securities.api import serializers as shapes
from apps.securities.views.classes import read_day, register_file
from apps.vocabulary.types import Address
from apps.vocabulary.viewers import viewer_of


class PrepareSplitView(APIView):
    """Splitting a certificate."""

    @extend_schema(operation_id="certificate_split", request=shapes.Split, responses=Signable)
    def post(self, request: Request, face: Address, number: int) -> Response:
        """The act that its holder signs."""
        given = read(shapes.Split, request)
        return to_sign(services.prepare_split(actor=viewer_of(request), face=face, number=number, **given))


class PrepareMergeView(APIView):
    """Merging a certificate into another."""

    @extend_schema(operation_id="certificate_merge", request=shapes.Merge, responses=Signable)
    def post(self, request: Request, face: Address, number: int) -> Response:
        """The act that its holder signs."""
        given = read(shapes.Merge, request)
        return to_sign(services.prepare_merge(actor=viewer_of(request), face=face, number=number, **given))


class ProofView(Public):
    """What anybody may know of a certificate."""

    @extend_schema(operation_id="certificate_proof", responses=shapes.Proof)
    def get(self, request: Request, face: Address, number: int) -> Response:
        """Units, class, the holder's address, the block: no name."""
        return Response(shapes.Proof(queries.proof(face, number)).data)


class AskTrusteeView(APIView):
    """Another trustee for a class."""

    @extend_schema(operation_id="class_ask_trustee", request=shapes.NewTrustee, responses=Signable)
    def post(self, request: Request, face: Address) -> Response:
        """The act that the issuer signs."""
        given = read(shapes.NewTrustee, request)
        return to_sign(services.prepare_ask_trustee(actor=viewer_of(request), face=face, **given))


class ConfirmTrusteeView(APIView):
    """A proposal to confirm the trustee that was asked for."""

    @extend_schema(operation_id="class_confirm_trustee", request=None, responses={202: Act})
    def post(self, request: Request, face: Address) -> Response:
        """By the regulator's maker."""
        return on_its_way(services.confirm_trustee(actor=viewer_of(request), face=face))


class AskConversionView(APIView):
    """A conversion of a class."""

    @extend_schema(operation_id="class_ask_conversion", request=shapes.NewConversion, responses=Signable)
    def post(self, request: Request, face: Address) -> Response:
        """The act that the issuer signs."""
        given = read(shapes.NewConversion, request)
        return to_sign(services.prepare_ask_conversion(actor=viewer_of(request), face=face, **given))


class ConfirmConversionView(APIView):
    """A proposal to confirm the conversion that was asked for."""

    @extend_schema(operation_id="class_confirm_conversion", request=None, responses={202: Act})
    def post(self, request: Request, face: Address) -> Response:
        """By the maker of the class's trustee."""
        return on_its_way(services.confirm_conversion(actor=viewer_of(request), face=face))


class PushConversionView(APIView):
    """Converts the next certificates."""

    @extend_schema(operation_id="class_push_conversion", request=None, responses={202: Act})
    def post(self, request: Request, face: Address) -> Response:
        """Anybody who is signed in may push it."""
        return on_its_way(services.push_conversion(actor=viewer_of(request), face=face))


class RegisterView(APIView):
    """The register of members at the end of a day."""

    @extend_schema(
        operation_id="class_register",
        parameters=[
            OpenApiParameter("on", OpenApiTypes.DATE, description="a Malaysian day; by default now"),
            OpenApiParameter("as", enum=["json", "csv", "xlsx", "pdf"], description="a file"),
        ],
        responses={200: shapes.Register, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, face: Address) -> HttpResponse:
        """For the issuer and those who oversee it."""
        found = queries.register(viewer_of(request), face, on=read_day(request.query_params.get("on", "")))
        return register_file(found, request) or Response(shapes.Register(found).data)


class AnswersView(APIView):
    """ERC-7943's questions, answered by the class's contract."""

    @extend_schema(
        operation_id="class_answers",
        parameters=[
            OpenApiParameter("account", required=True),
            OpenApiParameter("to"),
            OpenApiParameter("number", OpenApiTypes.INT),
        ],
        responses=shapes.Answers,
    )
    def get(self, request: Request, face: Address) -> Response:
        """Null for what was not asked: a receiver and a certificate are needed for some."""
        queries.share_class(face)
        return Response(shapes.Answers(queries.answers(face, **read(shapes.Question, request))).data)
