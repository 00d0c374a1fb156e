"""What the read model keeps of the secondary market. Prices in sen per unit, times in chain seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.ledger.readmodel import Collection
from apps.records.types import Field, Kind, register
from apps.rulebook.types import Sessions
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address

MARKETS = Collection("market", orders=("opened_at", "last_at"), facets=("face", "money", "operator"))
"""By address, each an order book: address, operator, face, money, tick, form (a `Form`), predecessor, epoch
(the class's conversions when it was opened or last emptied); last_price, last_at (None before the first
trade), before (the price before the last one), reference (the price that the band is around); traded_units,
traded_amount, trades, orders (in their queues), fees (that are due to the operator), phase (a `Phase`),
called_at (0: never), auction (the last one's price and volume, or None), halted (why, or None), closes_at (0:
not), changes (how many events there were: who follows a market follows this), opened_at.
"""

ORDERS = Collection(
    "book_order",
    orders=("placed_at", "expires_at"),
    facets=("market", "owner", "state", "face"),
)
"""By `market:number`: market, face, money, number, owner, side, certificate (0 for a bid), ordered (units at
first), units (left), price, expires_at, fees (its schedule, as the contract packs it), proceeds (its fills so
far), paid (its fees so far), state (an `OrderState`), why (it left its queue, or ended), again (the number
under which it stands now), placed_at, ended_at.
"""

LEVELS = Collection("book_level", orders=("price",), facets=("queue",))
"""By `market:side:price`: queue (`market:side`), price, units, orders. Only levels with orders."""

DEALS = Collection(
    "book_deal", orders=("proposed_at", "expires_at"), facets=("market", "state"), tags=("parties",)
)
"""By `market:number`: market, face, money, number, seller, buyer, parties (both), certificate, units, price,
expires_at, fees, state (a `DealState`), proposed_at, ended_at.
"""

TRADES = Collection("trade", orders=("at",), facets=("market", "face", "how"), tags=("parties",))
"""By place: place, market, face, money, how (a `How`), bid and ask (the orders' numbers; a deal's is the
ask), parties (buyer, seller), buyer, seller, units, price, amount, buyer_fee, seller_fee, certificate, at,
block, transaction.
"""

HAPPENINGS = Collection("market_happening", orders=("at",), facets=("market",))
"""By place: market, what (opened, halted, resumed, closing, called, priced, auction-ended, rebased), at, why,
price, units."""


class Form(StrEnum):
    """How a book matches."""

    CONTINUOUS = "continuous"
    AUCTION = "auction"


class Phase(StrEnum):
    """Where an auction stands; open: there is none."""

    OPEN = "open"
    CALLED = "called"
    PRICED = "priced"


class Side(StrEnum):
    """Which side of the book."""

    BID = "bid"
    ASK = "ask"


class OrderState(StrEnum):
    """What became of an order."""

    OPEN = "open"
    PARKED = "parked"
    FILLED = "filled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ENDED = "ended"
    MOVED = "moved"


STANDING: Final = (OrderState.OPEN, OrderState.PARKED)
"""An order that is not over: what it holds is held."""


class DealState(StrEnum):
    """What became of a negotiated trade."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ENDED = "ended"


class How(StrEnum):
    """How a trade came about."""

    BOOK = "book"
    AUCTION = "auction"
    DEAL = "deal"


def order_key(market: str, number: int) -> str:
    """The key of one order, or deal."""
    return f"{market}:{number}"


def queue_key(market: str, side: str) -> str:
    """The facet of one side's levels."""
    return f"{market}:{side}"


@dataclass(frozen=True, slots=True)
class Escrow:
    """What a book owes to whoever has something in it: `money` in sen, `units` of its class."""

    money: int
    units: int


@dataclass(frozen=True, slots=True)
class Moment:
    """What a book does now: whether orders are `taken` and `matched`; and when that next changes (chain
    seconds; None: not within two weeks) to what.
    """

    taken: bool
    matched: bool
    changes_at: int | None
    then_taken: bool
    then_matched: bool


@dataclass(frozen=True, slots=True)
class MarketView:
    """A market as pages and API show it. `last_price` in sen per unit, None before the first trade; `before`
    the price before that; `bid` and `ask` the best prices, None for none; `names` are public: organisations
    and companies. `lowest` and `highest` are the prices that the band lets in; `auction_at` is the earliest
    chain second of the next call auction: 0 as soon as orders cross, None where there are none.
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
    tick: int
    form: Form
    predecessor: Address | None
    last_price: int | None
    last_at: int | None
    before: int | None
    reference: int
    lowest: int
    highest: int
    bid: int | None
    ask: int | None
    traded_units: int
    traded_amount: int
    trades: int
    orders: int
    fees: int
    phase: Phase
    called_at: int
    auction: Mapping[str, int] | None
    auction_at: int | None
    halted: str | None
    closes_at: int
    closed: bool
    moment: Moment
    sessions: Sessions

    @property
    def change(self) -> int | None:
        """The last price's change, in parts per ten thousand; None before the second trade."""
        if self.last_price is None or not self.before:
            return None
        return (self.last_price - self.before) * 10_000 // self.before

    @property
    def spread(self) -> int | None:
        """Sen between the best bid and the best ask; None where one is missing."""
        return None if self.bid is None or self.ask is None else self.ask - self.bid

    @property
    def matches(self) -> bool:
        """Whether orders meet as they come, at this moment."""
        stopped = self.closed or self.halted is not None
        return self.form is Form.CONTINUOUS and self.moment.matched and not stopped

    @property
    def state(self) -> str:
        """One word for it, as a badge shows it."""
        if self.closed:
            return "market-closed"
        if self.halted is not None:
            return "halted"
        if self.phase is not Phase.OPEN:
            return "in-auction"
        if self.moment.matched and not self.auction_at:
            return "trading"
        return "taking-orders" if self.moment.taken else "out-of-session"


@dataclass(frozen=True, slots=True)
class LevelView:
    """All orders of one side at one price; `share` of the deepest level shown, in percent."""

    price: int
    units: int
    orders: int
    share: int


@dataclass(frozen=True, slots=True)
class Depth:
    """The best levels of both sides, the best first."""

    bids: tuple[LevelView, ...]
    asks: tuple[LevelView, ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    """One's own order: `units` are left of `ordered`, at `price` sen each, until `expires_at`. `held` is what
    it holds (sen for a bid, units for an ask); `name` is the share class's.
    """

    market: Address
    face: Address
    name: str
    money: Address
    number: int
    owner: Address
    side: Side
    certificate: int
    ordered: int
    units: int
    price: int
    expires_at: int
    proceeds: int
    paid: int
    held: int
    state: OrderState
    why: str
    placed_at: int
    ended_at: int | None

    @property
    def filled(self) -> int:
        """Units that were filled."""
        return self.ordered - self.units

    @property
    def standing(self) -> bool:
        """Whether it can be cancelled."""
        return self.state in STANDING


@dataclass(frozen=True, slots=True)
class DealView:
    """A negotiated trade that a party, or who oversees one, sees: `fee` is each side's, in sen."""

    market: Address
    face: Address
    name: str
    money: Address
    number: int
    seller: Address
    seller_name: str
    buyer: Address
    buyer_name: str
    certificate: int
    units: int
    price: int
    fee: int
    expires_at: int
    state: DealState
    selling: bool
    buying: bool

    @property
    def amount(self) -> int:
        """What it costs without the fee, in sen."""
        return self.units * self.price


@dataclass(frozen=True, slots=True)
class TradeView:
    """A trade in the share class `name`. Buyer, seller and certificate are None for who may not see them;
    `side` is what the viewer did in it: bought, sold, or nothing; `fee` what it paid for it, in sen.
    """

    place: str
    market: Address
    face: Address
    name: str
    how: How
    units: int
    price: int
    amount: int
    at: int
    buyer: Address | None
    seller: Address | None
    buyer_name: str
    seller_name: str
    side: str
    fee: int
    certificate: int | None
    block: int
    transaction: str

    @property
    def total(self) -> int:
        """What the viewer paid, or received, in sen."""
        return self.amount - self.fee if self.side == "sold" else self.amount + self.fee


@dataclass(frozen=True, slots=True)
class HappeningView:
    """What a market told everybody: see `HAPPENINGS`."""

    what: str
    at: int
    why: str
    price: int
    units: int


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was told to whoever holds a class or trades it: by its company an update, adverse-notice,
    dividend, vote, conversion-asked or conversion (`about` a campaign, dividend, ballot, or the class), by
    its market a `happening`.
    """

    what: str
    at: int
    title: str = ""
    about: Address | None = None
    happening: HappeningView | None = None


SENTENCES: Final[Mapping[str, str]] = {
    "BookOpened": gettext_noop("{operator:name} opened a market for {face:short}."),
    "BidPlaced": gettext_noop("{owner:name} bids for {units:number} units at {price:sen}."),
    "AskPlaced": gettext_noop("{owner:name} offers {units:number} units at {price:sen}."),
    "Traded": gettext_noop("{buyer:name} bought {units:number} units from {seller:name} for {amount:sen}."),
    "OrderEnded": gettext_noop("An order of {owner:name} has ended ({why})."),
    "OrderParked": gettext_noop("An order of {owner:name} lost its place ({why})."),
    "OrderReentered": gettext_noop("An order of {owner:name} is back in its queue."),
    "DealProposed": gettext_noop("{seller:name} offers {buyer:name} {units:number} units at {price:sen}."),
    "AuctionPriced": gettext_noop("An auction of {face:short} trades {units:number} units at {price:sen}."),
    "BookHalted": gettext_noop("Trading in {face:short} is halted: {reason:text}"),
    "BookResumed": gettext_noop("Trading in {face:short} goes on: {reason:text}"),
    "BookClosing": gettext_noop("The market of {face:short} closes on {closes_at:time}: {reason:text}"),
}
"""What this app's projections tell feeds, by key. Placeholders: see `participants.queries.said`."""

WATCH_LIST: Final = register(
    Kind(name="market-watch", fields=(Field("markets"),), writers=frozenset(), loose=frozenset({"kept"}))
)
"""The markets that somebody watches, by address: their own list, on no chain."""
