"""The words of the rulebook: a figure, and the history of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import InvestorClass


class Unit(StrEnum):
    """What a figure counts."""

    SEN = "sen"
    SECONDS = "seconds"
    BUSINESS_DAYS = "business-days"
    FLAG = "flag"
    SLABS = "slabs"
    SESSIONS = "sessions"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is about: `id` as on-chain, `text` for a reader, `source` where the default comes from."""

    id: str
    unit: Unit
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a rule for a class (NONE: for all), in the rule's unit, from a chain second on."""

    rule: str
    investor_class: InvestorClass
    value: int
    effective_from: int


@dataclass(frozen=True, slots=True)
class FigureInForce:
    """A figure in force, with what the rule says, the figures before it, and one announced to follow it."""

    figure: Figure
    rule: Rule
    history: tuple[Figure, ...]
    announced: Figure | None


@dataclass(frozen=True, slots=True)
class Slab:
    """A step of the success fee (R16): up to `up_to` sen (None: no limit), `rate` in parts per million."""

    up_to: int | None
    rate: int


@dataclass(frozen=True, slots=True)
class Sessions:
    """R21, by Kuala Lumpur's clock: orders are taken in the minutes `entry` of the week (from, to; Monday
    first), and matched in the minutes `hours` of the `days` of the week (Monday is 0); with `business_days`,
    on these only. `band` is how far from the last price an order may be, in parts per million of it (0: any);
    `longest` how many hours an order may run (0: any).
    """

    band: int
    entry: tuple[int, int]
    days: frozenset[int]
    hours: tuple[int, int]
    business_days: bool
    longest: int


@dataclass(frozen=True, slots=True)
class Raised:
    """R1, in sen: what a company `raised` before its last `campaign` (an address, None before the first),
    and what was `reserved` for that one; R2: whether it is a microfund.
    """

    raised: int
    reserved: int
    campaign: str | None
    microfund: bool


SENTENCES: Final[Mapping[str, str]] = {
    "RuleSet": gettext_noop("The regulator set rule {rule:text} from {effective_from:time}."),
    "CalendarPublished": gettext_noop("The regulator published the calendar from {first:time}."),
}
"""What this app's projections tell feeds, by key."""
