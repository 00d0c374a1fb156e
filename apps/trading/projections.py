"""The secondary market as the chain tells it: markets, offers, trades."""

from __future__ import annotations

from apps.ledger.readmodel import Document
from apps.ledger.registry import Event, NothingToChange, Write, ignore, project
from apps.securities.types import CERTIFICATES, certificate_key
from apps.trading.types import MARKETS, OFFERS, TRADES, OfferState, offer_key


@project("MarketOpened", contract="Market")
def market_opened(event: Event, write: Write) -> None:
    """An operator opened a market for one share class in one trustee's money."""
    market = {
        "address": event.source,
        "operator": event["operator"],
        "face": event["face"],
        "money": event["money"],
        "last_price": None,
        "last_at": None,
        "traded_units": 0,
        "traded_amount": 0,
        "trades": 0,
        "offers": 0,
        "opened_at": event.at,
    }
    write.put(MARKETS, event.source, market)
    write.tell(
        [event["operator"]],
        "MarketOpened",
        market=event.source,
        operator=event["operator"],
        face=event["face"],
    )


@project("Offered", contract="Market")
def offered(event: Event, write: Write) -> None:
    """A holder offers units at a price."""
    market = _market(event, write)
    offer = {
        "market": event.source,
        "face": market["face"],
        "money": market["money"],
        "number": event["offer"],
        "seller": event["seller"],
        "certificate": event["certificate"],
        "offered": event["units"],
        "units": event["units"],
        "price": event["price"],
        "expires_at": event["expiresAt"],
        "offered_at": event.at,
        "state": OfferState.OPEN,
        "ended_at": None,
    }
    write.put(OFFERS, offer_key(event.source, event["offer"]), offer)
    write.add(MARKETS, event.source, offers=1)
    units, price = event["units"], event["price"]
    write.tell(
        [event["seller"]],
        "Offered",
        market=event.source,
        face=market["face"],
        units=units,
        price=price,
        seller=event["seller"],
    )


@project("Taken", contract="Market")
def taken(event: Event, write: Write) -> None:
    """Delivery versus payment: units to the buyer, money to the seller, in one transaction."""
    market = _market(event, write)
    left, units, amount = event["left"], event["units"], event["amount"]
    write.change(
        OFFERS,
        offer_key(event.source, event["offer"]),
        units=left,
        state=OfferState.OPEN if left else OfferState.TAKEN,
        ended_at=None if left else event.at,
    )
    write.change(MARKETS, event.source, last_price=event["price"], last_at=event.at)
    figures = {"traded_units": units, "traded_amount": amount, "trades": 1, "offers": 0 if left else -1}
    write.add(MARKETS, event.source, **figures)
    # What the buyer paid, on the certificate that securities' projection of the same transaction has moved.
    into = certificate_key(market["face"], event["into"])
    write.change(CERTIFICATES, into, cost=amount, money=market["money"])
    buyer, seller = event["buyer"], event["seller"]
    trade = {
        "market": event.source,
        "face": market["face"],
        "money": market["money"],
        "offer": event["offer"],
        "parties": [buyer, seller],
        "buyer": buyer,
        "seller": seller,
        "units": units,
        "price": event["price"],
        "amount": amount,
        "certificate": event["into"],
        "at": event.at,
        "block": event.block,
        "transaction": event.transaction,
    }
    write.put(TRADES, event.place, trade)
    write.tell(
        [buyer, seller],
        "Traded",
        market=event.source,
        face=market["face"],
        buyer=buyer,
        seller=seller,
        units=units,
        price=event["price"],
        amount=amount,
    )


@project("OfferEnded", contract="Market")
def offer_ended(event: Event, write: Write) -> None:
    """An offer was cancelled, or its time was over: the certificate is free again."""
    why = event.text("why")
    write.change(OFFERS, offer_key(event.source, event["offer"]), state=OfferState(why), ended_at=event.at)
    write.add(MARKETS, event.source, offers=-1)
    market = _market(event, write)
    write.tell(
        [event["seller"]],
        "OfferEnded",
        market=event.source,
        face=market["face"],
        seller=event["seller"],
        why=why,
    )


def _market(event: Event, write: Write) -> Document:
    market = write.get(MARKETS, event.source)
    if market is None:
        raise NothingToChange(f"there is no market {event.source}")
    return market


_BOOK = (
    "BookOpened",
    "Placed",
    "Filled",
    "OrderEnded",
    "OrderParked",
    "OrderReentered",
    "AuctionCalled",
    "AuctionPriced",
    "AuctionEnded",
    "DealProposed",
    "Dealt",
    "BookHalted",
    "BookResumed",
    "BookClosing",
    "BookRebased",
    "FeesCollected",
)
for _event in _BOOK:
    ignore(_event, contract="Book", because="the portal opens markets of fixed-price offers, no order book")
