"""What is known of the secondary market. Markets, offers and trades are public, and who stands behind them
is not: that is for the parties, and for whoever sees them (`participants.queries.scope`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from apps.ledger import queries as ledger
from apps.participants import queries as participants
from apps.securities import queries as securities
from apps.trading import rules
from apps.trading.errors import NoSuchMarket, NoSuchOffer
from apps.trading.types import (
    MARKETS,
    OFFERS,
    TRADES,
    Chart,
    Lot,
    MarketView,
    OfferState,
    OfferView,
    TradeView,
    offer_key,
)
from apps.treasury import queries as treasury
from apps.vocabulary.errors import SignInNeeded, Unavailable
from apps.vocabulary.types import VISITOR, Address, Viewer

PAGE = 50
CHARTED = 200
"""How many of the latest trades the price chart draws."""

Row = Mapping[str, Any]

# -- markets --------------------------------------------------------------------------------------------


def markets(*, operator: Address | None = None) -> list[MarketView]:
    """Every market, the latest opened first; of one operator, where one is named. Public."""
    where = {"operator": operator} if operator else None
    return _markets(list(MARKETS.walk(order="opened_at", where=where, descending=True)))


def market(address: Address) -> MarketView:
    """One market. Public. Raises NoSuchMarket."""
    return _markets([_found(address)])[0]


def market_of(face: Address, money: Address) -> MarketView | None:
    """The market of a share class in one trustee's money, if it was opened."""
    found = next(iter(MARKETS.walk(where={"face": face, "money": money})), None)
    return _markets([found])[0] if found else None


def template() -> Address:
    """The template of markets in force. Raises Unavailable before there is one."""
    found = ledger.module("market")
    if found is None:
        raise Unavailable
    return found


# -- offers ---------------------------------------------------------------------------------------------


def book(viewer: Viewer, address: Address, *, limit: int = PAGE) -> list[OfferView]:
    """A market's open offers that have not expired by chain time, the cheapest first. Raises NoSuchMarket."""
    _found(address)
    return _offers(viewer, list(islice(_standing(address), limit)))


def offer(viewer: Viewer, address: Address, number: int) -> OfferView:
    """One offer. Raises NoSuchMarket, NoSuchOffer."""
    _found(address)
    found = OFFERS.get(offer_key(address, number))
    if found is None:
        raise NoSuchOffer
    return _offers(viewer, [found])[0]


def own_offers(
    viewer: Viewer, *, market: Address | None = None, state: OfferState | None = None
) -> list[OfferView]:
    """The viewer's own offers, the newest first; on one market, in one state. Raises SignInNeeded."""
    where: dict[str, Any] = {"seller": _door(viewer)}
    if market:
        where["market"] = market
    if state:
        where["state"] = state
    return _offers(viewer, OFFERS.page(order="offered_at", where=where, descending=True).rows)


def due(now: int, *, most: int = PAGE) -> list[OfferView]:
    """Open offers whose time was over before `now` (chain seconds): anyone may end them."""
    found = OFFERS.page(order="expires_at", where={"state": OfferState.OPEN}, high=now - 1, limit=most)
    return _offers(VISITOR, found.rows)


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


# -- trades ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trades:
    """Part of a list of trades; `next` is the `after` of the following page."""

    rows: list[TradeView]
    next: str | None


def trades(viewer: Viewer, address: Address, *, after: str | None = None, limit: int = PAGE) -> Trades:
    """A market's trades, the newest first; who traded is told to the parties and their overseers alone."""
    _found(address)
    found = TRADES.page(order="at", where={"market": address}, after=after, limit=limit, descending=True)
    return Trades(_trades(viewer, found.rows), found.next)


def own_trades(viewer: Viewer, *, after: str | None = None, limit: int = PAGE) -> Trades:
    """The viewer's own trades, on every market, the newest first. Raises SignInNeeded."""
    where = {"parties": _door(viewer)}
    found = TRADES.page(order="at", where=where, after=after, limit=limit, descending=True)
    return Trades(_trades(viewer, found.rows), found.next)


def price_chart(address: Address) -> Chart | None:
    """The course of a market's latest trades; None before the first one."""
    found = TRADES.page(order="at", where={"market": address}, limit=CHARTED, descending=True).rows
    return rules.chart([(each["at"], each["price"]) for each in reversed(found)])


# -- parts ----------------------------------------------------------------------------------------------


def _door(viewer: Viewer) -> Address:
    if viewer.door is None:
        raise SignInNeeded
    return viewer.door


def _found(address: Address) -> Row:
    found = MARKETS.get(address)
    if found is None:
        raise NoSuchMarket
    return found


def _standing(address: Address) -> Iterator[Row]:
    now = participants.chain_time()
    found = OFFERS.walk(order="price", where={"market": address, "state": OfferState.OPEN})
    return (each for each in found if each["expires_at"] >= now)


def _markets(rows: Sequence[Row]) -> list[MarketView]:
    classes = securities.share_classes([each["face"] for each in rows])
    keepers = {each["money"]: str(treasury.trustee_of(Address(each["money"]))) for each in rows}
    names = participants.names_of([each["operator"] for each in rows] + list(keepers.values()))
    return [
        MarketView(
            address=Address(each["address"]),
            operator=Address(each["operator"]),
            operator_name=names[each["operator"]],
            face=Address(each["face"]),
            money=Address(each["money"]),
            trustee_name=names[keepers[each["money"]]],
            name=classes[each["face"]].name,
            symbol=classes[each["face"]].symbol,
            issuer=classes[each["face"]].issuer,
            issuer_name=classes[each["face"]].issuer_name,
            last_price=each["last_price"],
            last_at=each["last_at"],
            cheapest=next((one["price"] for one in _standing(Address(each["address"]))), None),
            traded_units=each["traded_units"],
            traded_amount=each["traded_amount"],
            trades=each["trades"],
            offers=each["offers"],
        )
        for each in rows
    ]


def _offers(viewer: Viewer, rows: Sequence[Row]) -> list[OfferView]:
    names = _names(viewer, [each["seller"] for each in rows])
    classes = securities.share_classes([each["face"] for each in rows])
    return [
        OfferView(
            market=Address(each["market"]),
            face=Address(each["face"]),
            name=classes[each["face"]].name,
            money=Address(each["money"]),
            number=each["number"],
            seller=Address(each["seller"]) if each["seller"] in names else None,
            seller_name=names.get(each["seller"], ""),
            certificate=each["certificate"] if each["seller"] in names else None,
            own=each["seller"] == viewer.door,
            offered=each["offered"],
            units=each["units"],
            price=each["price"],
            expires_at=each["expires_at"],
            state=OfferState(each["state"]),
        )
        for each in rows
    ]


def _trades(viewer: Viewer, rows: Sequence[Row]) -> list[TradeView]:
    names = _names(viewer, [party for each in rows for party in each["parties"]])
    classes = securities.share_classes([each["face"] for each in rows])
    sides = {"buyer": "bought", "seller": "sold"}
    return [
        TradeView(
            market=Address(each["market"]),
            face=Address(each["face"]),
            name=classes[each["face"]].name,
            units=each["units"],
            price=each["price"],
            amount=each["amount"],
            at=each["at"],
            buyer=Address(each["buyer"]) if each["buyer"] in names else None,
            seller=Address(each["seller"]) if each["seller"] in names else None,
            buyer_name=names.get(each["buyer"], ""),
            seller_name=names.get(each["seller"], ""),
            side=next((word for part, word in sides.items() if each[part] == viewer.door), ""),
            certificate=each["certificate"] if not names.keys().isdisjoint(each["parties"]) else None,
            transaction=each["transaction"],
        )
        for each in rows
    ]


def _names(viewer: Viewer, doors: Sequence[str]) -> dict[str, str]:
    """The names of those among these doors that the viewer sees."""
    return participants.names_of(sorted(participants.seen(viewer, doors)))
