"""What is known of the secondary market: any participant sees markets, offers and trades, but no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.ledger import queries as ledger
from apps.ledger.readmodel import Page
from apps.participants import queries as participants
from apps.securities import queries as securities
from apps.trading.errors import NoSuchMarket, NoSuchOffer
from apps.trading.types import (
    MARKETS,
    OFFERS,
    TRADES,
    MarketView,
    OfferState,
    OfferView,
    TradeView,
    offer_key,
)
from apps.vocabulary.errors import SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Viewer

PAGE = 50


def markets(viewer: Viewer) -> list[MarketView]:
    """Every market, the latest opened first. Raises SignInNeeded."""
    _require_participant(viewer)
    return [_market(each) for each in MARKETS.walk(order="opened_at", descending=True)]


def market(viewer: Viewer, address: Address) -> MarketView:
    """One market. Raises NoSuchMarket."""
    _require_participant(viewer)
    found = MARKETS.get(address)
    if found is None:
        raise NoSuchMarket
    return _market(found)


def market_of(face: Address, money: Address) -> MarketView | None:
    """The market of a share class in one trustee's money, if it was opened."""
    found = next(iter(MARKETS.walk(where={"face": face, "money": money})), None)
    return _market(found) if found else None


def book(viewer: Viewer, address: Address, *, limit: int = PAGE) -> list[OfferView]:
    """A market's open offers that have not expired by chain time, the cheapest first."""
    market(viewer, address)
    now = participants.chain_time()
    found = OFFERS.page(order="price", where={"market": address, "state": OfferState.OPEN}, limit=limit)
    return [_offer(each) for each in found.rows if each["expires_at"] >= now]


def offer(viewer: Viewer, address: Address, number: int) -> OfferView:
    """One offer. Raises NoSuchMarket, NoSuchOffer."""
    market(viewer, address)
    found = OFFERS.get(offer_key(address, number))
    if found is None:
        raise NoSuchOffer
    return _offer(found)


def own_offers(viewer: Viewer, *, state: OfferState | None = None) -> list[OfferView]:
    """The viewer's own offers, the newest first."""
    where: dict[str, Any] = {"seller": _require_participant(viewer)}
    if state:
        where["state"] = state
    return [_offer(each) for each in OFFERS.walk(order="offered_at", where=where, descending=True)]


@dataclass(frozen=True, slots=True)
class Trades:
    """Part of a list of trades; `next` is the `after` of the following page."""

    rows: list[TradeView]
    next: str | None


def trades(viewer: Viewer, address: Address, *, after: str | None = None, limit: int = PAGE) -> Trades:
    """A market's trades, the newest first; who traded is told to the parties and their overseers alone."""
    market(viewer, address)
    found = TRADES.page(order="at", where={"market": address}, after=after, limit=limit, descending=True)
    return _trades(viewer, found)


def own_trades(viewer: Viewer, *, after: str | None = None, limit: int = PAGE) -> Trades:
    """The viewer's own trades, on every market, the newest first."""
    where = {"parties": _require_participant(viewer)}
    return _trades(viewer, TRADES.page(order="at", where=where, after=after, limit=limit, descending=True))


def template() -> Address:
    """The template of markets in force. Raises Unavailable before there is one."""
    found = ledger.module("market")
    if found is None:
        raise Unavailable
    return found


def due(now: int, *, most: int = 50) -> list[OfferView]:
    """Open offers whose time is over by chain time: anyone may end them."""
    found = OFFERS.walk(order="offered_at", where={"state": OfferState.OPEN})
    ended = (_offer(each) for each in found if each["expires_at"] < now)
    return [each for each, _ in zip(ended, range(most), strict=False)]


# -- parts ----------------------------------------------------------------------------------------------


def _require_participant(viewer: Viewer) -> Address:
    if viewer.door is None:
        raise SignInNeeded
    return viewer.door


def _trades(viewer: Viewer, found: Page) -> Trades:
    return Trades([_trade(viewer, each) for each in found.rows], found.next)


def _trade(viewer: Viewer, found: dict[str, Any]) -> TradeView:
    buyer, seller = Address(found["buyer"]), Address(found["seller"])
    seen = {each: each == viewer.door or participants.sees(viewer, each) for each in (buyer, seller)}
    return TradeView(
        market=Address(found["market"]),
        face=Address(found["face"]),
        units=found["units"],
        price=found["price"],
        amount=found["amount"],
        at=found["at"],
        buyer=buyer if seen[buyer] else None,
        seller=seller if seen[seller] else None,
        certificate=found["certificate"] if any(seen.values()) else None,
        transaction=found["transaction"],
    )


def _market(found: dict[str, Any]) -> MarketView:
    share_class = securities.share_class(Address(found["face"]))
    return MarketView(
        address=Address(found["address"]),
        operator=Address(found["operator"]),
        face=Address(found["face"]),
        money=Address(found["money"]),
        name=share_class.name,
        symbol=share_class.symbol,
        issuer=share_class.issuer,
        last_price=found["last_price"],
        last_at=found["last_at"],
        traded_units=found["traded_units"],
        traded_amount=found["traded_amount"],
        trades=found["trades"],
    )


def _offer(found: dict[str, Any]) -> OfferView:
    return OfferView(
        market=Address(found["market"]),
        face=Address(found["face"]),
        money=Address(found["money"]),
        number=found["number"],
        seller=Address(found["seller"]),
        certificate=found["certificate"],
        offered=found["offered"],
        units=found["units"],
        price=found["price"],
        expires_at=found["expires_at"],
        state=OfferState(found["state"]),
    )
