"""The trustee's day on paper: what the supply was, what came and went, what the bank says, and who did it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.accounts import queries as accounts
from apps.ledger import queries as ledger
from apps.ledger import readmodel
from apps.ledger.types import ActState, ActView
from apps.participants import queries as participants
from apps.treasury import queries, rules
from apps.treasury.types import DEPOSITS, SUPPLIES, WITHDRAWALS, Posted
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Viewer

_DONE = (ActState.MINED, ActState.FINAL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One mint, burn or return: `amount` in sen, `at` chain seconds; `made` and `checked` are sign-in names,
    empty where another portal did it.
    """

    what: str
    at: int
    amount: int
    door: Address
    word: str
    transaction: str
    made: str
    checked: str


@dataclass(frozen=True, slots=True)
class DayEnd:
    """A trustee's day. Supplies in sen at its begin and end; `statement` is the last one of that day that two
    people signed, None where there is none; `difference` what bank and supply differ by now (sen), None where
    a later statement says more; `block` the chain's, when this was made.
    """

    trustee: str
    day: dt.date
    opening: int
    entries: tuple[Entry, ...]
    closing: int
    holdings: int
    statement: Posted | None
    posted_by: str
    signed_by: str
    difference: int | None
    block: int
    over: bool

    def total(self, what: str) -> int:
        """The sum (sen) of the day's mints, burns or returns."""
        return sum(each.amount for each in self.entries if each.what == what)

    def count(self, what: str) -> int:
        """How many there were."""
        return sum(each.what == what for each in self.entries)


def day_end(viewer: Viewer, day: dt.date) -> DayEnd:
    """The report of a day (Malaysia's) for a trustee's staff. Raises NotAllowed, NotYourMoney; NotFound for a
    day to come.
    """
    if viewer.role is not Role.TRUSTEE or viewer.door is None:
        raise NotAllowed
    token, head = queries.token_of(viewer), readmodel.head()
    now = participants.chain_time()
    if day > rules.day_of(now):
        raise NotFound
    low, high = rules.begin_of(day), rules.begin_of(day + dt.timedelta(days=1))
    supply = SUPPLIES.get(token) or {}
    later = _net(token, high)
    minted = [
        each for each in DEPOSITS.walk(order="at", where={"token": token}, low=low) if each["at"] < high
    ]
    ended = [
        each
        for state in ("burned", "returned")
        for each in WITHDRAWALS.walk(order="ended_at", where={"token": token, "state": state}, low=low)
        if each["ended_at"] < high
    ]
    closing = supply.get("supply", 0) - later
    net = sum(each["amount"] for each in minted)
    net -= sum(each["amount"] for each in ended if each["state"] == "burned")
    names = {each.account: each.name for each in accounts.staff_of(viewer.door)}
    statement = _statement_of(viewer, day)
    entries = [*_mints(viewer, minted, names), *_ends(ended, names)]
    return DayEnd(
        trustee=participants.name_of(viewer.door),
        day=day,
        opening=closing - net,
        entries=tuple(sorted(entries, key=lambda each: each.at)),
        closing=closing,
        holdings=supply.get("holdings", 0) - later,
        statement=statement,
        posted_by=names.get(statement.maker or 0, "") if statement else "",
        signed_by=names.get(statement.checker or 0, "") if statement else "",
        difference=_difference_now(viewer, statement),
        block=head.number if head else 0,
        over=now >= high,
    )


# -- parts ----------------------------------------------------------------------------------------------


def _net(token: Address, since: int) -> int:
    """What the supply grew by from a moment on, in sen."""
    burned = {"token": token, "state": "burned"}
    grown = sum(int(each["amount"]) for each in DEPOSITS.walk(order="at", where={"token": token}, low=since))
    gone = WITHDRAWALS.walk(order="ended_at", where=burned, low=since)
    return grown - sum(int(each["amount"]) for each in gone)


def _statement_of(viewer: Viewer, day: dt.date) -> Posted | None:
    found = queries.statements(viewer, state="signed", since=day, until=day)
    return found[0] if found else None


def _difference_now(viewer: Viewer, statement: Posted | None) -> int | None:
    found = queries.reserve(viewer) if statement else None
    latest = found.statement if found else None
    return found.difference if found and statement and latest and latest.id == statement.id else None


def _mints(viewer: Viewer, found: Sequence[Mapping[str, Any]], names: Mapping[int, str]) -> list[Entry]:
    lines = queries.lines_of(viewer, [each["reference"] for each in found])
    return [
        _entry("mint", each, each["at"], each["to"], names, f"record:{lines.get(each['reference'], '')}")
        for each in found
    ]


def _ends(found: Sequence[Mapping[str, Any]], names: Mapping[int, str]) -> list[Entry]:
    words = {"burned": "burn", "returned": "return"}
    return [
        _entry(words[each["state"]], each, each["ended_at"], each["door"], names, f"withdrawal:{each['id']}")
        for each in found
    ]


def _entry(
    what: str, each: Mapping[str, Any], at: int, door: str, names: Mapping[int, str], cause: str
) -> Entry:
    act = _done(cause)
    return Entry(
        what=what,
        at=at,
        amount=each["amount"],
        door=Address(door),
        word=str(each.get("reference") or each.get("reason") or ""),
        transaction=str(each.get("transaction") or (act.transaction if act else "") or ""),
        made=names.get(act.maker or 0, "") if act else "",
        checked=names.get(act.checker or 0, "") if act else "",
    )


def _done(cause: str) -> ActView | None:
    return next((each for each in reversed(ledger.acts_caused_by(cause)) if each.state in _DONE), None)
