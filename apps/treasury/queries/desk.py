"""The trustee's desk: credits at its bank, withdrawals that wait, what a day brought."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from apps.ledger import queries as ledger
from apps.ledger import readmodel
from apps.ledger.readmodel import Page
from apps.ledger.types import ActState, ActView
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content, Heading
from apps.rulebook import queries as rulebook
from apps.treasury import rules
from apps.treasury.queries.money import account, money_of, seen, token_of, tokens_at_desk
from apps.treasury.queries.spans import EVERYTHING, Span
from apps.treasury.types import (
    BANK_LINE,
    DEPOSITS,
    REFERENCES,
    TRUST_ACCOUNT,
    WITHDRAWALS,
    AccountState,
    BankAccount,
    BankLine,
    Day,
    LineState,
    Withdrawal,
    balance_key,
)
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Viewer

PAGE = 50
WAITING = (LineState.ENTERED, LineState.PROPOSED)
PAID_WITHIN = 7
"""Business days, where the rulebook has no figure for R17."""
ORDERS = {"oldest": "changed_at", "newest": "-changed_at", "largest": "-amount", "smallest": "amount"}
"""How bank lines are sorted, by the word in the address."""

_SPENT = frozenset({ActState.REFUSED, ActState.REJECTED, ActState.EXPIRED})


def bank_lines(
    viewer: Viewer,
    states: Sequence[LineState] = WAITING,
    *,
    span: Span = EVERYTHING,
    order: str = "",
    start: int = 0,
    most: int = PAGE,
) -> list[BankLine]:
    """A trustee's bank lines kept in these states, as far as they lie in the span: the longest waiting
    first, the ended newest first; or in one of ORDERS.
    """
    require_desk(viewer)
    by_default = "oldest" if set(states) & set(WAITING) else "newest"
    rows = _narrowed(records.queue(viewer, [BANK_LINE.name], states), span)
    rows = rows.order_by(ORDERS.get(order, ORDERS[by_default]), "pk")
    return [_line(each) for each in records.glances(viewer, rows[start : start + most])]


def matched_count(viewer: Viewer) -> int:
    """How many lines a round of mints would look at."""
    rows = records.queue(viewer, [BANK_LINE.name], WAITING)
    found = (_line(each) for each in records.glances(viewer, rows))
    return sum(bool(each.open and each.door and not each.parked) for each in found)


def next_matched(viewer: Viewer, after: uuid.UUID | None = None) -> BankLine | None:
    """The next line (by id) that waits, names an investor's reference, and may be proposed."""
    rows = records.queue(viewer, [BANK_LINE.name], WAITING).order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    lines = (_line(each) for row in rows.iterator() for each in records.glances(viewer, [row]))
    return next((each for each in lines if each.open and each.door and not each.parked), None)


def bank_line(viewer: Viewer, line: uuid.UUID) -> BankLine:
    """One of them. Raises NotFound."""
    require_desk(viewer)
    found = records.glance(viewer, line)
    if found.heading.kind != BANK_LINE.name:
        raise NotFound
    return _line(found)


def is_entered(trustee: Viewer, bank_reference: str) -> bool:
    """Whether a line was entered under this bank reference."""
    return bool(entered(trustee, [bank_reference]))


def entered(trustee: Viewer, bank_references: Sequence[str]) -> list[Any]:
    """The rows of the lines that were entered under these."""
    words = [rules.bank_word(trustee.door or "", each).hex() for each in bank_references]
    return list(records.visible(trustee).filter(kind=BANK_LINE.name, owner=trustee.door, reference__in=words))


def lines_of(trustee: Viewer, references: Sequence[str]) -> dict[str, uuid.UUID]:
    """The lines behind the mints' references (0x-hex), as far as this portal has them."""
    words = [each.removeprefix("0x") for each in references]
    rows = records.visible(trustee).filter(kind=BANK_LINE.name, owner=trustee.door, reference__in=words)
    return {f"0x{reference}": id for reference, id in rows.values_list("reference", "pk")}


def kept_state(trustee: Viewer, line: uuid.UUID) -> str:
    """The state that a line's record has, which the chain may be ahead of."""
    return records.heading(trustee, line).state


def lock_lines(trustee: Address) -> None:
    """Until the transaction ends, nobody else decides about a line of this trustee, or enters one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"bank lines {trustee}"])


def minted_lines(trustee: Address) -> list[Heading]:
    """The trustee's lines whose mint is final on the chain, and that are still kept as proposed."""
    desk, head = Viewer(role=Role.TRUSTEE, door=trustee), readmodel.head()
    token = money_of(trustee)
    if token is None or head is None:
        return []
    waiting = records.headings(desk, [BANK_LINE.name], WAITING, most=None)
    deposits = DEPOSITS.many([balance_key(token, f"0x{each.reference}") for each in waiting])
    return [
        each
        for each, deposit in zip(waiting, deposits, strict=True)
        if deposit is not None and deposit["block"] <= head.final
    ]


def withdrawals(
    viewer: Viewer,
    *,
    state: str | None = "waiting",
    span: Span = EVERYTHING,
    order: str = "requested_at",
    descending: bool | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Page:
    """Withdrawals of the money at a trustee's desk, of a client's own door, or all of them for the regulator;
    waiting: oldest first.
    """
    where: dict[str, Any] = {}
    if viewer.role is Role.TRUSTEE:
        where["token"] = tokens_at_desk(viewer)
    elif viewer.role is not Role.REGULATOR:
        where["door"] = seen(viewer, None)
    if state:
        where["state"] = state
    down = state != "waiting" if descending is None else descending
    return span.page(
        WITHDRAWALS, "requested_at", where=where, order=order, after=after, limit=limit, descending=down
    )


def due_at(requested_at: int) -> int:
    """R17: the moment (chain seconds) by which a withdrawal is to be paid out."""
    return rulebook.business_days_after(requested_at, rulebook.figure("R17") or PAID_WITHIN)


def withdrawal(viewer: Viewer, id: int) -> Withdrawal:
    """One withdrawal, of the money at the trustee's desk or of the viewer's own door. Raises NotFound."""
    found = WITHDRAWALS.get(str(id))
    if found is None or viewer.door is None:
        raise NotFound
    desk = tokens_at_desk(viewer) if viewer.role is Role.TRUSTEE else []
    if viewer.role is not Role.REGULATOR and viewer.door != found["door"] and found["token"] not in desk:
        raise NotFound
    return read_withdrawal(found)


def read_withdrawal(found: Mapping[str, Any]) -> Withdrawal:
    """A withdrawal from its document, with the latest proposal to pay it out or to return it."""
    acts = ledger.acts_caused_by(f"withdrawal:{found['id']}")
    return Withdrawal(
        id=found["id"],
        door=Address(found["door"]),
        token=Address(found["token"]),
        amount=found["amount"],
        state=found["state"],
        requested_at=found["requested_at"],
        ended_at=found["ended_at"],
        reason=found["reason"],
        act=acts[-1] if acts else None,
        due_at=due_at(found["requested_at"]),
    )


def today(viewer: Viewer) -> Day:
    """What the market's present day (Malaysian time) brought to the viewer's desk."""
    token = token_of(viewer)
    since = rules.begin_of(rules.day_of(participants.chain_time()))
    minted = [each["amount"] for each in DEPOSITS.walk(order="at", where={"token": token}, low=since)]
    burned = [
        each["amount"]
        for each in WITHDRAWALS.walk(order="ended_at", where={"token": token, "state": "burned"}, low=since)
    ]
    return Day(sum(minted), len(minted), sum(burned), len(burned))


def trust_accounts(viewer: Viewer) -> list[BankAccount]:
    """The trustee's own account in force and the one that is proposed, if there are."""
    if viewer.role is not Role.TRUSTEE:
        raise NotAllowed
    rows = records.queue(viewer, [TRUST_ACCOUNT.name], [AccountState.IN_FORCE, AccountState.PROPOSED])
    return [account(each) for each in records.glances(viewer, rows)]


# -- parts ----------------------------------------------------------------------------------------------


def require_desk(viewer: Viewer) -> None:
    """Raises NotAllowed for anybody but a trustee's staff and the regulator's."""
    if viewer.role not in (Role.TRUSTEE, Role.REGULATOR):
        raise NotAllowed


def _narrowed(rows: QuerySet[Any], span: Span) -> QuerySet[Any]:
    """Lines by when they were booked by the bank, or entered where no statement shows them yet; by amount."""
    moments = {"gte": span.since, "lte": span.until}
    for how, moment in moments.items():
        if moment is not None:
            at = dt.datetime.fromtimestamp(moment, dt.UTC)
            rows = rows.filter(Q(**{f"due_at__{how}": at}) | Q(**{f"opened_at__{how}": at, "due_at": None}))
    for how, amount in {"gte": span.least, "lte": span.most}.items():
        rows = rows if amount is None else rows.filter(**{f"amount__{how}": amount})
    return rows


def _line(found: Content) -> BankLine:
    heading, fields = found.heading, found.fields
    mints = ledger.acts_caused_by(f"record:{heading.id}")
    act = mints[-1] if mints else None
    proper = str(fields.get("reference", ""))
    door = _chosen(act) or (REFERENCES.get(proper) or {}).get("door")
    return BankLine(
        id=heading.id,
        state=_state(heading, act),
        amount=heading.amount or 0,
        reference=proper,
        bank_reference=str(fields.get("bank_reference", "")),
        credited_at=int(str(fields.get("credited_at", 0))),
        entered_at=heading.opened_at,
        door=Address(door) if door else None,
        act=act,
        booked_at=heading.due_at,
        parked=str(fields.get("parked", "")),
        statement=str(fields.get("statement", "")),
    )


def _chosen(act: ActView | None) -> str:
    """To whom a mint that was not turned down goes: who matched a line by hand chose that."""
    return str(act.fields.get("to", "")) if act is not None and act.state not in _SPENT else ""


def _state(heading: Heading, act: ActView | None) -> LineState:
    """As chain and act say: a mint that came to nothing leaves the line waiting."""
    kept = LineState(heading.state)
    if kept not in WAITING:
        return kept
    token = money_of(heading.owner) if heading.owner else None
    if token and DEPOSITS.get(balance_key(token, f"0x{heading.reference}")) is not None:
        return LineState.MINTED
    if act is None or act.state in _SPENT:
        return LineState.ENTERED
    return LineState.MINTED if act.state in (ActState.MINED, ActState.FINAL) else LineState.PROPOSED
