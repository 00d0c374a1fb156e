"""Money for programs: wallets and statements, and the trustee's desk. The same services as the pages."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import queries as accounts
from apps.ledger.types import ActView
from apps.treasury import queries, services
from apps.treasury.api import serializers as shapes
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.words import read_address

_AFTER = OpenApiParameter("after", str, description="the page before's `next`")


def _viewer(request: Request) -> Viewer:
    return accounts.viewer(request._request)


def _read(shape: Any, request: Request) -> dict[str, Any]:
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    given: dict[str, Any] = asked.validated_data
    return given


def _act(act: ActView) -> Response:
    return Response(shapes.Act({"id": act.id, "state": act.state.value}).data, status=201)


class WalletView(APIView):
    """One's own money."""

    @extend_schema(operation_id="treasury_wallet", responses=shapes.Wallet)
    def get(self, request: Request) -> Response:
        """Trustee by trustee, with the deposit reference."""
        viewer = _viewer(request)
        reference = queries.reference(viewer) if viewer.role is Role.INVESTOR else None
        return Response(shapes.Wallet({"reference": reference, "pockets": queries.pockets(viewer)}).data)


class StatementView(APIView):
    """One's own statement."""

    @extend_schema(operation_id="treasury_statement", parameters=[_AFTER], responses=shapes.Statement)
    def get(self, request: Request) -> Response:
        """Every movement, the newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Statement(queries.statement(_viewer(request), after=after)).data)


class WithdrawalPrepare(APIView):
    """A client's withdrawal."""

    @extend_schema(
        operation_id="treasury_prepare_withdrawal",
        request=shapes.WithdrawalRequest,
        responses=shapes.Signable,
    )
    def post(self, request: Request) -> Response:
        """What is to be signed to have money paid out."""
        given = _read(shapes.WithdrawalRequest, request)
        token = read_address(given["token"])
        found = services.prepare_withdrawal(actor=_viewer(request), token=token, amount=given["amount"])
        return Response(found.as_json())


class WithdrawalsView(APIView):
    """Withdrawals: a trustee's own money's, or one's own."""

    @extend_schema(operation_id="treasury_withdrawals", responses=shapes.Withdrawal(many=True))
    def get(self, request: Request) -> Response:
        """The oldest first; `state` filters."""
        state = request.query_params.get("state")
        return Response(
            shapes.Withdrawal(queries.withdrawals(_viewer(request), state=state).rows, many=True).data
        )

    @extend_schema(
        operation_id="treasury_propose_withdrawal",
        request=shapes.WithdrawalRequest,
        responses={201: shapes.Act},
    )
    def post(self, request: Request) -> Response:
        """An operator's maker proposes to have its fees paid out."""
        given = _read(shapes.WithdrawalRequest, request)
        token = read_address(given["token"])
        return _act(services.propose_withdrawal(actor=_viewer(request), token=token, amount=given["amount"]))


class BurnView(APIView):
    """A withdrawal that the bank has paid out."""

    @extend_schema(operation_id="treasury_burn", request=shapes.BankPayment, responses={201: shapes.Act})
    def post(self, request: Request, withdrawal: int) -> Response:
        """A maker proposes to burn it."""
        given = _read(shapes.BankPayment, request)
        return _act(services.propose_burn(actor=_viewer(request), withdrawal=withdrawal, **given))


class ReturnView(APIView):
    """A withdrawal that cannot be paid out."""

    @extend_schema(operation_id="treasury_return", request=shapes.Reason, responses={201: shapes.Act})
    def post(self, request: Request, withdrawal: int) -> Response:
        """A maker proposes to give it back."""
        given = _read(shapes.Reason, request)
        return _act(services.propose_return(actor=_viewer(request), withdrawal=withdrawal, **given))


class BankLinesView(APIView):
    """The trustee's bank lines."""

    @extend_schema(operation_id="treasury_bank_lines", responses=shapes.BankLine(many=True))
    def get(self, request: Request) -> Response:
        """The longest waiting first."""
        return Response(shapes.BankLine(queries.bank_lines(_viewer(request)), many=True).data)

    @extend_schema(
        operation_id="treasury_enter_line", request=shapes.BankCredit, responses={201: shapes.BankLine}
    )
    def post(self, request: Request) -> Response:
        """A maker enters a credit."""
        viewer = _viewer(request)
        heading = services.enter_bank_line(actor=viewer, **_read(shapes.BankCredit, request))
        return Response(shapes.BankLine(queries.bank_line(viewer, heading.id)).data, status=201)


class MintView(APIView):
    """A bank line's mint."""

    @extend_schema(operation_id="treasury_mint", request=shapes.Mint, responses={201: shapes.Act})
    def post(self, request: Request, line: uuid.UUID) -> Response:
        """A maker proposes to mint it."""
        to = _read(shapes.Mint, request)["to"]
        return _act(
            services.propose_mint(actor=_viewer(request), line=line, to=read_address(to) if to else None)
        )


class DismissView(APIView):
    """A bank line that is no investor's credit."""

    @extend_schema(operation_id="treasury_dismiss", request=None, responses=shapes.BankLine)
    def post(self, request: Request, line: uuid.UUID) -> Response:
        """It is dismissed: the bank sends it back."""
        viewer = _viewer(request)
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
        return Response(shapes.Reserve(queries.reserve(_viewer(request), trustee)).data)
