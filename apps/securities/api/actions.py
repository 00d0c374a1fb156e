"""Dividends and votes in the API. The same services as the pages."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, Act, ReasonOnRecord, Signable, on_its_way, read, to_sign
from apps.securities import queries, services
from apps.securities.api import actionshapes as shapes
from apps.securities.types.actions import Choice, Resolution
from apps.securities.views import tables
from apps.vocabulary import sheets
from apps.vocabulary.types import Address
from apps.vocabulary.viewers import viewer_of


class ActionsView(APIView):
    """Dividends and votes that concern the viewer."""

    @extend_schema(operation_id="actions", responses=shapes.Actions)
    def get(self, request: Request) -> Response:
        """Of what an investor holds or held; for others, of the classes whose holders they see."""
        return Response(shapes.Actions(queries.actions(viewer_of(request))).data)


class ClassActionsView(APIView):
    """Dividends and votes of one class."""

    @extend_schema(operation_id="class_actions", responses=shapes.Actions)
    def get(self, request: Request, face: Address) -> Response:
        """All its dividends, and the votes that the viewer takes part in or oversees."""
        viewer = viewer_of(request)
        queries.share_class(face)
        return Response(shapes.Actions(queries.actions_of(viewer, face)).data)


class PrepareDividendView(APIView):
    """Declaring a dividend."""

    @extend_schema(operation_id="dividend_declare", request=shapes.NewDividend, responses=Signable)
    def post(self, request: Request, face: Address) -> Response:
        """The act that the issuer signs."""
        given = read(shapes.NewDividend, request)
        return to_sign(services.prepare_dividend(actor=viewer_of(request), face=face, **given))


class DividendView(APIView):
    """One dividend."""

    @extend_schema(operation_id="dividend", responses=shapes.Dividend)
    def get(self, request: Request, dividend: Address) -> Response:
        """With what the viewer's own door gets of it."""
        return Response(shapes.Dividend(queries.dividend(viewer_of(request), dividend)).data)


class PaymentsView(APIView):
    """Who got how much of a dividend."""

    @extend_schema(
        operation_id="dividend_payments",
        parameters=[AFTER, OpenApiParameter("as", enum=["json", "csv", "xlsx"], description="a file of all")],
        responses={200: shapes.Payments, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, dividend: Address) -> HttpResponse:
        """The largest holder first. For the issuer and those who oversee it."""
        viewer = viewer_of(request)
        if kind := sheets.wanted(request):
            every = queries.every_payment(viewer, dividend)
            return sheets.table(tables.payments(every), f"dividend-{dividend}", kind)
        found = queries.payments(viewer, dividend, after=request.query_params.get("after") or None)
        return Response(shapes.Payments(found).data)


class PrepareFundingView(APIView):
    """Putting in what a dividend needs."""

    @extend_schema(operation_id="dividend_fund", request=None, responses=Signable)
    def post(self, request: Request, dividend: Address) -> Response:
        """The act that the issuer signs."""
        return to_sign(services.prepare_funding(actor=viewer_of(request), dividend=dividend))


class PrepareCancelDividendView(APIView):
    """Taking a dividend back."""

    @extend_schema(operation_id="dividend_cancel", request=ReasonOnRecord, responses=Signable)
    def post(self, request: Request, dividend: Address) -> Response:
        """The act that the issuer signs; until the record date."""
        given = read(ReasonOnRecord, request)
        return to_sign(services.prepare_cancel_dividend(actor=viewer_of(request), dividend=dividend, **given))


class PushDividendView(APIView):
    """The next step of a dividend."""

    @extend_schema(operation_id="dividend_push", request=None, responses={202: Act})
    def post(self, request: Request, dividend: Address) -> Response:
        """Anybody who is signed in may push it."""
        return on_its_way(services.push_dividend(actor=viewer_of(request), dividend=dividend))


class PrepareBallotView(APIView):
    """Asking the shareholders."""

    @extend_schema(operation_id="ballot_pose", request=shapes.NewBallot, responses=Signable)
    def post(self, request: Request, face: Address) -> Response:
        """The act that the issuer signs."""
        given = read(shapes.NewBallot, request)
        resolution = Resolution(given.pop("resolution"))
        return to_sign(
            services.prepare_ballot(actor=viewer_of(request), face=face, resolution=resolution, **given)
        )


class BallotView(APIView):
    """One vote."""

    @extend_schema(operation_id="ballot", responses=shapes.Ballot)
    def get(self, request: Request, ballot: Address) -> Response:
        """For who takes part in it or oversees it."""
        return Response(shapes.Ballot(queries.ballot(viewer_of(request), ballot)).data)


class PrepareVoteView(APIView):
    """Voting."""

    @extend_schema(operation_id="ballot_vote", request=shapes.NewVote, responses=Signable)
    def post(self, request: Request, ballot: Address) -> Response:
        """The act that the holder signs; a later vote takes the place of an earlier one."""
        choice = Choice(read(shapes.NewVote, request)["choice"])
        return to_sign(services.prepare_vote(actor=viewer_of(request), ballot=ballot, choice=choice))


class PrepareCancelBallotView(APIView):
    """Taking a question back."""

    @extend_schema(operation_id="ballot_cancel", request=ReasonOnRecord, responses=Signable)
    def post(self, request: Request, ballot: Address) -> Response:
        """The act that the issuer signs; until the record date."""
        given = read(ReasonOnRecord, request)
        return to_sign(services.prepare_cancel_ballot(actor=viewer_of(request), ballot=ballot, **given))


class PushBallotView(APIView):
    """Opening or closing a vote."""

    @extend_schema(operation_id="ballot_push", request=None, responses={202: Act})
    def post(self, request: Request, ballot: Address) -> Response:
        """Anybody who may see it, when it is time."""
        viewer = viewer_of(request)
        queries.ballot(viewer, ballot)
        return on_its_way(services.push_ballot(actor=viewer, ballot=ballot))
