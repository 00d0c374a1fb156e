"""The words of the rulebook: a figure and its history; a change that is announced, and how it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, InvestorClass, Role


class Unit(StrEnum):
    """What a figure counts."""

    SEN = "sen"
    SECONDS = "seconds"
    BUSINESS_DAYS = "business-days"
    FLAG = "flag"
    SLABS = "slabs"
    SESSIONS = "sessions"
    DOCUMENTS = "documents"
    PARTS_PER_MILLION = "parts-per-million"
    PURCHASES = "purchases"
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
class Fixed:
    """A span of time that no figure can change: a constant of a contract (`source`, in contracts/src)."""

    constant: str
    source: str
    seconds: int
    text: str


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
    """R1, in sen: what a company `raised`, and what is `reserved` for its last `campaign` (an address, None
    before the first); R2: whether it is a microfund.
    """

    raised: int
    reserved: int
    campaign: str | None
    microfund: bool


SLOTS: Final[Mapping[str, str]] = {
    "deck": gettext_noop("Presentation"),
    "financials": gettext_noop("Financial statements"),
    "terms": gettext_noop("Terms of the shares"),
}
"""The documents of a campaign's disclosure. Their order is that of the slots on-chain, the first is slot 0,
and of the bits of R15.
"""
SLOTS_OF_SUKUK: Final[Mapping[str, str]] = {**SLOTS, "terms": gettext_noop("Terms of the sukuk")}
"""The same, where campaigns place sukuk."""


class ChangeState(StrEnum):
    """What became of an announcement; the regulator replaces one by announcing another."""

    ANNOUNCED = "announced"
    ACTIVATED = "activated"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Change:
    """New logic, announced for a name on-chain: a door of `activator` can put `code` in force from `earliest`
    (chain seconds) on. `before` is what was in force when it was announced, None for a new name.
    """

    id: str
    name: str
    code: Address
    code_hash: str
    template: bool
    activator: Role
    announced_at: int
    announced_in: str
    earliest: int
    state: ChangeState
    ended_at: int
    before: Address | None
    reason: str


@dataclass(frozen=True, slots=True)
class Logic:
    """What is in force under a name on-chain, `since` a chain second."""

    name: str
    code: Address
    template: bool
    since: int


@dataclass(frozen=True, slots=True)
class Known:
    """A contract that this build compiles to a code on the chain: its name, source file, compiler, what it
    says of itself (see `contracts/build.py`), and its source texts by file.
    """

    contract: str
    source: str
    compiler: str
    words: Mapping[str, Any]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Saying:
    """What a contract can do, tell or refuse, that came or went: `kind` is function, event or error."""

    came: bool
    kind: str
    signature: str
    notice: str


@dataclass(frozen=True, slots=True)
class FileDifference:
    """A source file that changed; `lines` are a unified difference's, each with its kind: `add`, `del`,
    `at` (where), or nothing.
    """

    before: str
    after: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A change against what it replaces. `after` None: this build has no source of the code announced.
    `genuine`: the code at the address has the hash that was announced.
    """

    before: Known | None
    after: Known | None
    genuine: bool
    said: tuple[Saying, ...]
    files: tuple[FileDifference, ...]


SENTENCES: Final[Mapping[str, str]] = {
    "RuleSet": gettext_noop("The regulator set rule {rule:text} from {effective_from:time}."),
    "RuleAnnounced": gettext_noop("The regulator announced rule {rule:text} from {effective_from:time}."),
    "Announced": gettext_noop("New logic was announced for {name:text}, from {earliest:time}."),
    "AnnouncementWithdrawn": gettext_noop(
        "The regulator withdrew the new logic announced for {name:text}: {reason:text}"
    ),
    "ChangeActivated": gettext_noop("What was announced for {name:text} was put in force."),
    "CeilingSet": gettext_noop("{door:name} set itself a ceiling of {most:sen} an act, from {since:time}."),
    "CeilingLifted": gettext_noop("{door:name} has no ceiling of its own any more, from {since:time}."),
    "PeriodClosed": gettext_noop("The class {face:short} is closed from {since:time} to {until:time}."),
    "CalendarPublished": gettext_noop("The regulator published the calendar from {first:time}."),
}
"""What this app's projections tell feeds, by key."""
