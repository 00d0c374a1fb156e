"""What the bank paid, and for what: a debit settles one withdrawal or one returned credit."""

from __future__ import annotations

import uuid

from django.db import transaction

from apps.records import services as recording
from apps.records.types import Readers
from apps.treasury import queries, rules
from apps.treasury.errors import DebitDecided, NoMatch
from apps.treasury.queries import Planned
from apps.treasury.services import guards
from apps.treasury.types import (
    BANK_DEBIT,
    PAYOUT,
    WITHDRAWALS,
    Debit,
    DebitState,
    LineState,
    PayoutState,
)
from apps.vocabulary.types import Viewer

_LIVE = frozenset({PayoutState.MADE, PayoutState.RELEASED, PayoutState.SENT})


@transaction.atomic
def match_debit(*, actor: Viewer, debit: uuid.UUID, settles: str) -> Debit:
    """A maker says what a debit was for: `withdrawal:<number>` or `line:<id>` (a dismissed credit).

    Raises NotAllowed, NotFound, DebitDecided, NoMatch.
    """
    queries.lock_lines(guards.maker(actor))
    found = queries.debit(actor, debit)
    if found.state is not DebitState.OPEN:
        raise DebitDecided
    settle(actor, debit, settles)
    return queries.debit(actor, debit)


def enter_debit(actor: Viewer, each: Planned, statement: uuid.UUID) -> uuid.UUID:
    """A statement's debit as a record of its own; its id."""
    trustee = guards.trustee(actor)
    heading = recording.create(
        actor=actor,
        kind=BANK_DEBIT,
        fields={
            "bank_reference": each.bank_reference,
            "booked_on": each.booking.booked_on.isoformat(),
            "payee": each.booking.party,
            "text": each.booking.text,
            "statement": str(statement),
            "settles": "",
        },
        readers=Readers(regulator=guards.regulator(), trustee=trustee),
        owner=trustee,
        state=DebitState.OPEN,
        amount=-each.booking.amount,
        reference=rules.bank_word(trustee, each.bank_reference).hex(),
        due_at=queries.booked_at(each.booking),
    )
    return heading.id


def settle(actor: Viewer, debit: uuid.UUID, settles: str) -> None:
    """Notes what a debit was for. Raises NoMatch where that is not open, or of another amount."""
    found = queries.debit(actor, debit)
    what, _, which = settles.partition(":")
    if what == "withdrawal" and which.isascii() and which.isdigit():
        _pay(actor, found, int(which))
    elif what == "line":
        mark_sent_back(actor, found, which)
    else:
        raise NoMatch
    recording.amend(actor=actor, record=debit, fields={"settles": settles}, state=DebitState.SETTLED)


def mark_sent_back(actor: Viewer, debit: Debit, line: str) -> None:
    """The bank returned a dismissed credit."""
    try:
        found = queries.bank_line(actor, uuid.UUID(line))
    except ValueError as problem:
        raise NoMatch from problem
    if found.state is not LineState.DISMISSED or found.booked_at is None or found.amount != debit.amount:
        raise NoMatch
    recording.change_state(
        actor=actor,
        record=found.id,
        state=LineState.SENT_BACK,
        since=frozenset({LineState.DISMISSED}),
        due_at=found.booked_at,
    )


def mark_failed(actor: Viewer, settles: str) -> None:
    """A payment came back from the client's bank: it can be paid again, or returned on-chain."""
    recording.change_state(
        actor=actor,
        record=uuid.UUID(settles.removeprefix("payout:")),
        state=PayoutState.FAILED,
        since=frozenset({PayoutState.PAID}),
    )


def _pay(actor: Viewer, debit: Debit, withdrawal: int) -> None:
    """The withdrawal's payment is made: the one of its batch, or one that nobody ordered here."""
    found = WITHDRAWALS.get(str(withdrawal))
    if found is None or found["token"] != queries.token_of(actor) or found["amount"] != debit.amount:
        raise NoMatch
    if found["state"] not in ("waiting", "burned"):
        raise NoMatch
    known = queries.payouts_of(actor, [withdrawal]).get(withdrawal)
    fields = {"bank_reference": debit.bank_reference}
    if known is None:
        trustee = guards.trustee(actor)
        recording.create(
            actor=actor,
            kind=PAYOUT,
            fields={"withdrawal": withdrawal, "batch": "", **fields},
            readers=Readers(regulator=guards.regulator(), trustee=trustee),
            owner=trustee,
            state=PayoutState.PAID,
            amount=debit.amount,
            reference=f"{withdrawal}:",
        )
        return
    if known.state not in _LIVE:
        raise NoMatch
    recording.amend(actor=actor, record=known.id, fields={**fields}, state=PayoutState.PAID)
