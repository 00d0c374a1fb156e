"""One's own orders and negotiated trades, what they hold, and what a new one would come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.trading import rules
from apps.trading.errors import NoSuchDeal, NoSuchOrder
from apps.trading.queries.markets import found as market_row
from apps.trading.queries.markets import market as market_view
from apps.trading.queries.markets import met
from apps.trading.types import (
    DEALS,
    ORDERS,
    STANDING,
    DealState,
    DealView,
    OrderState,
    OrderView,
    Side,
    order_key,
)
from apps.trading.types.tickets import Lot, Quote
from apps.treasury import queries as treasury
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.pages import every
from apps.vocabulary.types import Address, Viewer

PAGE = 50
PART = 500
"""Rows of an export that are read at once."""
MOST_STANDING = 500

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Orders:
    """Part of a list of orders; `next` is the `after` of the following page."""

    rows: list[OrderView]
    next: str | None


@dataclass(frozen=True, slots=True)
class Deals:
    """Part of a list of negotiated trades; `next` is the `after` of the following page."""

    rows: list[DealView]
    next: str | None


def own_orders(
    viewer: Viewer,
    *,
    market: Address | None = None,
    standing: bool | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Orders:
    """The viewer's own orders, the newest first: on one market; those that stand, or those that are over. One
    that stands under another number is shown there. Raises SignInNeeded.
    """
    where: dict[str, Any] = {"owner": _door(viewer)}
    over = [each for each in OrderState if each not in (*STANDING, OrderState.MOVED)]
    where["state"] = [*STANDING, *over] if standing is None else list(STANDING) if standing else over
    if market:
        where["market"] = market
    found = ORDERS.page(order="placed_at", where=where, after=after, limit=limit, descending=True)
    return Orders(_orders(found.rows), found.next)


def every_own_order(viewer: Viewer) -> Iterator[OrderView]:
    """All of the viewer's own orders for an export, the newest first. Raises SignInNeeded."""
    return every(lambda after: own_orders(viewer, after=after, limit=PART))


def order(viewer: Viewer, market: Address, number: int) -> OrderView:
    """One's own order. Raises NoSuchOrder, SignInNeeded."""
    door, found = _door(viewer), ORDERS.get(order_key(market, number))
    if found is None or found["owner"] != door:
        raise NoSuchOrder
    return _orders([found])[0]


def standing_orders(market: Address) -> int:
    """How many orders of a market, in their queues or not, hold something yet."""
    return ORDERS.count({"market": market, "state": list(STANDING)})


def concerned(market: Address) -> list[Address]:
    """Who has something in a market, and whose shares it trades: everybody with an order that stands or a
    negotiated trade that is open, the class's holders, and its issuer. For who tells them. Raises
    NoSuchMarket.
    """
    face = market_row(market)["face"]
    orders = ORDERS.walk(where={"market": market, "state": list(STANDING)})
    deals = DEALS.walk(where={"market": market, "state": DealState.OPEN})
    parties = [each["owner"] for each in orders] + [door for each in deals for door in each["parties"]]
    holders = securities.holders_of(face)
    return list({*holders, *map(Address, parties), securities.share_class(face).issuer})


def reserved(viewer: Viewer) -> dict[Address, int]:
    """What the viewer's standing bids hold, in sen, by money. Raises SignInNeeded."""
    held: dict[Address, int] = {}
    where = {"owner": _door(viewer), "state": list(STANDING)}
    for each in _orders(ORDERS.page(order="placed_at", where=where, limit=MOST_STANDING).rows):
        if each.side is Side.BID:
            held[each.money] = held.get(each.money, 0) + each.held
    return held


# -- negotiated trades ----------------------------------------------------------------------------------


def own_deals(
    viewer: Viewer,
    *,
    market: Address | None = None,
    state: DealState | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Deals:
    """The negotiated trades that the viewer proposed or was named in, the newest first. Raises
    SignInNeeded.
    """
    where: dict[str, Any] = {"parties": _door(viewer)}
    if market:
        where["market"] = market
    if state:
        where["state"] = state
    found = DEALS.page(order="proposed_at", where=where, after=after, limit=limit, descending=True)
    return Deals(_deals(viewer, found.rows), found.next)


def every_own_deal(viewer: Viewer) -> Iterator[DealView]:
    """All of them for an export, the newest first. Raises SignInNeeded."""
    return every(lambda after: own_deals(viewer, after=after, limit=PART))


def deal(viewer: Viewer, market: Address, number: int) -> DealView:
    """One, for its parties. Raises NoSuchDeal, SignInNeeded."""
    door, found = _door(viewer), DEALS.get(order_key(market, number))
    if found is None or door not in found["parties"]:
        raise NoSuchDeal
    return _deals(viewer, [found])[0]


# -- a new order ----------------------------------------------------------------------------------------


def lots(viewer: Viewer, face: Address) -> list[Lot]:
    """The viewer's own certificates of a class, and from when on each can be offered. Raises SignInNeeded."""
    _door(viewer)
    now = participants.chain_time()
    return [
        Lot(
            certificate=each.number,
            units=each.units,
            offered=each.held_units,
            free_from=each.locked_until if each.locked_until > now else 0,
        )
        for holding in securities.portfolio(viewer)
        if holding.share_class.face == face
        for each in holding.certificates
    ]


def fee_schedule() -> int:
    """R22: the fees that a new order would keep, packed as the contract keeps them."""
    return rulebook.figure("R22m") << 24 | rulebook.figure("R22") & 0xFFFFFF


def quote(viewer: Viewer, market: Address, *, side: Side, units: int, price: int) -> Quote:
    """What an order would come to. Raises NoSuchMarket, SignInNeeded."""
    _door(viewer)
    found = market_view(market)
    amount = units * price
    fee = rules.trade_fee_down(fee_schedule(), amount)
    holding = sum(each.units for each in lots(viewer, found.face))
    balance = treasury.balance(viewer, found.money)
    sign = 1 if side is Side.BID else -1
    total = amount + sign * fee
    meets = met(market, side=side, units=units, price=price) if found.matches else (0, 0)
    return Quote(
        side=side,
        units=units,
        price=price,
        amount=amount,
        fee=fee,
        total=total,
        holds=holding + sign * units,
        spends=balance - sign * total,
        counts=rulebook.counts_purchases(),
        room=_room(viewer, found.issuer),
        meets=meets[0],
        meets_for=meets[1],
    )


# -- parts ----------------------------------------------------------------------------------------------


def _room(viewer: Viewer, issuer: Address) -> int | None:
    """What R4 leaves the viewer of an issuer, in sen; None without a ceiling."""
    me = participants.participant(viewer, _door(viewer))
    ceiling = rulebook.figure("R4", me.investor_class)
    return max(0, ceiling - rulebook.used(me.person, issuer)) if ceiling else None


def _door(viewer: Viewer) -> Address:
    if viewer.door is None:
        raise SignInNeeded
    return viewer.door


def _held(row: Row) -> int:
    if row["state"] not in STANDING:
        return 0
    if row["side"] == Side.BID:
        return rules.held_by_bid(row["fees"], row["units"], row["price"], row["proceeds"])
    units: int = row["units"]
    return units


def _orders(rows: Sequence[Row]) -> list[OrderView]:
    classes = securities.share_classes([each["face"] for each in rows])
    return [
        OrderView(
            market=Address(each["market"]),
            face=Address(each["face"]),
            name=classes[each["face"]].name,
            money=Address(each["money"]),
            number=each["number"],
            owner=Address(each["owner"]),
            side=Side(each["side"]),
            certificate=each["certificate"],
            ordered=each["ordered"],
            units=each["units"],
            price=each["price"],
            expires_at=each["expires_at"],
            proceeds=each["proceeds"],
            paid=each["paid"],
            held=_held(each),
            state=OrderState(each["state"]),
            why=each["why"],
            placed_at=each["placed_at"],
            ended_at=each["ended_at"],
        )
        for each in rows
    ]


def _deals(viewer: Viewer, rows: Sequence[Row]) -> list[DealView]:
    classes = securities.share_classes([each["face"] for each in rows])
    names = participants.names_of([party for each in rows for party in each["parties"]])
    return [
        DealView(
            market=Address(each["market"]),
            face=Address(each["face"]),
            name=classes[each["face"]].name,
            money=Address(each["money"]),
            number=each["number"],
            seller=Address(each["seller"]),
            seller_name=names[each["seller"]],
            buyer=Address(each["buyer"]),
            buyer_name=names[each["buyer"]],
            certificate=each["certificate"],
            units=each["units"],
            price=each["price"],
            fee=rules.trade_fee_down(each["fees"], each["units"] * each["price"]),
            expires_at=each["expires_at"],
            state=DealState(each["state"]),
            selling=each["seller"] == viewer.door,
            buying=each["buyer"] == viewer.door,
        )
        for each in rows
    ]
