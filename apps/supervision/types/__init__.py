"""The words of supervision: what happened, as a line that is read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from apps.records.types import Field, Kind, register
from apps.supervision.types.facts import Happening
from apps.vocabulary.types import Address, Role


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a feed: `text` in the reader's language, `at` chain seconds, `key` the sentence's own."""

    place: str
    at: int
    text: str
    key: str
    block: int
    transaction: str
    contract: str
    address: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """A page of what happened, the newest first; `next` is the `after` of the following one."""

    lines: list[Told]
    next: str | None


@dataclass(frozen=True, slots=True)
class Supply:
    """A trustee's ringgit, in sen: in circulation, at the bank, summed over its holders."""

    trustee: Address
    name: str
    supply: int
    trust_balance: int
    holdings: int

    @property
    def unminted(self) -> int:
        """What lies at the bank and is not minted yet, in sen; below nothing, something is missing there."""
        return self.trust_balance - self.supply

    @property
    def agrees(self) -> bool:
        """Whether what circulates is what is held; what lies at the bank may be ahead of what is minted."""
        return self.supply == self.holdings and self.supply <= self.trust_balance


LATE_SECONDS = 30
"""A block that was read longer ago is told as late."""


@dataclass(frozen=True, slots=True)
class MarketFigures:
    """The market at a glance; `now` (chain seconds) and `block`: where the record stands.

    `in_trust`, `raised` and `traded` in sen: sums over all trustees, for the eye alone. `age`: seconds of
    wall time since the block was read. `alerts`: how many are open; None for who may not see them.
    """

    trustees: int
    operators: int
    issuers: int
    investors: int
    live_campaigns: int
    events: int
    now: int
    block: int
    in_trust: int = 0
    raised: int = 0
    traded: int = 0
    age: int = 0
    alerts: int | None = None

    @property
    def participants(self) -> int:
        """All but the regulator."""
        return self.trustees + self.operators + self.issuers + self.investors

    @property
    def late(self) -> bool:
        """Whether the last block was read so long ago that the board may be out of date."""
        return self.age > LATE_SECONDS


# -- what people see of it --------------------------------------------------------------------------------


class AlertState(StrEnum):
    """Whether somebody has looked at an alert since it last happened."""

    OPEN = "open"
    MARKED = "marked"


ALERT = register(
    Kind(
        name="alert",
        fields=tuple(
            Field(name, longest=60_000)
            for name in ("subject", "about", "occurrence", "figures", "events", "block", "marks")
        ),
        writers=frozenset({Role.REGULATOR}),
    )
)
"""Something that a rule found, for the regulator alone.

The heading has in `reference` the rule and a digest of the subject. `figures`, `events` and `marks` (who,
when, which occurrence, note) are JSON texts.
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody looked: `by` an account, `at` wall time."""

    by: int
    by_name: str
    at: dt.datetime
    note: str


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as pages and API show it; `text` in the reader's language, `at` the wall time when it last
    opened, `block` where the market stood then.
    """

    id: uuid.UUID
    rule: str
    name: str
    text: str
    state: AlertState
    about: str
    at: dt.datetime
    block: int
    version: int
    marks: tuple[Mark, ...] = ()
    events: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class Alerts:
    """A page of alerts; `next` is the `start` of the following one, None at the end."""

    rows: list[Alert]
    next: int | None
    open: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A written promise of the market as it stands: `text` in the reader's language; how many subjects the
    last look and the last full count covered; who breaks it.
    """

    key: str
    text: str
    looked_at: int
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """The last look: at which block, when (wall seconds), what held; `whole` is the block of the last count
    of everything, `whole_at` its wall time. `promises` is empty before the first.
    """

    block: int = 0
    at: int = 0
    whole: int = 0
    whole_at: int = 0
    promises: tuple[Promise, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether every promise held."""
        return not any(each.broken for each in self.promises)
