"""What the rules are at a moment, and what time it is in the market."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from apps.ledger import queries as ledger
from apps.ledger import readmodel
from apps.rulebook import rules
from apps.rulebook.projections import CALENDAR, RAISED, RULES, USED
from apps.rulebook.types import SLOTS, SLOTS_OF_SUKUK, Figure, FigureInForce, Raised, Sessions, Slab
from apps.vocabulary.types import Address, InvestorClass


def now() -> int:
    """The market's clock: chain seconds of the last indexed block; 0 before the first. Deadlines, windows and
    countdowns go by it, and by nothing else.
    """
    head = readmodel.head()
    return head.timestamp if head is not None else 0


def figure(rule: str, investor_class: InvestorClass = InvestorClass.NONE, at: int | None = None) -> int:
    """The figure of a rule for a class (NONE: for all) at a moment (by default now); 0 where none was set, as
    the contract reads it.
    """
    return figures_of([rule], investor_class, at)[rule]


def figures_of(
    named: Iterable[str], investor_class: InvestorClass = InvestorClass.NONE, at: int | None = None
) -> dict[str, int]:
    """The figures of several rules, by rule, in one round trip: see `figure`."""
    asked, moment = list(named), now() if at is None else at
    found = RULES.many([f"{rule}:{int(investor_class)}" for rule in asked])
    return {rule: _value(each, moment) for rule, each in zip(asked, found, strict=True)}


def figures() -> list[FigureInForce]:
    """Every figure that was ever set, in the rulebook's order, with its history. Public."""
    moment = now()
    found = [_in_force(each, moment) for each in RULES.walk()]
    order = {id: place for place, id in enumerate(rules.RULES)}
    return sorted(found, key=lambda each: (order.get(each.rule.id, 999), each.figure.investor_class))


def success_fee(sen: int, at: int | None = None) -> int:
    """R16: the fee in sen on an amount raised, rounded down."""
    return rules.success_fee_down(figure("R16", at=at), sen)


def fee_slabs(at: int | None = None) -> list[Slab]:
    """R16 in steps, the lowest first."""
    return rules.unpacked_slabs(figure("R16", at=at))


def slabs_of(packed: int) -> list[Slab]:
    """R16 as a campaign has it pinned, in steps, the lowest first."""
    return rules.unpacked_slabs(packed)


def sessions(*, auctions: bool) -> Sessions:
    """R21 in force: of call auctions, which may have their own (R21a), or of continuous trading."""
    return rules.unpacked_sessions((auctions and figure("R21a")) or figure("R21"))


def permits_trading(operator: Address) -> bool:
    """R20: whether secondary trading is open to an operator."""
    return figure("R20") == 0 or figure(rules.permission(operator)) == 1


def counts_purchases() -> int:
    """R24: what a purchase on the market counts towards: nothing (0), the ceiling for its issuer (1), the one
    over a year too (2).
    """
    return min(figure("R24"), 2)


def used(person: str, issuer: Address | None = None) -> int:
    """The sen that a person (0x-hex tag) has used of the yearly ceiling, or of the one for an issuer.

    As the contract last counted: what a withdrawn pledge gives back is counted when it is tidied.
    """
    found = USED.get(person if issuer is None else f"{person}:{issuer}")
    return int(found["sen"]) if found else 0


def raised_by(person: str) -> Raised:
    """R1, R2: what a company (0x-hex tag) has raised, as the contract said when it last launched a
    campaign.
    """
    found = RAISED.get(person) or {}
    return Raised(
        raised=found.get("raised", 0),
        reserved=found.get("reserved", 0),
        campaign=found.get("campaign"),
        microfund=found.get("microfund", False),
    )


def is_business_day(day: int) -> bool:
    """Whether a day of the epoch (Kuala Lumpur's) is a business day: as published, else Monday to Friday."""
    word, place = divmod(day, rules.DAYS_OF_A_WORD)
    found = CALENDAR.get(str(word))
    if found is not None and found["published"] >> place & 1:
        return bool(found["business"] >> place & 1)
    return rules.is_weekday(day)


def business_days_after(at: int, days: int) -> int:
    """The midnight (chain seconds) that ends the n-th business day after the day of `at`; a midnight belongs
    to the day that it ends, as in Calendar.sol.
    """
    day = rules.day_of(at - 1)
    for _ in range(rules.LONGEST_SEARCH):
        if days <= 0:
            break
        day += 1
        days -= is_business_day(day)
    return (day + 1) * rules.DAY - rules.KUALA_LUMPUR


def cooling_off_end(at: int) -> int:
    """R10: when a cooling-off that begins at `at` ends, as `coolingOffEnd` of the contract says."""
    in_seconds = figure("R10s")
    return at + in_seconds if in_seconds else business_days_after(at, figure("R10"))


def module() -> Address:
    """The Rulebook's address in force. Raises Unavailable before the market is indexed."""
    return ledger.in_force("rulebook")


def _value(found: Mapping[str, Any] | None, at: int) -> int:
    if found is None:
        return 0
    return next((value for value, since in reversed(found["history"]) if since <= at), 0)


def slots(campaign: str | None = None) -> Mapping[str, str]:
    """The documents of a campaign's disclosure, in the words of its template; without one, of the template in
    force. Only the words differ, never the slots.
    """
    asked = campaign or ledger.module("campaign")
    return SLOTS_OF_SUKUK if asked and ledger.act_type(asked, "SetSukuk") is not None else SLOTS


def _in_force(found: Mapping[str, Any], at: int) -> FigureInForce:
    number = InvestorClass(found["class"])
    every = [Figure(found["rule"], number, value, since) for value, since in found["history"]]
    past = [each for each in every if each.effective_from <= at]
    return FigureInForce(
        figure=past[-1] if past else Figure(found["rule"], number, 0, 0),
        rule=rules.rule_named(found["rule"]),
        history=tuple(reversed(past[:-1])),
        announced=every[-1] if every and every[-1].effective_from > at else None,
    )
