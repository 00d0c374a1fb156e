"""What the read model keeps of the secondary market. Prices in sen per unit, times in chain seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.ledger.readmodel import Collection
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address

MARKETS = Collection("market", orders=("opened_at",), facets=("face", "money", "operator"))
"""By address: address, operator, face, money, last_price, last_at (None before the first trade),
traded_units, traded_amount, trades, offers (that are open), opened_at.
"""

OFFERS = Collection(
    "offer", orders=("price", "offered_at", "expires_at"), facets=("market", "seller", "state", "face")
)
"""By `market:number`: market, face, money, number, seller, certificate, offered (units at first), units
(left), price, expires_at, offered_at, state (an `OfferState`), ended_at.
"""

TRADES = Collection("trade", orders=("at",), facets=("market", "face"), tags=("parties",))
"""By place: market, face, money, offer, parties (buyer, seller), buyer, seller, units, price, amount,
certificate, at, block, transaction.
"""


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    TAKEN = "taken"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


def offer_key(market: str, number: int) -> str:
    """The key of one offer."""
    return f"{market}:{number}"


@dataclass(frozen=True, slots=True)
class MarketView:
    """A market as pages and API show it. `last_price` in sen per unit, None before the first trade;
    `cheapest` the lowest price that is asked now, None without an offer; `names` are public: organisations
    and companies.
    """

    address: Address
    operator: Address
    operator_name: str
    face: Address
    money: Address
    trustee_name: str
    name: str
    symbol: str
    issuer: Address
    issuer_name: str
    last_price: int | None
    last_at: int | None
    cheapest: int | None
    traded_units: int
    traded_amount: int
    trades: int
    offers: int


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer: `units` are left of `offered`, at `price` sen each, until `expires_at` (chain seconds).

    `name` is the share class's. Seller and certificate are None for who may not see them; `own` says that
    it is the viewer's.
    """

    market: Address
    face: Address
    name: str
    money: Address
    number: int
    seller: Address | None
    seller_name: str
    certificate: int | None
    own: bool
    offered: int
    units: int
    price: int
    expires_at: int
    state: OfferState

    @property
    def amount(self) -> int:
        """What all that is left costs, in sen."""
        return self.units * self.price


@dataclass(frozen=True, slots=True)
class TradeView:
    """A trade in the share class `name`. Buyer, seller and certificate are None for who may not see them;
    `side` is what the viewer did in it: bought, sold, or nothing.
    """

    market: Address
    face: Address
    name: str
    units: int
    price: int
    amount: int
    at: int
    buyer: Address | None
    seller: Address | None
    buyer_name: str
    seller_name: str
    side: str
    certificate: int | None
    transaction: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A trade on the price chart, in the chart's own measures: 0 to 1000 across, 0 to 100 down."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A course of prices: `line` is an SVG path of steps, `area` the same down to the ground. `low` and
    `high` in sen per unit, `since` and `until` in chain seconds.
    """

    line: str
    area: str
    dots: tuple[Dot, ...]
    low: int
    high: int
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Lot:
    """A certificate of the viewer's that a market could take: `units` in it; `free_from` in chain seconds
    when its moratorium is not over, else 0; `offered` are units that are offered already.
    """

    certificate: int
    units: int
    offered: int
    free_from: int

    @property
    def ready(self) -> bool:
        """Whether it can be offered now."""
        return not self.offered and not self.free_from


SENTENCES: Final[Mapping[str, str]] = {
    "MarketOpened": gettext_noop("{operator:name} opened a market for {face:short}."),
    "Offered": gettext_noop("{seller:name} offers {units:number} units at {price:sen}."),
    "Traded": gettext_noop("{buyer:name} bought {units:number} units from {seller:name} for {amount:sen}."),
    "OfferEnded": gettext_noop("An offer of {seller:name} has ended."),
}
"""What this app's projections tell feeds, by key. Placeholders: see `participants.queries.said`."""
