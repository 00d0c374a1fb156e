"""What rules and promises look at: documents of the read model, as plain values; and what rules find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
class BookFacts:
    """An order book: the sen that it has and that its orders and its operator are owed, the units that are
    encumbered to it and that its orders offer.
    """

    market: str
    balance: int
    owed: int
    encumbered: int
    offered: int


@dataclass(frozen=True, slots=True)
class Ledgered:
    """What promises are held against."""

    supplies: tuple[SupplyFacts, ...] = ()
    classes: tuple[ClassFacts, ...] = ()
    escrows: tuple[EscrowFacts, ...] = ()
    books: tuple[BookFacts, ...] = ()
