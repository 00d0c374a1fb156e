"""A bank's statement: looked at, posted by one person, signed by another; only then its lines are entered."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from apps.ledger import services as ledger
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.records import services as recording
from apps.records.types import Fields, Heading, Readers
from apps.treasury import queries, rules
from apps.treasury.bankfiles import read_statement
from apps.treasury.bankfiles.checks import refusal
from apps.treasury.bankfiles.values import Booking, Statement
from apps.treasury.errors import (
    AnotherAccount,
    OwnAccountProposal,
    ReservesPosted,
    ReservesUnknown,
    StatementDecided,
    StatementOutOfTurn,
    StatementWaits,
)
from apps.treasury.queries import Planned
from apps.treasury.services import guards
from apps.treasury.services.settling import enter_debit, mark_failed, settle
from apps.treasury.types import BANK_LINE, BANK_STATEMENT, BOOKING_PARTS, LineState, Posted, StatementState
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import ringgit

PART = 3_900
"""Letters of a record's field that holds a part of the bookings."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, line by line, and what it says beforehand."""

    statement: Statement
    plan: tuple[Planned, ...]
    closing_at: int

    def count(self, what: str) -> int:
        """How many lines are that."""
        return sum(each.what == what for each in self.plan)


def preview_statement(*, actor: Viewer, data: bytes) -> Preview:
    """What a file holds and what its import would do; nothing is changed.

    Raises NotAllowed, BadStatement, AnotherAccount, StatementOutOfTurn.
    """
    trustee = guards.maker(actor)
    found = read_statement(data)
    account = queries.trust_account(trustee)
    if account is None or account.number != found.account:
        raise AnotherAccount(got=found.account)
    now = participants.chain_time()
    if found.closing_on > rules.day_of(now):
        raise refusal(gettext_noop("The closing balance is of a day that has not come yet."))
    plan = tuple(queries.plan(actor, found.bookings))
    _require_turn(actor, trustee, found, plan)
    return Preview(found, plan, _covered(found.closing_on, now))


@transaction.atomic
def post_statement(*, actor: Viewer, data: bytes) -> Heading:
    """A maker posts a statement for another's signature; its lines are entered then.

    Raises as `preview_statement` does, and StatementWaits while another waits.
    """
    queries.lock_lines(guards.maker(actor))
    if queries.waiting_statement(actor) is not None:
        raise StatementWaits
    seen = preview_statement(actor=actor, data=data)
    found, trustee = seen.statement, guards.trustee(actor)
    fields: Fields = {
        "format": found.format,
        "account": found.account,
        "number": found.number,
        "opening": found.opening,
        "closing": found.closing,
        "closing_on": found.closing_on.isoformat(),
        "closing_at": seen.closing_at,
        "lines": len(found.bookings),
        "sha256": hashlib.sha256(data).hexdigest(),
        "maker": actor.account,
        **_parts(found.bookings),
    }
    return recording.create(
        actor=actor,
        kind=BANK_STATEMENT,
        fields=fields,
        readers=Readers(regulator=guards.regulator(), trustee=trustee),
        owner=trustee,
        state=StatementState.POSTED,
        amount=found.closing,
        due_at=dt.datetime.fromtimestamp(seen.closing_at, dt.UTC),
        reference=found.closing_on.isoformat(),
    )


@transaction.atomic
def sign_statement(*, actor: Viewer, statement: uuid.UUID) -> Heading:
    """Another signs it: its lines are entered, matched and parked, the record is anchored on-chain by an act
    with its maker's key, and its balance posted there by one with both keys.

    Raises NotAllowed, NotFound, OwnAccountProposal, StatementDecided.
    """
    trustee = guards.trustee(actor)
    queries.lock_lines(trustee)
    found = queries.statement_posted(actor, statement)
    if not actor.checker:
        raise NotAllowed
    if found.maker == actor.account:
        raise OwnAccountProposal
    if found.state is not StatementState.POSTED:
        raise StatementDecided
    for each in queries.plan(actor, queries.bookings_of(actor, statement)):
        _apply(actor, trustee, each, statement)
    recording.amend(
        actor=actor, record=statement, fields={"checker": actor.account}, state=StatementState.SIGNED
    )
    reserve = queries.reserve(actor)
    figures: Fields = {
        "supply": reserve.supply,
        "explained": reserve.explained,
        "difference": reserve.difference,
    }
    heading = recording.amend(actor=actor, record=statement, fields=figures)
    maker = Viewer(role=Role.TRUSTEE, door=trustee, account=found.maker, maker=True)
    recording.anchor(actor=maker, record=statement)
    act = _post_balance(maker, found)
    ledger.approve(actor=actor, act=act.id)
    return heading


@transaction.atomic
def post_again(*, actor: Viewer) -> ActView:
    """A maker proposes once more to post the latest balance on the chain: the first act came to nothing.

    Raises NotAllowed, ReservesUnknown, ReservesPosted, Refused.
    """
    queries.lock_lines(guards.maker(actor))
    found = queries.reserve(actor)
    if found.statement is None:
        raise ReservesUnknown
    last = queries.posting_of(found.statement.id)
    if found.on_chain or (last is not None and not last.ended):
        raise ReservesPosted
    return _post_balance(actor, found.statement)


def drop_statement(*, actor: Viewer, statement: uuid.UUID) -> Heading:
    """A checker drops a statement that is wrong, or its maker takes it back. Raises StatementDecided."""
    guards.trustee(actor)
    found = queries.statement_posted(actor, statement)
    if not actor.checker and found.maker != actor.account:
        raise NotAllowed
    if found.state is not StatementState.POSTED:
        raise StatementDecided
    since = frozenset({StatementState.POSTED})
    return recording.change_state(actor=actor, record=statement, state=StatementState.DROPPED, since=since)


# -- parts ----------------------------------------------------------------------------------------------


def _require_turn(actor: Viewer, trustee: Address, found: Statement, plan: Sequence[Planned]) -> None:
    """What is new leads from the balance before to this one: no statement is left out, none is a fork."""
    last = queries.latest_statement(actor, trustee)
    if last is None:
        return
    begins = found.closing - sum(each.booking.amount for each in plan if each.what != "duplicate")
    if begins != last.closing or found.closing_on < last.closing_on:
        raise StatementOutOfTurn(got=ringgit(begins), wanted=ringgit(last.closing))


def _covered(day: dt.date, now: int) -> int:
    """Up to when a statement of a day shows all that came: a day that is not over may bring more."""
    end = rules.begin_of(day + dt.timedelta(days=1))
    return end if end <= now else rules.begin_of(day)


def _post_balance(maker: Viewer, statement: Posted) -> ActView:
    """The act by which the chain learns what the bank has: a supply grows no further than that."""
    return ledger.propose(
        actor=maker,
        door=guards.trustee(maker),
        act="PostReserve",
        target=queries.rules_of_money(),
        arguments={"balance": statement.backing, "day": rules.day_number(statement.closing_on)},
        cause=queries.cause_of(statement.id),
    )


def _parts(bookings: Sequence[Booking]) -> Fields:
    rows = [{**asdict(each), "booked_on": each.booked_on.isoformat()} for each in bookings]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    parts = [text[start : start + PART] for start in range(0, len(text), PART)]
    if len(parts) > len(BOOKING_PARTS):
        raise refusal(gettext_noop("The lines of this statement hold too much text."))
    return dict(zip(BOOKING_PARTS, parts, strict=False))


def _apply(actor: Viewer, trustee: Address, each: Planned, statement: uuid.UUID) -> None:
    if each.what == "duplicate":
        return
    if each.what == "known" and each.record is not None:
        _confirm(actor, each, each.record)
    elif each.booking.amount < 0:
        debit = enter_debit(actor, each, statement)
        if each.settles:
            settle(actor, debit, each.settles)
    else:
        if each.what == "bounced":
            mark_failed(actor, each.settles)
        _enter(actor, trustee, each, statement)


def _confirm(actor: Viewer, each: Planned, record: uuid.UUID) -> None:
    """What was entered by hand lies at the bank indeed."""
    line = queries.bank_line(actor, record)
    kept = queries.kept_state(actor, record)
    recording.change_state(
        actor=actor,
        record=line.id,
        state=kept,
        since=frozenset({kept}),
        due_at=queries.booked_at(each.booking),
    )


def _enter(actor: Viewer, trustee: Address, each: Planned, statement: uuid.UUID) -> None:
    booking, at = each.booking, queries.booked_at(each.booking)
    recording.create(
        actor=actor,
        kind=BANK_LINE,
        fields={
            "bank_reference": each.bank_reference,
            "reference": each.reference,
            # A bank gives the day alone: its last second never makes a late credit an early one.
            "credited_at": min(int(at.timestamp()) - 1, participants.chain_time()),
            "payer": booking.party,
            "text": booking.text,
            "parked": each.parked,
            "statement": str(statement),
        },
        readers=Readers(regulator=guards.regulator(), trustee=trustee),
        owner=trustee,
        state=LineState.SENT_BACK if each.what == "bounced" else LineState.ENTERED,
        amount=booking.amount,
        reference=rules.bank_word(trustee, each.bank_reference).hex(),
        due_at=at,
    )


__all__ = [
    "Preview",
    "drop_statement",
    "post_again",
    "post_statement",
    "preview_statement",
    "sign_statement",
]
