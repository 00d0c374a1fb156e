"""Dividends: what was declared is public; who got what, only who sees the class's holders is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from apps.participants import queries as participants
from apps.securities import rules
from apps.securities.queries.entitled import held_at, units_at
from apps.securities.queries.holdings import seen_class, share_classes
from apps.securities.types import CLASSES, ShareClass
from apps.securities.types.actions import (
    DIVIDENDS,
    PAYMENTS,
    Dividend,
    DividendState,
    Payment,
    Payments,
    of_holder,
)
from apps.treasury import queries as treasury
from apps.treasury.types import BankLine
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Viewer

PAGE = 50
BATCH = 50
"""Holders paid in one push: 3.5 million gas, well within what a transaction may use."""
MOST_BATCHES = 8
GRACE = 30 * 86_400
UNCLAIMED = 365 * 86_400
"""`Dividend.sol`: how long after its day of payment an unfunded dividend is void, and how long after its
begin what nobody asked for goes back.
"""


def dividend(viewer: Viewer, address: Address) -> Dividend:
    """One dividend, with what the viewer's own door gets of it. Public. Raises NotFound."""
    found = DIVIDENDS.get(address)
    if found is None:
        raise NotFound
    return _own(viewer, _read([found])[0])


def dividends_of(viewer: Viewer, faces: Sequence[str]) -> list[Dividend]:
    """The dividends of these classes, the latest record date first. Public."""
    if not faces:
        return []
    rows = list(DIVIDENDS.walk(where={"face": list(faces)}, descending=True))
    return [_own(viewer, each) for each in _read(rows)]


def awaiting_money(viewer: Viewer) -> list[Dividend]:
    """The dividends that lack money which the viewer, a trustee, can mint into them: the first to be paid
    first. Empty for all others.
    """
    token = _own_money(viewer)
    announced = DIVIDENDS.walk(where={"state": DividendState.ANNOUNCED})
    rows = [each for each in announced if each["money"] == token]
    return sorted((each for each in _read(rows) if each.missing), key=lambda each: each.payable_at)


def credits_for(viewer: Viewer, found: Dividend) -> list[BankLine] | None:
    """The credits at the viewer's desk that can be minted into a dividend: of exactly what it lacks. None
    where it lacks nothing, or the viewer is not the trustee of its money.
    """
    if not found.missing or found.money != _own_money(viewer):
        return None
    exactly = treasury.Span(least=found.missing, most=found.missing)
    return [each for each in treasury.bank_lines(viewer, span=exactly) if each.open]


def paid_to(door: Address) -> list[Address]:
    """The classes of which a door ever got a dividend."""
    return list(dict.fromkeys(Address(each["face"]) for each in PAYMENTS.walk(where={"holder": door})))


def worth(rate: int, units: int) -> tuple[str, int]:
    """What a rate (hundredths of a sen) is for a unit, in ringgit as text, and for so many units in sen,
    rounded down.
    """
    return rules.per_unit(rate), rules.due_down(units, rate)


def payments(viewer: Viewer, address: Address, *, after: str | None = None, limit: int = PAGE) -> Payments:
    """Who got how much, the largest holder first. Raises NotFound for who may not see the holders."""
    found = dividend(viewer, address)
    seen_class(viewer, found.face)
    where = {"dividend": address}
    page = PAYMENTS.page(order="units", where=where, after=after, limit=limit, descending=True)
    return Payments(found, tuple(_payments(page.rows)), page.next)


def every_payment(viewer: Viewer, address: Address) -> Iterator[Payment]:
    """All of them, for an export. Raises NotFound before the first line."""
    seen_class(viewer, dividend(viewer, address).face)
    return (
        line
        for each in PAYMENTS.walk(order="units", where={"dividend": address}, descending=True)
        for line in _payments([each])
    )


def unpaid(address: Address) -> list[list[Address]]:
    """Who held units at a dividend's record date and is neither paid nor waiting, in batches for a push."""
    found = DIVIDENDS.get(address)
    if found is None:
        raise NotFound
    holders = list(held_at(Address(found["face"]), found["record_at"]))
    known = PAYMENTS.many([of_holder(address, each) for each in holders])
    left = sorted(each for each, line in zip(holders, known, strict=True) if line is None)
    return [left[start : start + BATCH] for start in range(0, len(left), BATCH)][:MOST_BATCHES]


def steps_of(address: Address) -> list[tuple[str, dict[str, Any]]]:
    """What anybody can push of a dividend now: calls of its contract with their arguments."""
    found = DIVIDENDS.get(address)
    if found is None:
        raise NotFound
    now, state = participants.chain_time(), found["state"]
    steps: list[tuple[str, dict[str, Any]]] = [("collect", {"door": each}) for each in _freed(found, now)]
    if state == DividendState.ANNOUNCED:
        return [*steps, *_steps_before(found, now)]
    if state != DividendState.PAYING:
        return steps
    batches = unpaid(address)
    steps += [("pay", {"holders": each}) for each in batches]
    if not batches and now >= found["begun_at"] + UNCLAIMED:
        steps.append(("finish", {}))
    return steps


def due_dividends() -> Iterator[tuple[Address, str, dict[str, Any]]]:
    """Every step of every dividend that anybody can push now."""
    alive = [DividendState.ANNOUNCED, DividendState.PAYING, DividendState.PAID]
    for each in DIVIDENDS.walk(where={"state": alive}):
        if each["state"] == DividendState.PAID and not each["held"]:
            continue
        for call, arguments in steps_of(Address(each["address"])):
            yield Address(each["address"]), call, arguments


# -- parts


def _own_money(viewer: Viewer) -> Address | None:
    return treasury.money_of(viewer.door) if viewer.role is Role.TRUSTEE and viewer.door else None


def _steps_before(found: Mapping[str, Any], now: int) -> list[tuple[str, dict[str, Any]]]:
    share_class = CLASSES.get(found["face"]) or {}
    if share_class["epoch"] != found["epoch"] or now >= found["payable_at"] + GRACE:
        return [("lapse", {})]
    due = now >= found["payable_at"] and now > found["record_at"]
    if not due or found["funded"] < rules.due_down(share_class["units"], found["rate"]):
        return []
    first = unpaid(Address(found["address"]))[:1] or [[]]
    return [("pay", {"holders": first[0]})]


def _freed(found: Mapping[str, Any], now: int) -> list[Address]:
    """Who is frozen no more, and has something here: holders, or the issuer that the rest goes back to."""
    if not found["held"]:
        return []
    where = {"dividend": found["address"], "state": "held"}
    lines = {each["holder"]: each["amount"] for each in PAYMENTS.walk(where=where)}
    if found["held"] > sum(lines.values()):
        lines[found["issuer"]] = 0
    doors = participants.participants_at(list(lines))
    return [each.door for each in doors.values() if each.frozen_until <= now]


def _read(rows: Sequence[Mapping[str, Any]]) -> list[Dividend]:
    classes = share_classes([each["face"] for each in rows])
    trustees = {each["money"]: treasury.trustee_of(Address(each["money"])) for each in rows}
    names = participants.names_of(list(trustees.values()))
    return [_dividend(each, classes[each["face"]], names[trustees[each["money"]]]) for each in rows]


def _dividend(found: Mapping[str, Any], of: ShareClass, trustee: str) -> Dividend:
    before = not found["begun_at"]
    return Dividend(
        address=Address(found["address"]),
        face=of.face,
        class_name=of.name,
        symbol=of.symbol,
        issuer=of.issuer,
        issuer_name=of.issuer_name,
        money=Address(found["money"]),
        trustee_name=trustee,
        title=found["title"],
        rate=found["rate"],
        per_unit=rules.per_unit(found["rate"]),
        record_at=found["record_at"],
        payable_at=found["payable_at"],
        state=DividendState(found["state"]),
        declared_at=found["declared_at"],
        needed=rules.due_down(of.units, found["rate"]) if before else found["funded"],
        funded=found["funded"],
        units=of.units if before else found["units"],
        paid=found["paid"],
        held=found["held"],
        holders=found["holders"],
        returned=found["returned"],
        begun_at=found["begun_at"],
        ended_at=found["ended_at"],
        why=found["why"],
    )


def _own(viewer: Viewer, found: Dividend) -> Dividend:
    if viewer.door is None:
        return found
    line = PAYMENTS.get(of_holder(found.address, viewer.door))
    if line is not None:
        return replace(found, own_units=line["units"], own_amount=line["amount"], own_state=line["state"])
    units = units_at(found.face, viewer.door, found.record_at)
    return replace(found, own_units=units, own_amount=rules.due_down(units, found.rate))


def _payments(rows: Sequence[Mapping[str, Any]]) -> Iterator[Payment]:
    names = participants.names_of([each["holder"] for each in rows])
    for each in rows:
        yield Payment(
            holder=Address(each["holder"]),
            name=names[each["holder"]],
            units=each["units"],
            amount=each["amount"],
            state=each["state"],
            at=each["at"],
            transaction=each["transaction"],
        )
