"""The secondary market as the chain tells it: order books, orders, levels, trades, deals, auctions, halts."""

from __future__ import annotations

from typing import Any

from apps.ledger.readmodel import Document
from apps.ledger.registry import Event, NothingToChange, Write, project
from apps.securities.types import CERTIFICATES, CLASSES, certificate_key
from apps.trading.types import (
    DEALS,
    HAPPENINGS,
    LEVELS,
    MARKETS,
    ORDERS,
    TRADES,
    DealState,
    Form,
    How,
    OrderState,
    Phase,
    Side,
    order_key,
    queue_key,
)
from apps.vocabulary.types import ZERO_ADDRESS

FORMS = (Form.CONTINUOUS, Form.AUCTION)
"""`Form` in IBookEvents.sol, in its order."""
BID = 1
"""`Side.Bid` in IBookEvents.sol."""
ENDS = {"cancelled": OrderState.CANCELLED, "expired": OrderState.EXPIRED}
"""What an order that ended is called; for any other reason: ended."""

# -- the book -------------------------------------------------------------------------------------------


@project("BookOpened", contract="Book")
def opened(event: Event, write: Write) -> None:
    """An operator opened a book for one share class in one trustee's money."""
    predecessor = event["predecessor"]
    market = {
        "address": event.source,
        "operator": event["operator"],
        "face": event["face"],
        "money": event["money"],
        "tick": event["tick"],
        "form": FORMS[event["form"]],
        "predecessor": None if predecessor == ZERO_ADDRESS else predecessor,
        "epoch": (write.get(CLASSES, event["face"]) or {"epoch": 0})["epoch"],
        "last_price": None,
        "last_at": None,
        "before": None,
        "reference": event["startPrice"],
        "traded_units": 0,
        "traded_amount": 0,
        "trades": 0,
        "orders": 0,
        "fees": 0,
        "phase": Phase.OPEN,
        "called_at": 0,
        "auction": None,
        "halted": None,
        "closes_at": 0,
        "changes": 0,
        "opened_at": event.at,
    }
    write.put(MARKETS, event.source, market)
    _happened(event, write, "opened", price=event["startPrice"])
    write.tell(
        [event["operator"]],
        "BookOpened",
        market=event.source,
        operator=event["operator"],
        face=event["face"],
    )


@project("BookHalted", contract="Book")
def halted(event: Event, write: Write) -> None:
    """The operator halted the book: nothing enters, nothing is matched."""
    _market_told(event, write, "halted", halted=event.text("reason"))


@project("BookResumed", contract="Book")
def resumed(event: Event, write: Write) -> None:
    """The book goes on."""
    _market_told(event, write, "resumed", halted=None)


@project("BookClosing", contract="Book")
def closing(event: Event, write: Write) -> None:
    """From a moment on the book takes nothing; what is left is returned by whoever pushes."""
    _market_told(event, write, "closing", closes_at=event["closesAt"])


@project("BookRebased", contract="Book")
def rebased(event: Event, write: Write) -> None:
    """The class was converted and the book is empty: its last price was converted alike."""
    write.change(MARKETS, event.source, epoch=event["epoch"], reference=event["price"])
    _happened(event, write, "rebased", price=event["price"])


@project("FeesCollected", contract="Book")
def fees_collected(event: Event, write: Write) -> None:
    """The operator was paid its fees; the money tells of itself."""
    write.add(MARKETS, event.source, fees=-event["amount"], changes=1)


# -- orders ---------------------------------------------------------------------------------------------


@project("Placed", contract="Book")
def placed(event: Event, write: Write) -> None:
    """An order was taken. What it is matched with at once is told by what follows."""
    market = _market(event, write)
    side = Side.BID if event["side"] == BID else Side.ASK
    owner, units, price = event["owner"], event["units"], event["price"]
    order = {
        "market": event.source,
        "face": market["face"],
        "money": market["money"],
        "number": event["order"],
        "owner": owner,
        "side": side,
        "certificate": event["certificate"],
        "ordered": units,
        "units": units,
        "price": price,
        "expires_at": event["expiresAt"],
        "fees": event["fees"],
        "proceeds": 0,
        "paid": 0,
        "state": OrderState.OPEN,
        "why": "",
        "again": None,
        "placed_at": event.at,
        "ended_at": None,
    }
    write.put(ORDERS, order_key(event.source, event["order"]), order)
    _queue(event, write, order, 1)
    sentence = "BidPlaced" if side is Side.BID else "AskPlaced"
    write.tell(
        [owner], sentence, market=event.source, face=market["face"], owner=owner, units=units, price=price
    )


@project("Filled", contract="Book")
def filled(event: Event, write: Write) -> None:
    """Delivery versus payment: units to the buyer, money to the seller, in one transaction."""
    market = _market(event, write)
    for number, fee in ((event["bid"], event["buyerFee"]), (event["ask"], event["sellerFee"])):
        _fill(event, write, number, fee)
    price = event["price"]
    write.change(MARKETS, event.source, before=market["last_price"], last_price=price, reference=price)
    how = How.BOOK if market["phase"] == Phase.OPEN else How.AUCTION
    _traded(event, write, how, bid=event["bid"], ask=event["ask"])


@project("OrderEnded", contract="Book")
def order_ended(event: Event, write: Write) -> None:
    """An order, or a negotiated trade, is over: what it held went back."""
    key, why = order_key(event.source, event["order"]), event.text("why")
    deal, order = write.get(DEALS, key), write.get(ORDERS, key)
    if deal is not None:
        write.change(DEALS, key, state=DealState(ENDS.get(why, "ended")), ended_at=event.at)
    elif order is not None:
        if order["state"] == OrderState.OPEN:
            _queue(event, write, order, -1)
        write.change(ORDERS, key, state=ENDS.get(why, OrderState.ENDED), why=why, ended_at=event.at)
    _tell_owner(event, write, "OrderEnded", why=why)


@project("OrderParked", contract="Book")
def order_parked(event: Event, write: Write) -> None:
    """An order lost its place, and keeps what it holds."""
    key, why = order_key(event.source, event["order"]), event.text("why")
    _queue(event, write, _order(write, key), -1)
    write.change(ORDERS, key, state=OrderState.PARKED, why=why)
    _tell_owner(event, write, "OrderParked", why=why)


@project("OrderReentered", contract="Book")
def order_reentered(event: Event, write: Write) -> None:
    """A parked order stands at the tail of its queue, under a new number."""
    key, number = order_key(event.source, event["order"]), event["again"]
    old = _order(write, key)
    write.change(ORDERS, key, state=OrderState.MOVED, again=number, ended_at=event.at)
    new = {**old, "number": number, "state": OrderState.OPEN, "why": "", "placed_at": event.at}
    write.put(ORDERS, order_key(event.source, number), new)
    _queue(event, write, new, 1)
    _tell_owner(event, write, "OrderReentered")


# -- auctions -------------------------------------------------------------------------------------------


@project("AuctionCalled", contract="Book")
def auction_called(event: Event, write: Write) -> None:
    """The book is frozen until its auction is over."""
    write.change(MARKETS, event.source, phase=Phase.CALLED, called_at=event.at)
    _happened(event, write, "called")


@project("AuctionPriced", contract="Book")
def auction_priced(event: Event, write: Write) -> None:
    """One price for all that trades."""
    price, units = event["price"], event["volume"]
    auction = {"price": price, "units": units, "at": event.at}
    write.change(MARKETS, event.source, phase=Phase.PRICED, auction=auction)
    _happened(event, write, "priced", price=price, units=units)
    market = _market(event, write)
    write.tell(
        [market["operator"]],
        "AuctionPriced",
        market=event.source,
        face=market["face"],
        price=price,
        units=units,
    )


@project("AuctionEnded", contract="Book")
def auction_ended(event: Event, write: Write) -> None:
    """Orders are taken and cancelled again."""
    write.change(MARKETS, event.source, phase=Phase.OPEN)
    _happened(event, write, "auction-ended", why=event.text("why"))


# -- negotiated trades ----------------------------------------------------------------------------------


@project("DealProposed", contract="Book")
def deal_proposed(event: Event, write: Write) -> None:
    """A holder offers units to one buyer."""
    market = _market(event, write)
    seller, buyer = event["seller"], event["buyer"]
    deal = {
        "market": event.source,
        "face": market["face"],
        "money": market["money"],
        "number": event["deal"],
        "seller": seller,
        "buyer": buyer,
        "parties": [buyer, seller],
        "certificate": event["certificate"],
        "units": event["units"],
        "price": event["price"],
        "expires_at": event["expiresAt"],
        "fees": event["fees"],
        "state": DealState.OPEN,
        "proposed_at": event.at,
        "ended_at": None,
    }
    write.put(DEALS, order_key(event.source, event["deal"]), deal)
    write.add(MARKETS, event.source, changes=1)
    figures = {"units": event["units"], "price": event["price"]}
    write.tell(
        [buyer, seller],
        "DealProposed",
        market=event.source,
        face=market["face"],
        seller=seller,
        buyer=buyer,
        **figures,
    )


@project("Dealt", contract="Book")
def dealt(event: Event, write: Write) -> None:
    """The buyer that was named took it. The book's last price stays as it is."""
    key = order_key(event.source, event["deal"])
    write.change(DEALS, key, state=DealState.ACCEPTED, ended_at=event.at)
    _traded(event, write, How.DEAL, bid=0, ask=event["deal"])


# -- parts ----------------------------------------------------------------------------------------------


def _market(event: Event, write: Write) -> Document:
    market = write.get(MARKETS, event.source)
    if market is None:
        raise NothingToChange(f"there is no market {event.source}")
    return market


def _order(write: Write, key: str) -> Document:
    order = write.get(ORDERS, key)
    if order is None:
        raise NothingToChange(f"there is no order {key}")
    return order


def _queue(event: Event, write: Write, order: Document, orders: int) -> None:
    """The order comes to its level (1), or leaves it (-1), with the units that it has."""
    _level(write, order, units=orders * order["units"], orders=orders)
    write.add(MARKETS, event.source, orders=orders, changes=1)


def _level(write: Write, order: Document, *, units: int, orders: int) -> None:
    queue, price = queue_key(order["market"], order["side"]), order["price"]
    key = f"{queue}:{price}"
    level = write.get(LEVELS, key) or {"queue": queue, "price": price, "units": 0, "orders": 0}
    level = {**level, "units": level["units"] + units, "orders": level["orders"] + orders}
    if level["orders"]:
        write.put(LEVELS, key, level)
    else:
        write.delete(LEVELS, key)


def _fill(event: Event, write: Write, number: int, fee: int) -> None:
    key, units = order_key(event.source, number), event["units"]
    order = _order(write, key)
    left = order["units"] - units
    ended: dict[str, Any] = {} if left else {"state": OrderState.FILLED, "ended_at": event.at}
    proceeds, paid = order["proceeds"] + units * event["price"], order["paid"] + fee
    write.change(ORDERS, key, units=left, proceeds=proceeds, paid=paid, **ended)
    _level(write, order, units=-units, orders=0 if left else -1)
    if not left:
        write.add(MARKETS, event.source, orders=-1)


def _traded(event: Event, write: Write, how: How, *, bid: int, ask: int) -> None:
    market = _market(event, write)
    buyer, seller, units, price = event["buyer"], event["seller"], event["units"], event["price"]
    amount, fees = units * price, event["buyerFee"] + event["sellerFee"]
    write.change(MARKETS, event.source, last_at=event.at)
    write.add(MARKETS, event.source, traded_units=units, traded_amount=amount, trades=1, fees=fees, changes=1)
    # What the buyer paid, on the certificate that securities' projection of the same transaction has moved.
    into = certificate_key(market["face"], event["into"])
    write.change(CERTIFICATES, into, cost=amount + event["buyerFee"], money=market["money"])
    trade = {
        "place": event.place,
        "market": event.source,
        "face": market["face"],
        "money": market["money"],
        "how": how,
        "bid": bid,
        "ask": ask,
        "parties": [buyer, seller],
        "buyer": buyer,
        "seller": seller,
        "units": units,
        "price": price,
        "amount": amount,
        "buyer_fee": event["buyerFee"],
        "seller_fee": event["sellerFee"],
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
        price=price,
        amount=amount,
    )


def _market_told(event: Event, write: Write, what: str, **change: Any) -> None:
    """The operator said something about its book, with a reason."""
    write.change(MARKETS, event.source, **change)
    market = _market(event, write)
    _happened(event, write, what, why=event.text("reason"))
    more = {"closes_at": market["closes_at"]} if what == "closing" else {}
    write.tell(
        [market["operator"]],
        event.name,
        market=event.source,
        face=market["face"],
        reason=event["reason"],
        **more,
    )


def _happened(
    event: Event, write: Write, what: str, *, why: str = "", price: int = 0, units: int = 0
) -> None:
    write.add(MARKETS, event.source, changes=1)
    told = {"what": what, "at": event.at, "why": why, "price": price, "units": units}
    write.put(HAPPENINGS, event.place, {"market": event.source, **told})


def _tell_owner(event: Event, write: Write, sentence: str, **more: Any) -> None:
    owner, market = event["owner"], _market(event, write)
    write.add(MARKETS, event.source, changes=1)
    write.tell([owner], sentence, market=event.source, face=market["face"], owner=owner, **more)
