"""What the bank says, and whether it is what the chain says: statements, debits, and one figure for all."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Min, QuerySet, Sum, Value, When

from apps.ledger import queries as ledger
from apps.ledger import readmodel
from apps.ledger.types import ActView
from apps.records import queries as records
from apps.records.types import Content
from apps.rulebook import queries as rulebook
from apps.treasury import rules
from apps.treasury.bankfiles.values import Booking
from apps.treasury.errors import NotYourMoney
from apps.treasury.queries.desk import WAITING, require_desk
from apps.treasury.types import (
    BALANCES,
    BANK_DEBIT,
    BANK_LINE,
    BANK_STATEMENT,
    BOOKING_PARTS,
    DEPOSITS,
    PAYOUT,
    RESERVES,
    SUPPLIES,
    WITHDRAWALS,
    Debit,
    DebitState,
    LineState,
    OpenItem,
    Payout,
    PayoutState,
    Posted,
    Reserve,
    StatementState,
    balance_key,
)
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Viewer

_NOON = rules.DAY // 2
_BATCH = Case(
    When(reference__endswith=":", then=F("reference")),
    default=Func(F("reference"), Value(":"), Value(2), function="split_part"),
    output_field=CharField(),
)
"""A payment's batch, out of `<number>:<batch>`; the whole, where it has none."""
_WITHDRAWAL = Func(F("reference"), Value(":"), Value(1), function="split_part", output_field=CharField())
"""The number of the withdrawal that a payment is for."""

GLANCES = 10
"""How often the figures are read until none of them moved meanwhile."""

# -- statements -----------------------------------------------------------------------------------------


def statements(
    viewer: Viewer,
    *,
    state: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    start: int = 0,
    most: int = 50,
) -> list[Posted]:
    """A trustee's statements, the newest first, by their closing days from `since` to `until`; dropped ones
    only where asked for by `state`.
    """
    require_desk(viewer)
    rows = _statements(viewer, viewer.door).order_by("-opened_at")
    rows = rows.filter(state=state) if state else rows.exclude(state=StatementState.DROPPED)
    rows = rows.filter(reference__gte=since.isoformat()) if since else rows
    rows = rows.filter(reference__lte=until.isoformat()) if until else rows
    return [_posted(each) for each in records.glances(viewer, rows[start : start + most])]


def statement_posted(viewer: Viewer, id: uuid.UUID) -> Posted:
    """One of them. Raises NotFound."""
    return _posted(_statement(viewer, id))


def bookings_of(viewer: Viewer, id: uuid.UUID) -> list[Booking]:
    """A statement's lines, in the file's order. Raises NotFound."""
    fields = _statement(viewer, id).fields
    text = "".join(str(fields.get(name, "")) for name in BOOKING_PARTS)
    return [
        Booking(**{**each, "booked_on": dt.date.fromisoformat(each["booked_on"])})
        for each in json.loads(text)
    ]


def waiting_statement(trustee: Viewer) -> Posted | None:
    """The one that is posted and waits for its second person."""
    found = _statements(trustee, trustee.door).filter(state=StatementState.POSTED).first()
    return _posted(records.glances(trustee, [found])[0]) if found else None


def latest_statement(viewer: Viewer, trustee: Address) -> Posted | None:
    """The latest that two people signed."""
    found = (
        _statements(viewer, trustee).filter(state=StatementState.SIGNED).order_by("-due_at", "-changed_at")
    )
    row = found.first()
    return _posted(records.glances(viewer, [row])[0]) if row else None


def posting_of(statement: uuid.UUID) -> ActView | None:
    """The latest act that posts a statement's balance on the chain; None before it is signed."""
    acts = ledger.acts_caused_by(cause_of(statement))
    return acts[-1] if acts else None


def cause_of(statement: uuid.UUID) -> str:
    """What an act that posts a statement's balance says that it was for."""
    return f"statement:{statement}"


def fresh_until(statement: Posted) -> int:
    """The moment (chain seconds) from which a statement is older than one business day of the calendar."""
    return rulebook.business_days_after(rules.begin_of(statement.closing_on) + _NOON, 1)


# -- debits and payments --------------------------------------------------------------------------------


def debits(
    viewer: Viewer, state: DebitState = DebitState.OPEN, *, start: int = 0, most: int = 50
) -> list[Debit]:
    """What left the account: unexplained ones, the oldest first; settled ones, the newest first."""
    require_desk(viewer)
    rows = records.queue(viewer, [BANK_DEBIT.name], [state])
    rows = rows if state is DebitState.OPEN else rows.order_by("-changed_at")
    return [_debit(each) for each in records.glances(viewer, rows[start : start + most])]


def debit(viewer: Viewer, id: uuid.UUID) -> Debit:
    """One of them. Raises NotFound."""
    require_desk(viewer)
    found = records.glance(viewer, id)
    if found.heading.kind != BANK_DEBIT.name:
        raise NotFound
    return _debit(found)


def payouts(
    viewer: Viewer, states: Sequence[PayoutState], *, batch: str = "", most: int = 500
) -> list[Payout]:
    """Payments to clients, of one batch where it is named: the latest so many, the oldest of them first."""
    require_desk(viewer)
    rows = records.queue(viewer, [PAYOUT.name], states).order_by("-opened_at", "-pk")
    rows = rows.filter(reference__endswith=f":{batch}") if batch else rows
    return [_payout(each) for each in reversed(records.glances(viewer, rows[:most]))]


def batches(viewer: Viewer, *, start: int = 0, most: int = 20) -> list[list[Payout]]:
    """Batches of payments, the newest first, each with all its payments; one that was paid without a batch is
    by itself.
    """
    require_desk(viewer)
    rows = records.queue(viewer, [PAYOUT.name], tuple(PayoutState)).annotate(batch=_BATCH)
    begun = rows.order_by().values("batch").annotate(begun=Min("opened_at")).order_by("-begun", "batch")
    named = list(begun.values_list("batch", flat=True)[start : start + most])
    found = list(rows.filter(batch__in=named).order_by("opened_at", "pk"))
    payments: dict[str, list[Payout]] = {each: [] for each in named}
    for row, content in zip(found, records.glances(viewer, found), strict=True):
        payments[row.batch].append(_payout(content))
    return list(payments.values())


def payouts_of(viewer: Viewer, withdrawals: Sequence[int]) -> dict[int, Payout]:
    """The latest payment of each withdrawal that has one which did not fail."""
    found = records.glances(viewer, _unfailed(viewer, withdrawals).order_by("opened_at"))
    return {each.withdrawal: each for each in map(_payout, found)}


def payments_of(viewer: Viewer, withdrawals: Sequence[int]) -> list[tuple[int, str]]:
    """The payments of withdrawals that did not fail: of which it is, and its state. Nothing is opened."""
    rows = _unfailed(viewer, withdrawals).values_list("withdrawal", "state")
    return [(int(number), state) for number, state in rows]


# -- the reserve ----------------------------------------------------------------------------------------


def reserve(viewer: Viewer, trustee: Address | None = None) -> Reserve:
    """A trustee's supply against its bank: the trustee's own, or any, for the regulator. Raises NotFound."""
    trustee = trustee or viewer.door
    if trustee is None or (viewer.door != trustee and viewer.role is not Role.REGULATOR):
        raise NotFound
    for _ in range(GLANCES):
        with readmodel.afresh():
            found, before = _reserve_now(viewer, trustee)
        with readmodel.afresh():
            after = SUPPLIES.get(found.token)
        # A mint or burn that was indexed in between would be in one figure and not in another.
        if after == before:
            break
    return found


def _reserve_now(viewer: Viewer, trustee: Address) -> tuple[Reserve, Mapping[str, Any]]:
    """The reserve, and the supply's document that it was counted from."""
    supply = next(iter(SUPPLIES.walk(where={"trustee": trustee})), None)
    if supply is None:
        raise NotYourMoney
    token, statement = Address(supply["token"]), latest_statement(viewer, trustee)
    lines = records.visible(viewer).filter(kind=BANK_LINE.name, owner=trustee)
    gone = (LineState.DISMISSED, LineState.SENT_BACK)
    found = Reserve(
        token=token,
        trustee=trustee,
        supply=supply["supply"],
        withdrawing=supply["withdrawing"],
        minted=supply["minted"],
        burned=supply["burned"],
        credited=_sum(lines.exclude(state__in=gone)),
        holdings=supply["holdings"],
        statement=statement,
        posted=_on_chain(trustee),
    )
    if statement is None:
        return replace(found, items=_by_the_books(lines, token)), supply
    items = (*_credits(viewer, lines, token, statement), *_payments(viewer, trustee, token, found.burned))
    shown = tuple(each for each in items if each.count or each.amount)
    return replace(found, items=shown, fresh_until=fresh_until(statement)), supply


def holdings_by_walk(token: Address) -> int:
    """Every holder's balance of a token, added up one by one: what the running figure must be."""
    return sum(each["balance"] for each in BALANCES.walk(where={"token": token}))


# -- parts ----------------------------------------------------------------------------------------------


def _by_the_books(lines: QuerySet[Any], token: Address) -> tuple[OpenItem, ...]:
    """Before the first statement the books stand in for the bank: what they hold and nobody minted."""
    waiting = _unminted(lines.filter(state__in=WAITING), token)
    amount = sum(each.amount or 0 for each in waiting)
    return (OpenItem("credits", amount, len(waiting)),) if waiting else ()


def _on_chain(trustee: Address) -> tuple[int, dt.date] | None:
    found = RESERVES.get(trustee)
    return (found["balance"], rules.day_numbered(found["day"])) if found else None


def _credits(viewer: Viewer, lines: QuerySet[Any], token: Address, statement: Posted) -> list[OpenItem]:
    """Credits not minted yet, or to be sent back; and those that were minted ahead of the bank."""
    waiting = _unminted(lines.filter(state__in=WAITING, due_at__isnull=False), token)
    parked = {each.heading.id for each in records.glances(viewer, waiting) if each.fields.get("parked")}
    groups: dict[str, list[int]] = {"credits": [], "parked": [], "dismissed": [], "ahead": []}
    for each in waiting:
        groups["parked" if each.pk in parked else "credits"].append(each.amount or 0)
    dismissed = lines.filter(state=LineState.DISMISSED, due_at__isnull=False)
    groups["dismissed"] = [amount or 0 for amount in dismissed.values_list("amount", flat=True)]
    unseen = list(lines.filter(state__in=(*WAITING, LineState.MINTED), due_at__isnull=True))
    still = {each.pk for each in _unminted(unseen, token)}
    for line in records.glances(viewer, [each for each in unseen if each.pk not in still]):
        if int(str(line.fields.get("credited_at", 0))) > statement.closing_at:
            groups["ahead"].append(-(line.heading.amount or 0))
    return [OpenItem(what, sum(amounts), len(amounts)) for what, amounts in groups.items()]


def _payments(viewer: Viewer, trustee: Address, token: Address, burned: int) -> tuple[OpenItem, OpenItem]:
    """Withdrawals that were burned and that no statement shows paid; and those the other way round."""
    paid = records.visible(viewer).filter(kind=PAYOUT.name, owner=trustee, state=PayoutState.PAID)
    waiting = [each["id"] for each in WITHDRAWALS.walk(where={"token": token, "state": "waiting"})]
    early = _paying(paid, waiting)
    count, total = early.aggregate(n=Count("pk"), of=Sum("amount")).values()
    ended = WITHDRAWALS.count({"token": token, "state": "burned"}) - (paid.count() - count)
    return (
        OpenItem("unpaid", burned - (_sum(paid) - (total or 0)), ended),
        OpenItem("unburned", -(total or 0), count),
    )


def _unminted(rows: QuerySet[Any] | Sequence[Any], token: Address) -> list[Any]:
    found = list(rows)
    minted = DEPOSITS.many([balance_key(token, f"0x{each.reference}") for each in found])
    return [each for each, deposit in zip(found, minted, strict=True) if deposit is None]


def _unfailed(viewer: Viewer, withdrawals: Sequence[int]) -> QuerySet[Any]:
    rows = records.visible(viewer).filter(kind=PAYOUT.name).exclude(state=PayoutState.FAILED)
    return _paying(rows, withdrawals)


def _paying(payments: QuerySet[Any], withdrawals: Sequence[int]) -> QuerySet[Any]:
    numbered: QuerySet[Any] = payments.annotate(withdrawal=_WITHDRAWAL)
    return numbered.filter(withdrawal__in=[str(each) for each in withdrawals])


def _sum(rows: QuerySet[Any]) -> int:
    return rows.aggregate(of=Sum("amount"))["of"] or 0


def _statements(viewer: Viewer, trustee: Address | None) -> QuerySet[Any]:
    return records.visible(viewer).filter(kind=BANK_STATEMENT.name, owner=trustee or "-")


def _statement(viewer: Viewer, id: uuid.UUID) -> Content:
    require_desk(viewer)
    found = records.glance(viewer, id)
    if found.heading.kind != BANK_STATEMENT.name:
        raise NotFound
    return found


def _posted(found: Content) -> Posted:
    heading, fields = found.heading, found.fields

    def number(name: str) -> int:
        return int(str(fields.get(name) or 0))

    return Posted(
        id=heading.id,
        state=StatementState(heading.state),
        account=str(fields.get("account", "")),
        format=str(fields.get("format", "")),
        opening=number("opening"),
        closing=heading.amount or 0,
        closing_on=dt.date.fromisoformat(heading.reference),
        closing_at=int(heading.due_at.timestamp()) if heading.due_at else 0,
        lines=number("lines"),
        posted_at=heading.opened_at,
        maker=number("maker") or None,
        checker=number("checker") or None,
        anchored=heading.anchored_version > 0,
        supply=number("supply"),
        explained=number("explained"),
        difference=number("difference"),
    )


def _debit(found: Content) -> Debit:
    return Debit(
        id=found.heading.id,
        state=DebitState(found.heading.state),
        amount=found.heading.amount or 0,
        bank_reference=str(found.fields.get("bank_reference", "")),
        booked_on=dt.date.fromisoformat(str(found.fields["booked_on"])),
        settles=str(found.fields.get("settles", "")),
    )


def _payout(found: Content) -> Payout:
    heading, fields = found.heading, found.fields
    withdrawal, batch = heading.reference.split(":", 1)
    return Payout(
        id=heading.id,
        batch=batch,
        withdrawal=int(withdrawal),
        state=PayoutState(heading.state),
        amount=heading.amount or 0,
        bank=str(fields.get("bank", "")),
        number=str(fields.get("number", "")),
        made_at=heading.opened_at,
        maker=int(str(fields["maker"])) if fields.get("maker") else None,
        bank_reference=str(fields.get("bank_reference", "")),
    )
