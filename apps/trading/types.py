"""What the read model keeps of the secondary market. Prices in sen per unit, times in chain seconds."""

from __future__ import annotations

from enum import StrEnum

from apps.ledger.readmodel import Collection

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
