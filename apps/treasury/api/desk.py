"""References, deposits and bank accounts for programs."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, read
from apps.participants import queries as participants
from apps.treasury import queries, services
from apps.treasury.api import serializers as shapes
from apps.treasury.rules import reference_of
from apps.treasury.types import BankAccount
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import viewer_of


def _account(found: BankAccount | None, status: int = 200) -> Response:
    if found is None:
        raise NotFound
    return Response(shapes.BankAccount(found).data, status=status)


class ReferenceView(APIView):
    """Whose a deposit reference is, for a trustee's staff."""

    @extend_schema(
        operation_id="treasury_reference",
        parameters=[OpenApiParameter("reference", str, required=True)],
        responses=shapes.WhoseReference,
    )
    def get(self, request: Request) -> Response:
        """Refused with a sentence where the check letter does not fit, or nobody has it."""
        if viewer_of(request).role is not Role.TRUSTEE:
            raise NotAllowed
        door = queries.door_of_reference(request.query_params.get("reference", ""))
        return Response(shapes.WhoseReference({"reference": reference_of(door), "door": door}).data)


class DepositsView(APIView):
    """What was minted: of a trustee's money, or to oneself."""

    @extend_schema(
        operation_id="treasury_deposits",
        parameters=[AFTER],
        responses=shapes.Deposits,
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        page = queries.deposits(viewer_of(request), after=request.query_params.get("after"))
        return Response(shapes.Deposits(page).data)


class PayoutAccountView(APIView):
    """Where a client's withdrawals are paid to."""

    @extend_schema(operation_id="treasury_payout_account", responses=shapes.BankAccount)
    def get(self, request: Request) -> Response:
        """One's own; 404 before it is named."""
        return _account(queries.payout_account(viewer_of(request)))

    @extend_schema(
        operation_id="treasury_set_payout_account",
        request=shapes.NewBankAccount,
        responses={201: shapes.BankAccount},
    )
    def post(self, request: Request) -> Response:
        """Names it, or another one."""
        viewer = viewer_of(request)
        services.set_payout_account(actor=viewer, **read(shapes.NewBankAccount, request))
        return _account(queries.payout_account(viewer), status=201)


class TrustAccountView(APIView):
    """The account that deposits go to."""

    @extend_schema(operation_id="treasury_trust_account", responses=shapes.BankAccount)
    def get(self, request: Request) -> Response:
        """A trustee's own, or that of a client's trustee; 404 before one is in force."""
        viewer = viewer_of(request)
        if viewer.door is None:
            raise NotFound
        own = viewer.role is Role.TRUSTEE
        trustee = viewer.door if own else participants.participant(viewer, viewer.door).trustee
        return _account(queries.trust_account(trustee) if trustee else None)

    @extend_schema(
        operation_id="treasury_propose_trust_account",
        request=shapes.NewBankAccount,
        responses={201: shapes.BankAccount},
    )
    def post(self, request: Request) -> Response:
        """A maker proposes another."""
        viewer = viewer_of(request)
        heading = services.propose_trust_account(actor=viewer, **read(shapes.NewBankAccount, request))
        return _account(_found(viewer, heading.id), status=201)


class TrustAccountApproval(APIView):
    """A proposed account's second pair of eyes."""

    @extend_schema(operation_id="treasury_approve_trust_account", request=None, responses=shapes.BankAccount)
    def post(self, request: Request, account: uuid.UUID) -> Response:
        """It is in force, in the place of the one before."""
        viewer = viewer_of(request)
        services.decide_trust_account(actor=viewer, account=account, approved=True)
        return _account(_found(viewer, account))


class TrustAccountRejection(APIView):
    """A proposed account that is not to be."""

    @extend_schema(operation_id="treasury_reject_trust_account", request=None, responses={204: None})
    def post(self, request: Request, account: uuid.UUID) -> Response:
        """It is dropped."""
        services.decide_trust_account(actor=viewer_of(request), account=account, approved=False)
        return Response(status=204)


def _found(viewer: Viewer, id: uuid.UUID) -> BankAccount | None:
    return next((each for each in queries.trust_accounts(viewer) if each.id == id), None)
