"""Trades: prices for everybody, who traded for the parties and whoever sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.ledger.readmodel import Where
from apps.participants import queries as participants
from apps.securities import queries as securities
from apps.trading.errors import NoSuchTrade
from apps.trading.queries.markets import found
from apps.trading.types import TRADES, How, TradeView
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.pages import every
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address, Viewer

PAGE = 50
PART = 500
"""Rows of an export whose names are asked for at once."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trades:
    """Part of a list of trades; `next` is the `after` of the following page."""

    rows: list[TradeView]
    next: str | None


def trades(viewer: Viewer, address: Address, *, after: str | None = None, limit: int = PAGE) -> Trades:
    """A market's trades, the newest first. Raises NoSuchMarket."""
    found(address)
    page = TRADES.page(order="at", where={"market": address}, after=after, limit=limit, descending=True)
    return Trades(_trades(viewer, page.rows), page.next)


def own_trades(viewer: Viewer, *, after: str | None = None, limit: int = PAGE) -> Trades:
    """The viewer's own trades, on every market, the newest first. Raises SignInNeeded."""
    where = {"parties": _door(viewer)}
    page = TRADES.page(order="at", where=where, after=after, limit=limit, descending=True)
    return Trades(_trades(viewer, page.rows), page.next)


def every_trade(viewer: Viewer, address: Address) -> Iterator[TradeView]:
    """All of a market's trades for an export, the newest first. Raises NoSuchMarket."""
    found(address)
    return _every(viewer, {"market": address}, descending=True)


def every_own_trade(
    viewer: Viewer, *, low: int | None = None, high: int | None = None
) -> Iterator[TradeView]:
    """All of the viewer's own trades for an export, the oldest first; between two chain seconds, where they
    are given. Raises SignInNeeded.
    """
    return _every(viewer, {"parties": _door(viewer)}, low=low, high=high)


def trading_years(viewer: Viewer) -> list[int]:
    """The calendar years in Malaysia from the viewer's first trade to its last, the latest first. Raises
    SignInNeeded.
    """
    where = {"parties": _door(viewer)}
    ends = [TRADES.page(order="at", where=where, limit=1, descending=each).rows for each in (True, False)]
    years = [datetime.fromtimestamp(row["at"], MALAYSIA).year for rows in ends for row in rows]
    return list(range(years[0], years[1] - 1, -1)) if years else []


def trade(viewer: Viewer, place: str) -> TradeView:
    """One's own trade, by its place. Raises NoSuchTrade, SignInNeeded."""
    door, row = _door(viewer), TRADES.get(place)
    if row is None or door not in row["parties"]:
        raise NoSuchTrade
    return _trades(viewer, [row])[0]


def _door(viewer: Viewer) -> Address:
    if viewer.door is None:
        raise SignInNeeded
    return viewer.door


def _every(viewer: Viewer, where: Where, **order: Any) -> Iterator[TradeView]:
    def part(after: str | None) -> Trades:
        page = TRADES.page(order="at", where=where, after=after, limit=PART, **order)
        return Trades(_trades(viewer, page.rows), page.next)

    return every(part)


def _trades(viewer: Viewer, rows: Sequence[Row]) -> list[TradeView]:
    seen = sorted(participants.seen(viewer, [party for each in rows for party in each["parties"]]))
    names = participants.names_of(seen)
    classes = securities.share_classes([each["face"] for each in rows])
    sides = {"buyer": "bought", "seller": "sold"}
    return [
        TradeView(
            place=each["place"],
            market=Address(each["market"]),
            face=Address(each["face"]),
            name=classes[each["face"]].name,
            how=How(each["how"]),
            units=each["units"],
            price=each["price"],
            amount=each["amount"],
            at=each["at"],
            buyer=Address(each["buyer"]) if each["buyer"] in names else None,
            seller=Address(each["seller"]) if each["seller"] in names else None,
            buyer_name=names.get(each["buyer"], ""),
            seller_name=names.get(each["seller"], ""),
            side=next((word for part, word in sides.items() if each[part] == viewer.door), ""),
            fee=sum(each[f"{part}_fee"] for part in sides if each[part] == viewer.door),
            certificate=each["certificate"] if not names.keys().isdisjoint(each["parties"]) else None,
            block=each["block"],
            transaction=each["transaction"],
        )
        for each in rows
    ]
