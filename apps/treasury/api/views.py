"""Money for programs: wallets and statements, and the trustee's desk. The same services as the pages."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, Act, ReasonOnRecord, Signable, on_its_way, read, to_sign
from apps.treasury import queries, services
from apps.treasury.api import serializers as shapes
from apps.vocabulary.types import Role
from apps.vocabulary.viewers import viewer_of
from apps.vocabulary.words import read_address


class WalletView(APIView):
    """One's own money."""

    @extend_schema(operation_id="treasury_wallet", responses=shapes.Wallet)
    def get(self, request: Request) -> Response:
        """Trustee by trustee, with the deposit reference."""
        viewer = viewer_of(request)
        reference = queries.reference(viewer) if viewer.role is Role.INVESTOR else None
        return Response(shapes.Wallet({"reference": reference, "pockets": queries.pockets(viewer)}).data)


class StatementView(APIView):
    """One's own statement."""

    @extend_schema(operation_id="treasury_statement", parameters=[AFTER], responses=shapes.Statement)
    def get(self, request: Request) -> Response:
        """Every movement, the newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Statement(queries.statement(viewer_of(request), after=after)).data)


class WithdrawalPrepare(APIView):
    """A client's withdrawal."""

    @extend_schema(
        operation_id="treasury_prepare_withdrawal",
        request=shapes.WithdrawalRequest,
        responses=Signable,
    )
    def post(self, request: Request) -> Response:
        """What is to be signed to have money paid out."""
        given = read(shapes.WithdrawalRequest, request)
        return to_sign(services.prepare_withdrawal(actor=viewer_of(request), **given))


class WithdrawalsView(APIView):
    """Withdrawals: a trustee's own money's, or one's own."""

    @extend_schema(
        operation_id="treasury_withdrawals",
        parameters=[OpenApiParameter("state"), AFTER],
        responses=shapes.Withdrawals,
    )
    def get(self, request: Request) -> Response:
        """Those that wait the oldest first, else the newest; `state` filters."""
        state, after = request.query_params.get("state"), request.query_params.get("after") or None
        found = queries.withdrawals(viewer_of(request), state=state, after=after)
        return Response(shapes.Withdrawals(found).data)

    @extend_schema(
        operation_id="treasury_propose_withdrawal",
        request=shapes.WithdrawalRequest,
        responses={202: Act},
    )
    def post(self, request: Request) -> Response:
        """An operator's maker proposes to have its fees paid out."""
        given = read(shapes.WithdrawalRequest, request)
        return on_its_way(services.propose_withdrawal(actor=viewer_of(request), **given))


class BurnView(APIView):
    """A withdrawal that the bank has paid out."""

    @extend_schema(operation_id="treasury_burn", request=shapes.BankPayment, responses={202: Act})
    def post(self, request: Request, withdrawal: int) -> Response:
        """A maker proposes to burn it."""
        given = read(shapes.BankPayment, request)
        return on_its_way(services.propose_burn(actor=viewer_of(request), withdrawal=withdrawal, **given))


class ReturnView(APIView):
    """A withdrawal that cannot be paid out."""

    @extend_schema(operation_id="treasury_return", request=ReasonOnRecord, responses={202: Act})
    def post(self, request: Request, withdrawal: int) -> Response:
        """A maker proposes to give it back."""
        given = read(ReasonOnRecord, request)
        return on_its_way(services.propose_return(actor=viewer_of(request), withdrawal=withdrawal, **given))


class BankLinesView(APIView):
    """The trustee's bank lines."""

    @extend_schema(operation_id="treasury_bank_lines", responses=shapes.BankLine(many=True))
    def get(self, request: Request) -> Response:
        """The 50 that have waited longest."""
        return Response(shapes.BankLine(queries.bank_lines(viewer_of(request)), many=True).data)

    @extend_schema(
        operation_id="treasury_enter_line", request=shapes.BankCredit, responses={201: shapes.BankLine}
    )
    def post(self, request: Request) -> Response:
        """A maker enters a credit."""
        viewer = viewer_of(request)
        heading = services.enter_bank_line(actor=viewer, **read(shapes.BankCredit, request))
        return Response(shapes.BankLine(queries.bank_line(viewer, heading.id)).data, status=201)


class MintView(APIView):
    """A bank line's mint."""

    @extend_schema(operation_id="treasury_mint", request=shapes.Mint, responses={202: Act})
    def post(self, request: Request, line: uuid.UUID) -> Response:
        """A maker proposes to mint it."""
        given = read(shapes.Mint, request)
        return on_its_way(services.propose_mint(actor=viewer_of(request), line=line, **given))


class DismissView(APIView):
    """A bank line that is no investor's credit."""

    @extend_schema(operation_id="treasury_dismiss", request=None, responses=shapes.BankLine)
    def post(self, request: Request, line: uuid.UUID) -> Response:
        """It is dismissed: the bank sends it back."""
        viewer = viewer_of(request)
        services.dismiss_line(actor=viewer, line=line)
        return Response(shapes.BankLine(queries.bank_line(viewer, line)).data)


class ReserveView(APIView):
    """Supply against trust balance."""

    @extend_schema(
        operation_id="treasury_reserve",
        parameters=[OpenApiParameter("trustee", str)],
        responses=shapes.Reserve,
    )
    def get(self, request: Request) -> Response:
        """The trustee's own; any `trustee` for the regulator."""
        asked = request.query_params.get("trustee")
        trustee = read_address(asked) if asked else None
        return Response(shapes.Reserve(queries.reserve(viewer_of(request), trustee)).data)
