"""Markets: their state and sessions, prices, levels, and what they told everybody. All of it is public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from apps.ledger import queries as ledger
from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.rulebook.types import Sessions
from apps.securities import queries as securities
from apps.trading import rules
from apps.trading.errors import NoSuchMarket
from apps.trading.types import (
    HAPPENINGS,
    LEVELS,
    MARKETS,
    TRADES,
    Depth,
    Form,
    HappeningView,
    How,
    LevelView,
    MarketView,
    Moment,
    Phase,
    Side,
    queue_key,
)
from apps.treasury import queries as treasury
from apps.vocabulary.types import Address, Viewer

LEVELS_SHOWN = 5
EVERY_LEVEL = 1 << 16
"""More levels than a side can have."""
CHARTED = 500
"""How many of the latest trades the price chart draws."""

Row = Mapping[str, Any]


def markets(*, operator: Address | None = None, only: Sequence[Address] | None = None) -> list[MarketView]:
    """Every market, the latest opened first; of one operator, or `only` some, where they are named."""
    if only is not None:
        return _views([each for each in MARKETS.many(only) if each is not None])
    where = {"operator": operator} if operator else None
    return _views(list(MARKETS.walk(order="opened_at", where=where, descending=True)))


def market(address: Address) -> MarketView:
    """One market. Raises NoSuchMarket."""
    return _views([found(address)])[0]


def market_of(face: Address, money: Address) -> MarketView | None:
    """The market of a share class in one trustee's money that was opened last, if any was."""
    where = {"face": face, "money": money}
    rows = MARKETS.page(order="opened_at", where=where, descending=True, limit=1).rows
    return _views(rows)[0] if rows else None


def successor(market: MarketView) -> Address | None:
    """Where the class is traded instead, in the same money, once a market is closed."""
    last = market_of(market.face, market.money) if market.closed else None
    return last.address if last is not None and last.address != market.address else None


def template() -> Address:
    """The template of order books in force. Raises Unavailable before there is one."""
    return ledger.in_force("book")


def moneys_for(viewer: Viewer) -> list[tuple[Address, str]]:
    """The money of the trustees that an operator is linked with, and their names."""
    links = participants.links_of(viewer.door) if viewer.door else []
    trustees = [each.trustee for each in links if each.state.word == "active"]
    names = participants.names_of(trustees)
    return [(money, names[each]) for each in trustees if (money := treasury.money_of(each))]


def depth(address: Address, *, levels: int = LEVELS_SHOWN) -> Depth:
    """A market's best levels. Raises NoSuchMarket."""
    found(address)
    bids, asks = _best(address, Side.BID, levels), _best(address, Side.ASK, levels)
    deepest = max((each["units"] for each in (*bids, *asks)), default=0)
    return Depth(_levels(bids, deepest), _levels(asks, deepest))


def met(address: Address, *, side: Side, units: int, price: int) -> tuple[int, int]:
    """How many of an order's `units` the book's other side stands ready to fill within the limit `price`, and
    what they come to in sen.
    """
    other = queue_key(address, Side.ASK if side is Side.BID else Side.BID)
    low, high = (None, price) if side is Side.BID else (price, None)
    left, amount = units, 0
    best_first = LEVELS.walk(
        order="price", where={"queue": other}, descending=side is Side.ASK, low=low, high=high
    )
    for each in best_first:
        part = min(left, each["units"])
        left, amount = left - part, amount + part * each["price"]
        if not left:
            break
    return units - left, amount


def happenings(address: Address, *, limit: int = 10) -> list[HappeningView]:
    """What a market told everybody, the newest first. Raises NoSuchMarket."""
    found(address)
    rows = HAPPENINGS.page(order="at", where={"market": address}, limit=limit, descending=True).rows
    return [
        HappeningView(each["what"], each["at"], each["why"], each["price"], each["units"]) for each in rows
    ]


def price_course(address: Address) -> list[tuple[int, int, int]]:
    """The course of a market's latest trades as (second, price, units), the oldest first; negotiated trades
    make no price. Raises NoSuchMarket.
    """
    found(address)
    where = {"market": address, "how": [How.BOOK, How.AUCTION]}
    rows = TRADES.page(order="at", where=where, limit=CHARTED, descending=True).rows
    return rules.course([(each["at"], each["price"], each["units"]) for each in reversed(rows)])


def found(address: Address) -> Row:
    """A market as the read model has it. Raises NoSuchMarket."""
    row = MARKETS.get(address)
    if row is None:
        raise NoSuchMarket
    return row


def moments(rows: Sequence[Row]) -> dict[str, tuple[Moment, Sessions]]:
    """What each form of book does now, by its sessions."""
    now = participants.chain_time()
    known = {each: rulebook.sessions(auctions=each == Form.AUCTION) for each in {row["form"] for row in rows}}
    return {
        each: (rules.moment(sessions, now, rulebook.is_business_day), sessions)
        for each, sessions in known.items()
    }


def crosses(address: str) -> bool:
    """Whether a market's best bid and best ask meet."""
    bids, asks = _best(address, Side.BID, 1), _best(address, Side.ASK, 1)
    return bool(bids and asks) and bids[0]["price"] >= asks[0]["price"]


def _best(address: str, side: Side, levels: int) -> list[dict[str, Any]]:
    where = {"queue": queue_key(address, side)}
    return LEVELS.page(order="price", where=where, limit=levels, descending=side is Side.BID).rows


def _levels(rows: Sequence[Row], deepest: int) -> tuple[LevelView, ...]:
    return tuple(
        LevelView(each["price"], each["units"], each["orders"], each["units"] * 100 // (deepest or 1))
        for each in rows
    )


def _views(rows: Sequence[Row]) -> list[MarketView]:
    classes = securities.share_classes([each["face"] for each in rows])
    keepers = {each["money"]: str(treasury.trustee_of(Address(each["money"]))) for each in rows}
    names = participants.names_of([each["operator"] for each in rows] + list(keepers.values()))
    now, open_now = participants.chain_time(), moments(rows)
    views = []
    for each in rows:
        share_class, (moment, sessions) = classes[each["face"]], open_now[each["form"]]
        lowest, highest = rules.band(sessions, each["reference"], each["tick"])
        bids, asks = _best(each["address"], Side.BID, 1), _best(each["address"], Side.ASK, 1)
        views.append(
            MarketView(
                address=Address(each["address"]),
                operator=Address(each["operator"]),
                operator_name=names[each["operator"]],
                face=Address(each["face"]),
                money=Address(each["money"]),
                trustee_name=names[keepers[each["money"]]],
                name=share_class.name,
                symbol=share_class.symbol,
                issuer=share_class.issuer,
                issuer_name=share_class.issuer_name,
                tick=each["tick"],
                form=Form(each["form"]),
                predecessor=Address(each["predecessor"]) if each["predecessor"] else None,
                last_price=each["last_price"],
                last_at=each["last_at"],
                before=each["before"],
                reference=each["reference"],
                lowest=lowest,
                highest=highest,
                bid=bids[0]["price"] if bids else None,
                ask=asks[0]["price"] if asks else None,
                traded_units=each["traded_units"],
                traded_amount=each["traded_amount"],
                trades=each["trades"],
                orders=each["orders"],
                fees=each["fees"],
                phase=Phase(each["phase"]),
                called_at=each["called_at"],
                auction=each["auction"],
                auction_at=_auction_at(each, sessions, now),
                halted=each["halted"],
                closes_at=each["closes_at"],
                closed=bool(each["closes_at"]) and each["closes_at"] <= now,
                moment=moment,
                sessions=sessions,
            )
        )
    return views


def _auction_at(market: Row, sessions: Sessions, now: int) -> int | None:
    if market["form"] != Form.AUCTION:
        return None
    due = rules.auction_due_from(market["called_at"], rulebook.figure("R21-auction"))
    at = rules.next_matching(sessions, max(now, due), rulebook.is_business_day)
    return 0 if at == now else at
