"""What the read model keeps of equity: share classes, certificates, holdings, and how units moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apps.ledger.readmodel import Collection
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address

CLASSES = Collection("share_class", orders=("created_at",), facets=("issuer", "trustee"))
"""By face: face, name, symbol, issuer, trustee, units (the supply), holders, created_at."""

CERTIFICATES = Collection("certificate", orders=("number",), facets=("face", "owner", "held_by"))
"""By `face:number`: face, number, owner, units, acquired_at, locked_until, parent (0: minted), held_by,
held_units; cost (sen that its owner paid for it; None: not known) in money, which campaigns and markets
write.
"""

HOLDINGS = Collection("holding", orders=("units",), facets=("face", "holder"))
"""By `face:holder`: face, holder, units, certificates. The cap table: a line for each holder with
units.
"""

UNIT_MOVES = Collection("unit_move", orders=("at",), facets=("face",), tags=("numbers", "parties"))
"""By place: face, numbers (from and into which certificate), parties (from, to), units, what, at,
block, transaction.
"""


def certificate_key(face: str, number: int) -> str:
    """The key of one certificate."""
    return f"{face}:{number}"


def holding_key(face: str, holder: str) -> str:
    """The key of one holder's line in the cap table."""
    return f"{face}:{holder}"


@dataclass(frozen=True, slots=True)
class ShareClass:
    """A share class: `units` is its supply, `created_at` chain seconds."""

    face: Address
    name: str
    symbol: str
    issuer: Address
    issuer_name: str
    trustee: Address
    units: int
    holders: int
    created_at: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate: `units` in it, of which `held_units` are offered through `held_by`; `cost` in sen of
    `money` (None: not known). `parent` is the certificate that it was split from (0: none). Times in chain
    seconds.
    """

    face: Address
    number: int
    owner: Address
    units: int
    acquired_at: int
    locked_until: int
    parent: int
    held_by: Address | None
    held_units: int
    cost: int | None
    money: Address | None


@dataclass(frozen=True, slots=True)
class UnitMove:
    """How units moved: `what` is minted, moved or given-back; `parties` from and to, as names."""

    what: str
    parties: tuple[str, ...]
    numbers: tuple[int, ...]
    units: int
    at: int
    block: int
    transaction: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """A certificate with its class and every move of it and of those that it was split from, the newest
    first.
    """

    certificate: Certificate
    share_class: ShareClass
    owner_name: str
    moves: tuple[UnitMove, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one holder has of a class: its certificates; `cost` in sen where every one's is known."""

    share_class: ShareClass
    units: int
    offered: int
    cost: int | None
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class CapLine:
    """A line of the cap table; `share` in parts per million of the class."""

    holder: Address
    name: str
    units: int
    share: int
    certificates: int


@dataclass(frozen=True, slots=True)
class CapTable:
    """A page of who holds a class, the largest holder first; `next` is the `after` of the following page."""

    share_class: ShareClass
    lines: tuple[CapLine, ...]
    next: str | None


SENTENCES: Final[Mapping[str, str]] = {
    "ClassCreated": gettext_noop("{issuer:name} defined a share class: {face:short}."),
    "ClassTrusteeAsked": gettext_noop(
        "The issuer of {face:short} asks that {trustee:name} keep it, from {earliest:time}."
    ),
    "ClassTrusteeChanged": gettext_noop("{trustee:name} keeps {face:short} from now on."),
    "RecordDateSet": gettext_noop("{face:short} has a record date: {date:time}."),
    "ConversionAsked": gettext_noop(
        "The issuer of {face:short} asks for a conversion, {numerator:number} for {denominator:number}."
    ),
    "ConversionBegun": gettext_noop(
        "The conversion of {face:short} began, {numerator:number} for {denominator:number}."
    ),
    "ConversionEnded": gettext_noop(
        "The conversion of {face:short} ended; {units:number} units were left over."
    ),
    "UnitsMinted": gettext_noop("{units:number} units of {face:short} were minted into a campaign."),
}
"""What this app's projections tell feeds, by key."""
