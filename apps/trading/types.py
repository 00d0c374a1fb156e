"""What the read model keeps of the secondary market. Prices in sen per unit, times in chain seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.ledger.readmodel import Collection
from apps.participants.types import gettext_noop
from apps.vocabulary.types import Address

MARKETS = Collection("market", orders=("opened_at",), facets=("face", "money", "operator"))
"""By address: address, operator, face, money, last_price, last_at (None before the first trade),
traded_units, traded_amount, trades, opened_at.
"""

OFFERS = Collection("offer", orders=("price", "offered_at"), facets=("market", "seller", "state", "face"))
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
    """A market as pages and API show it. `last_price` in sen per unit, None before the first trade."""

    address: Address
    operator: Address
    face: Address
    money: Address
    name: str
    symbol: str
    issuer: Address
    last_price: int | None
    last_at: int | None
    traded_units: int
    traded_amount: int
    trades: int


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer: `units` are left of `offered`, at `price` sen each, until `expires_at` (chain seconds)."""

    market: Address
    face: Address
    money: Address
    number: int
    seller: Address
    certificate: int
    offered: int
    units: int
    price: int
    expires_at: int
    state: OfferState


@dataclass(frozen=True, slots=True)
class TradeView:
    """A trade. Buyer, seller and certificate are None for who may not see them."""

    market: Address
    face: Address
    units: int
    price: int
    amount: int
    at: int
    buyer: Address | None
    seller: Address | None
    certificate: int | None
    transaction: str


SENTENCES: Final[Mapping[str, str]] = {
    "MarketOpened": gettext_noop("{operator:name} opened a market for {face:short}."),
    "Offered": gettext_noop("{seller:name} offers {units:number} units at {price:sen}."),
    "Traded": gettext_noop("{buyer:name} bought {units:number} units from {seller:name} for {amount:sen}."),
    "OfferEnded": gettext_noop("An offer of {seller:name} has ended."),
}
"""What this app's projections tell feeds, by key. Placeholders: see `participants.queries.said`."""
