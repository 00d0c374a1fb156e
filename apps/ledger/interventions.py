"""What people do about a transaction that is stuck: send it again, raise its price, or cancel it.

Asked for in the portal, done by a worker, which alone holds the lanes' keys. Nothing here ends an act: what a
cancelled transaction carried is carried again by another, and each act is consumed once on-chain.
"""

from __future__ import annotations

import logging

from django.db import IntegrityError, transaction

from apps.ledger import doorbell
from apps.ledger.clock import wall
from apps.ledger.errors import (
    AlreadyAsked,
    ForeignChain,
    NodeAway,
    NoSuchTransaction,
    OutOfTurn,
    OwnProposal,
    TransactionOver,
)
from apps.ledger.gateway import Gateway
from apps.ledger.lanes import SELF_SEND_GAS, broadcast, bump, lock
from apps.ledger.models import Intervention, Sending
from apps.ledger.signers import Keystore, Signer
from apps.ledger.types import InterventionState, Remedy
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

logger = logging.getLogger(__name__)


def intervene(*, actor: Viewer, transaction_id: int, remedy: Remedy, reason: str) -> int:
    """Asks for something to be done about an open transaction; returns the intervention's number.

    To cancel waits for a second person. Raises SignInNeeded, NotAllowed, NoSuchTransaction, TransactionOver,
    AlreadyAsked.
    """
    account = _regulator(actor)
    if not actor.maker:
        raise NotAllowed
    sending = Sending.objects.filter(pk=transaction_id).first()
    if sending is None:
        raise NoSuchTransaction
    if sending.state != Sending.State.OPEN:
        raise TransactionOver
    cancels = remedy is Remedy.CANCEL
    try:
        with transaction.atomic():
            row = Intervention.objects.create(
                sending=sending,
                kind=remedy,
                state=InterventionState.ASKED if cancels else InterventionState.APPROVED,
                maker=account,
                reason=reason[:200],
                asked_at=wall(),
            )
            transaction.on_commit(doorbell.ring_settle)
    except IntegrityError as earlier:
        raise AlreadyAsked from earlier
    logger.warning("intervention asked", extra=_traces(row))
    return row.pk


def decide_intervention(*, actor: Viewer, intervention: int, approve: bool) -> None:
    """A second person approves what was asked, or rejects it; its maker may so withdraw it.

    Raises SignInNeeded, NotAllowed, NoSuchTransaction, OutOfTurn, OwnProposal.
    """
    account = _regulator(actor)
    with transaction.atomic():
        row = Intervention.objects.select_for_update().filter(pk=intervention).first()
        if row is None:
            raise NoSuchTransaction
        if row.state != InterventionState.ASKED:
            raise OutOfTurn(state=row.state)
        own = row.maker == account
        if approve and own:
            raise OwnProposal
        if not actor.checker and not own:
            raise NotAllowed
        row.checker = account
        row.state = InterventionState.APPROVED if approve else InterventionState.REJECTED
        row.ended_at = None if approve else wall()
        row.save()
        transaction.on_commit(doorbell.ring_settle)
    logger.warning("intervention decided", extra=_traces(row))


def carry_out(gateway: Gateway, keystore: Keystore) -> int:
    """Does what was approved about transactions of the lanes whose keys are here; returns how many.

    What a node that is away leaves undone waits for the next round. Raises NodeAway, ForeignChain.
    """
    done = 0
    waiting = Intervention.objects.filter(state=InterventionState.APPROVED, ended_at__isnull=True)
    for row in waiting.select_related("sending").order_by("id"):
        lane = Address(row.sending.lane_id)
        if lane not in keystore or not _claimed(row):
            continue
        try:
            row.outcome = _do(gateway, row, keystore.signer(lane))[:200]
        except (NodeAway, ForeignChain):
            Intervention.objects.filter(pk=row.pk).update(state=InterventionState.APPROVED, ended_at=None)
            raise
        row.save(update_fields=["outcome"])
        logger.warning("intervention done", extra=_traces(row) | {"outcome": row.outcome})
        done += 1
    return done


def _claimed(row: Intervention) -> bool:
    """Takes it for this worker; another may have been faster."""
    mine = Intervention.objects.filter(pk=row.pk, state=InterventionState.APPROVED, ended_at__isnull=True)
    return bool(mine.update(state=InterventionState.DONE, ended_at=wall()))


def _do(gateway: Gateway, row: Intervention, signer: Signer) -> str:
    """Does it; returns what came of it, in the worker's words."""
    sending = row.sending
    sending.refresh_from_db()
    if sending.state != Sending.State.OPEN:
        return "over already"
    if row.kind == Remedy.RETRY:
        last = sending.attempts.order_by("-most_per_gas").first()
        if last is None:
            return "nothing was signed"
        broadcast(gateway, [last])
        return last.answer or "sent again"
    if row.kind == Remedy.CANCEL:
        _empty(sending)
    attempt = bump(gateway, sending, signer)
    if attempt is None:
        return "the price is at its ceiling"
    return attempt.answer or "sent at a higher price"


def _empty(sending: Sending) -> None:
    """Leaves the nonce nothing to do: whatever is signed for it from now on is a self-send.

    The bytes signed before stay good. Whichever is mined, its logs say which acts it did; the others are
    carried again. Committed before anything is signed, so that a later price is for the empty one.
    """
    with transaction.atomic():
        lock(sending.lane_id)
        fresh = Sending.objects.select_for_update().get(pk=sending.pk)
        if fresh.state == Sending.State.OPEN:
            fresh.to, fresh.data, fresh.gas = fresh.lane_id, b"", SELF_SEND_GAS
            fresh.save(update_fields=["to", "data", "gas"])


def _regulator(actor: Viewer) -> int:
    """The account of a member of the regulator's staff. Raises SignInNeeded, NotAllowed."""
    if actor.account is None:
        raise SignInNeeded
    if actor.role is not Role.REGULATOR:
        raise NotAllowed
    return actor.account


def _traces(row: Intervention) -> dict[str, object]:
    return {
        "intervention": row.pk,
        "remedy": row.kind,
        "state": str(row.state),
        "lane": row.sending.lane_id,
        "lane_nonce": row.sending.nonce,
    }
