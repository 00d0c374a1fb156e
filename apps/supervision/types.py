"""The words of supervision: what happened, as a line that is read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from apps.records.types import Field, Kind, register
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


@dataclass(frozen=True, slots=True)
class MarketFigures:
    """The market at a glance; `now` (chain seconds) and `block`: where the record stands.

    `in_trust`, `raised` and `traded` in sen: sums over all trustees, for the eye alone. `seen_at`: the wall
    time (seconds) of the block's reading. `alerts`: how many are open; None for who may not see them.
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
    seen_at: int = 0
    alerts: int | None = None


# -- what rules look at: documents of the read model, as plain values -------------------------------------


@dataclass(frozen=True, slots=True)
class Used:
    """What counts towards a ceiling (`rule`: R4 for one `issuer`, R4b over a year), in sen; `ceiling` 0:
    none. `person` is a tag, `door` one of its doors; `at` its last pledge (chain seconds).
    """

    person: str
    door: str
    rule: str
    issuer: str | None
    used: int
    ceiling: int
    at: int


@dataclass(frozen=True, slots=True)
class Traded:
    """A trade of whatever market: price in sen per unit, `at` chain seconds; tags as in `Used`."""

    face: str
    buyer: str
    seller: str
    buyer_tag: str
    seller_tag: str
    units: int
    price: int
    amount: int
    at: int
    block: int
    transaction: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A class and its largest holder beside the issuer."""

    face: str
    units: int
    holder: str
    largest: int


@dataclass(frozen=True, slots=True)
class Backed:
    """A trustee's ringgit against its bank, in sen; `difference` is what nobody can explain. `fresh_until`
    (chain seconds; 0: no statement yet).
    """

    trustee: str
    supply: int
    holdings: int
    difference: int
    fresh_until: int


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A key of an organisation's `door` signed at `at` (wall seconds)."""

    door: str
    key: str
    at: int
    business_day: bool
    transaction: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something that `who` is waited for: `what` a word of `rules.alerts.DUE`, `due_at` chain seconds."""

    what: str
    subject: str
    who: str
    due_at: int


@dataclass(frozen=True, slots=True)
class Reporting:
    """An issuer with shareholders; when it last told them something (chain seconds)."""

    issuer: str
    last_at: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at, at a block: `now` is chain seconds. `doubted`: (record, line of the audit log,
    problem). `broken`: (promise, subject, the block since which).
    """

    now: int
    block: int
    used: tuple[Used, ...] = ()
    trades: tuple[Traded, ...] = ()
    spreads: tuple[Spread, ...] = ()
    backed: tuple[Backed, ...] = ()
    uses: tuple[KeyUse, ...] = ()
    dues: tuple[Due, ...] = ()
    reporting: tuple[Reporting, ...] = ()
    doubted: tuple[tuple[str, int, str], ...] = ()
    broken: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """An event that a finding rests on: when (chain seconds), and in which transaction."""

    at: int
    transaction: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found about one `subject`. `occurrence` tells one time from the next: as long as it is the
    same, it is the same that happened. `figures` are the arguments of the rule's sentence; `about` is the
    address to look at, empty for none.
    """

    rule: str
    subject: str
    occurrence: int
    figures: Mapping[str, int | str]
    events: tuple[Happening, ...] = ()
    about: str = ""


# -- what promises look at --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SupplyFacts:
    """A trustee's money, in sen; `in_escrow` is the kernel's own balance, `counted` the sum of every balance
    (None: not counted this time).
    """

    token: str
    supply: int
    minted: int
    burned: int
    holdings: int
    withdrawing: int
    in_escrow: int
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A share class, in units; `overdrawn`: certificates with more encumbered than they have."""

    face: str
    units: int
    in_certificates: int
    held: int
    overdrawn: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EscrowFacts:
    """A campaign's money (sen) and units; `owed` waits for doors."""

    campaign: str
    state: str
    balance: int
    raised: int
    pledged: int
    owed: int
    units: int
    maximum: int
    pro_rata: bool


@dataclass(frozen=True, slots=True)
class Ledgered:
    """What promises are held against."""

    supplies: tuple[SupplyFacts, ...] = ()
    classes: tuple[ClassFacts, ...] = ()
    escrows: tuple[EscrowFacts, ...] = ()


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
