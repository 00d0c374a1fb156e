"""The trustee's bank for programs: statements, debits, rounds of mints and burns, payments, the day's end."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import Act, on_its_way, read
from apps.participants import queries as participants
from apps.treasury import queries, report, rules, services
from apps.treasury.api import serializers as shapes
from apps.treasury.types import DebitState, PayoutState
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Viewer
from apps.vocabulary.viewers import viewer_of


class StatementsView(APIView):
    """Bank statements."""

    @extend_schema(operation_id="treasury_bank_statements", responses=shapes.PostedStatement(many=True))
    def get(self, request: Request) -> Response:
        """The newest first."""
        return Response(shapes.PostedStatement(queries.statements(viewer_of(request)), many=True).data)

    @extend_schema(
        operation_id="treasury_post_statement",
        request=shapes.StatementFile,
        responses={201: shapes.PostedStatement},
    )
    def post(self, request: Request) -> Response:
        """A maker posts one; its lines are entered once another has signed it."""
        viewer = viewer_of(request)
        data = read(shapes.StatementFile, request)["content"].encode()
        heading = services.post_statement(actor=viewer, data=data)
        return _posted(viewer, heading.id, 201)


class StatementPreview(APIView):
    """A statement before it is posted."""

    @extend_schema(
        operation_id="treasury_preview_statement",
        request=shapes.StatementFile,
        responses=shapes.StatementPreview,
    )
    def post(self, request: Request) -> Response:
        """What each of its lines is; nothing is changed."""
        data = read(shapes.StatementFile, request)["content"].encode()
        return Response(
            shapes.StatementPreview(services.preview_statement(actor=viewer_of(request), data=data)).data
        )


class StatementView(APIView):
    """One bank statement."""

    @extend_schema(operation_id="treasury_bank_statement", responses=shapes.StatementWithLines)
    def get(self, request: Request, statement: uuid.UUID) -> Response:
        """With its lines."""
        viewer = viewer_of(request)
        found = shapes.PostedStatement(queries.statement_posted(viewer, statement)).data
        lines = shapes.Booking(queries.bookings_of(viewer, statement), many=True).data
        return Response({**found, "bookings": lines})


class StatementSignature(APIView):
    """A statement's second person."""

    @extend_schema(operation_id="treasury_sign_statement", request=None, responses=shapes.PostedStatement)
    def post(self, request: Request, statement: uuid.UUID) -> Response:
        """Its lines are entered, it is anchored, and its balance posted (`on_chain` of the reserve)."""
        viewer = viewer_of(request)
        services.sign_statement(actor=viewer, statement=statement)
        return _posted(viewer, statement)


class ReservePosting(APIView):
    """The latest balance, once more on its way to the chain."""

    @extend_schema(operation_id="treasury_post_reserve", request=None, responses={202: Act})
    def post(self, request: Request) -> Response:
        """A maker proposes it, where the first act came to nothing; another approves."""
        return on_its_way(services.post_again(actor=viewer_of(request)))


class StatementRejection(APIView):
    """A statement that is wrong."""

    @extend_schema(operation_id="treasury_drop_statement", request=None, responses=shapes.PostedStatement)
    def post(self, request: Request, statement: uuid.UUID) -> Response:
        """It is dropped; nothing of it was entered."""
        viewer = viewer_of(request)
        services.drop_statement(actor=viewer, statement=statement)
        return _posted(viewer, statement)


class DebitsView(APIView):
    """What left the account."""

    @extend_schema(
        operation_id="treasury_debits",
        parameters=[OpenApiParameter("state", str, enum=[each.value for each in DebitState])],
        responses=shapes.Debit(many=True),
    )
    def get(self, request: Request) -> Response:
        """Those that nobody explained, by default."""
        state = request.query_params.get("state", DebitState.OPEN)
        if state not in list(DebitState):
            raise NotFound
        return Response(shapes.Debit(queries.debits(viewer_of(request), DebitState(state)), many=True).data)


class DebitMatch(APIView):
    """A debit, explained."""

    @extend_schema(operation_id="treasury_match_debit", request=shapes.Settles, responses=shapes.Debit)
    def post(self, request: Request, debit: uuid.UUID) -> Response:
        """A maker says what it was for."""
        settles = read(shapes.Settles, request)["settles"]
        found = services.match_debit(actor=viewer_of(request), debit=debit, settles=settles)
        return Response(shapes.Debit(found).data)


class MintNext(APIView):
    """A round over all matched lines."""

    @extend_schema(operation_id="treasury_mint_next", request=shapes.NextLine, responses=shapes.MintStep)
    def post(self, request: Request) -> Response:
        """Proposes to mint the next one behind `after`."""
        after = read(shapes.NextLine, request)["after"]
        return Response(
            shapes.MintStep(services.propose_next_mint(actor=viewer_of(request), after=after)).data
        )


class BurnNext(APIView):
    """A round over all withdrawals that a statement shows paid."""

    @extend_schema(
        operation_id="treasury_burn_next", request=shapes.NextWithdrawal, responses=shapes.BurnStep
    )
    def post(self, request: Request) -> Response:
        """Proposes to burn the next one behind `after`."""
        after = read(shapes.NextWithdrawal, request)["after"]
        return Response(
            shapes.BurnStep(services.propose_next_burn(actor=viewer_of(request), after=after)).data
        )


class PayoutsView(APIView):
    """Payments to clients."""

    @extend_schema(operation_id="treasury_payouts", responses=shapes.Payout(many=True))
    def get(self, request: Request) -> Response:
        """The latest 500, the oldest of them first."""
        return Response(
            shapes.Payout(queries.payouts(viewer_of(request), tuple(PayoutState)), many=True).data
        )

    @extend_schema(
        operation_id="treasury_order_payouts",
        request=shapes.NewBatch,
        responses={201: shapes.Payout(many=True)},
    )
    def post(self, request: Request) -> Response:
        """A maker orders a batch."""
        viewer = viewer_of(request)
        batch = services.order_payouts(actor=viewer, **read(shapes.NewBatch, request))
        return _batch(viewer, batch, 201)


class PayoutRelease(APIView):
    """A batch's second person."""

    @extend_schema(operation_id="treasury_release_payouts", request=None, responses=shapes.Payout(many=True))
    def post(self, request: Request, batch: str) -> Response:
        """Its file may go to the bank."""
        services.release_payouts(actor=viewer_of(request), batch=batch)
        return _batch(viewer_of(request), batch)


class PayoutDrop(APIView):
    """A batch that is not sent after all."""

    @extend_schema(operation_id="treasury_drop_payouts", request=None, responses=shapes.Payout(many=True))
    def post(self, request: Request, batch: str) -> Response:
        """Its withdrawals wait again."""
        services.drop_payouts(actor=viewer_of(request), batch=batch)
        return _batch(viewer_of(request), batch)


class PayoutSent(APIView):
    """A batch that the bank has."""

    @extend_schema(operation_id="treasury_payouts_sent", request=None, responses=shapes.Payout(many=True))
    def post(self, request: Request, batch: str) -> Response:
        """The next statements show its payments."""
        services.mark_sent(actor=viewer_of(request), batch=batch)
        return _batch(viewer_of(request), batch)


class PayoutFile(APIView):
    """A released batch for the bank."""

    @extend_schema(
        operation_id="treasury_payout_file",
        parameters=[OpenApiParameter("form", str, enum=list(services.FORMATS))],
        responses={(200, "application/xml"): OpenApiTypes.STR, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, batch: str) -> HttpResponse:
        """pain.001 (03 by default, or 09), or CSV. Each account that it shows is logged as read."""
        form = request.query_params.get("form", services.FORMATS[0])
        data = services.payout_file(actor=viewer_of(request), batch=batch, form=form)
        kind = "text/csv; charset=utf-8" if form == "csv" else "application/xml"
        return HttpResponse(data, content_type=kind)


class DayView(APIView):
    """The day's end."""

    @extend_schema(operation_id="treasury_day", parameters=[shapes.DayAsked], responses=shapes.DayEnd)
    def get(self, request: Request) -> Response:
        """Opening, mints, burns, returns, closing, bank and difference, and who made and checked."""
        day = read(shapes.DayAsked, request)["day"] or rules.day_of(participants.chain_time())
        return Response(shapes.DayEnd(report.day_end(viewer_of(request), day)).data)


def _posted(viewer: Viewer, statement: uuid.UUID, status: int = 200) -> Response:
    return Response(shapes.PostedStatement(queries.statement_posted(viewer, statement)).data, status=status)


def _batch(viewer: Viewer, batch: str, status: int = 200) -> Response:
    found = queries.payouts(viewer, tuple(PayoutState), batch=batch)
    return Response(shapes.Payout(found, many=True).data, status=status)
