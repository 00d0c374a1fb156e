"""What the read model keeps of equity: share classes, certificates, holdings, and how units moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apps.ledger.readmodel import Collection
from apps.securities.types.actions import SENTENCES as OF_ACTIONS
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address

CLASSES = Collection("share_class", orders=("created_at",), facets=("issuer", "trustee", "converting"))
"""By face: face, name, symbol, issuer, trustee, units (the supply), holders, created_at; next_trustee
(trustee, earliest; or None); conversion (ratio, earliest, state: asked or begun, total, left; or None);
epoch (how many conversions began) and converting (whether one is unfinished); records and record_at.
"""

CERTIFICATES = Collection("certificate", orders=("number",), facets=("face", "owner", "held_by", "epoch"))
"""By `face:number`: face, number, owner, units, acquired_at, locked_until, parent (0: minted), held_by,
held_units; cost (sen that its owner paid for it; None: not known) in money, which campaigns and markets
write; order (the number of the order that freezes it, or None); epoch (the class's when it was made or last
converted: less than the class's, it is unconverted).
"""

HOLDINGS = Collection("holding", orders=("units",), facets=("face", "holder"))
"""By `face:holder`: face, holder, units, certificates. The cap table: a line for each holder with
units.
"""

UNIT_MOVES = Collection("unit_move", orders=("at",), facets=("face",), tags=("numbers", "parties"))
"""By place: face, numbers (from and into which certificate), parties (from, to), units, before (the units
until a conversion; else 0), what (minted, moved, given-back, merged, converted), at, block, transaction.
"""


def certificate_key(face: str, number: int) -> str:
    """The key of one certificate."""
    return f"{face}:{number}"


def holding_key(face: str, holder: str) -> str:
    """The key of one holder's line in the cap table."""
    return f"{face}:{holder}"


@dataclass(frozen=True, slots=True)
class Keeping:
    """Another trustee that the issuer asked for; the regulator can confirm from `earliest` on."""

    trustee: Address
    earliest: int


@dataclass(frozen=True, slots=True)
class Conversion:
    """One ratio for all units of a class: asked until the trustee confirms (from `earliest` on), then begun;
    `left` of `total` units are not converted yet. A numerator of zero redeems the class.
    """

    numerator: int
    denominator: int
    earliest: int
    begun: bool
    total: int
    left: int


@dataclass(frozen=True, slots=True)
class ShareClass:
    """A share class: `units` is its supply, `created_at` chain seconds; `record_at` its last record date (0:
    none).
    """

    face: Address
    name: str
    symbol: str
    issuer: Address
    issuer_name: str
    trustee: Address
    units: int
    holders: int
    created_at: int
    next_trustee: Keeping | None = None
    conversion: Conversion | None = None
    record_at: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate: `units` in it, of which `held_units` are offered through `held_by`; `cost` in sen of
    `money` (None: not known). `parent` is the certificate that it was split from (0: none). `order` is the
    order of the regulator that freezes it. Times in chain seconds.
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
    order: int | None = None
    unconverted: bool = False

    @property
    def free(self) -> bool:
        """Whether its holder may split or merge it."""
        return self.held_by is None and self.order is None and not self.unconverted


@dataclass(frozen=True, slots=True)
class UnitMove:
    """How units moved: `what` is minted, moved, given-back, merged or converted; `parties` from and to, as
    names.
    """

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


@dataclass(frozen=True, slots=True)
class Proof:
    """What anybody may know of a certificate: no name of a person. `block` and `transaction` are of its last
    move, `head` is the block up to which the record was read.
    """

    certificate: Certificate
    share_class: ShareClass
    block: int
    transaction: str
    head: int


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the register: `since` when it came to hold units, `until` when it ceased to (0: it holds)."""

    holder: Address
    name: str
    units: int
    share: int
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Register:
    """Who held a class at the end of second `at`, the largest first, and who had ceased to until then."""

    share_class: ShareClass
    at: int
    units: int
    members: tuple[Member, ...]
    former: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a conversion is: certificates that can be converted now, and those that wait because they are
    offered or lie in a campaign.
    """

    due: tuple[int, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What the class's contract answers to ERC-7943's questions; None where it was not asked."""

    can_send: bool
    can_receive: bool | None
    frozen: bool | None
    can_transfer: bool | None


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
    "Converted": gettext_noop(
        "{before:number} units of {face:short} held by {owner:name} were converted into {units:number}."
    ),
    "UnitsMinted": gettext_noop("{units:number} units of {face:short} were minted into a campaign."),
    **OF_ACTIONS,
}
"""What this app's projections tell feeds, by key."""
