"""Payments to clients: ordered in a batch by one person, released by another, sent to the bank as a file."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import transaction

from apps.participants import queries as participants
from apps.records import services as recording
from apps.records.types import Readers
from apps.treasury import queries, rules
from apps.treasury.bankfiles import payments
from apps.treasury.bankfiles.values import Payment
from apps.treasury.errors import NothingToPay, OwnAccountProposal, PayoutDecided
from apps.treasury.services import guards
from apps.treasury.types import PAYOUT, Payout, PayoutState
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Viewer

FORMATS = (*payments.VERSIONS, "csv")
MOST_PAYMENTS = 500
"""A batch's length; what is left goes into the next."""


@transaction.atomic
def order_payouts(*, actor: Viewer, withdrawals: Sequence[int] | None = None) -> str:
    """A maker orders the payment of the waiting withdrawals (by default all that can be paid); the batch.

    Left out is what is in a batch already, what somebody proposed to end, and whose owner named no account.
    Raises NotAllowed, NothingToPay.
    """
    trustee = guards.maker(actor)
    queries.lock_lines(trustee)
    asked = None if withdrawals is None else set(withdrawals)
    found = [each for each in queries.payable(actor) if asked is None or each in asked]
    if not found:
        raise NothingToPay
    today = rules.day_of(participants.chain_time())
    batch = f"CASTOR-{today:%Y%m%d}-{secrets.token_hex(3).upper()}"
    for each in found[:MOST_PAYMENTS]:
        _order(actor, trustee, batch, each)
    return batch


@transaction.atomic
def release_payouts(*, actor: Viewer, batch: str) -> list[Payout]:
    """Another releases the batch: its file may go to the bank. Raises NotAllowed, NotFound, PayoutDecided,
    OwnAccountProposal.
    """
    queries.lock_lines(guards.trustee(actor))
    if not actor.checker:
        raise NotAllowed
    found = _batch(actor, batch, PayoutState.MADE)
    if any(each.maker == actor.account for each in found):
        raise OwnAccountProposal
    for each in found:
        recording.amend(
            actor=actor, record=each.id, fields={"checker": actor.account}, state=PayoutState.RELEASED
        )
    return _of(actor, batch)


@transaction.atomic
def drop_payouts(*, actor: Viewer, batch: str) -> list[Payout]:
    """A batch that is not sent after all: by a checker, or by who ordered it. Its withdrawals wait again.

    Raises NotAllowed, NotFound, PayoutDecided.
    """
    queries.lock_lines(guards.trustee(actor))
    found = _batch(actor, batch, PayoutState.MADE, PayoutState.RELEASED)
    if not actor.checker and any(each.maker != actor.account for each in found):
        raise NotAllowed
    return _moved(actor, batch, found, PayoutState.FAILED)


@transaction.atomic
def mark_sent(*, actor: Viewer, batch: str) -> list[Payout]:
    """The bank has the file. Raises NotAllowed, NotFound, PayoutDecided before it was released."""
    queries.lock_lines(guards.maker(actor))
    return _moved(actor, batch, _batch(actor, batch, PayoutState.RELEASED), PayoutState.SENT)


def payout_file(*, actor: Viewer, batch: str, form: str) -> bytes:
    """The batch for the bank, in one of FORMATS, once it is released. Each account that it shows is logged
    as read. Raises NotAllowed, NotFound, PayoutDecided.
    """
    trustee = guards.trustee(actor)
    if form not in FORMATS:
        raise NotFound
    found = _batch(actor, batch, PayoutState.RELEASED, PayoutState.SENT)
    own = queries.trust_account(trustee)
    if own is None:
        raise NothingToPay
    whole = [_payment(actor, each) for each in found]
    if form == "csv":
        return payments.as_csv(whole)
    return payments.as_xml(
        whole,
        version=form,
        id=batch,
        made_at=dt.datetime.fromtimestamp(participants.chain_time() + rules.MALAYSIA, dt.UTC),
        debtor=own.holder,
        account=own.number,
        bank=own.bank,
    )


# -- parts ----------------------------------------------------------------------------------------------


def _order(actor: Viewer, trustee: Address, batch: str, withdrawal: int) -> None:
    found = queries.withdrawal(actor, withdrawal)
    payee = queries.payout_account(actor, found.door)
    if payee is None:
        raise NothingToPay
    whole = recording.read(actor=actor, record=payee.id, reason=f"Payment in batch {batch}").fields
    recording.create(
        actor=actor,
        kind=PAYOUT,
        fields={
            "withdrawal": withdrawal,
            "batch": batch,
            **{name: str(whole[name]) for name in ("bank", "holder", "number")},
            "maker": actor.account,
        },
        readers=Readers(regulator=guards.regulator(), trustee=trustee),
        owner=trustee,
        state=PayoutState.MADE,
        amount=found.amount,
        reference=f"{withdrawal}:{batch}",
    )


def _of(actor: Viewer, batch: str) -> list[Payout]:
    return queries.payouts(actor, tuple(PayoutState), batch=batch)


def _batch(actor: Viewer, batch: str, *states: PayoutState) -> list[Payout]:
    found = _of(actor, batch) if batch else []
    if not found:
        raise NotFound
    if any(each.state not in states for each in found):
        raise PayoutDecided
    return found


def _moved(actor: Viewer, batch: str, found: Sequence[Payout], to: PayoutState) -> list[Payout]:
    for each in found:
        since = frozenset({each.state})
        recording.change_state(actor=actor, record=each.id, state=to, since=since)
    return _of(actor, batch)


def _payment(actor: Viewer, payout: Payout) -> Payment:
    reason = f"Payment file of batch {payout.batch}"
    whole = recording.read(actor=actor, record=payout.id, reason=reason).fields
    return Payment(
        withdrawal=payout.withdrawal,
        amount=payout.amount,
        bank=str(whole["bank"]),
        holder=str(whole["holder"]),
        number=str(whole["number"]),
    )


__all__ = [
    "FORMATS",
    "MOST_PAYMENTS",
    "drop_payouts",
    "mark_sent",
    "order_payouts",
    "payout_file",
    "release_payouts",
]
