"""What the market's tables say as files, row by row, the head first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext

from apps.trading.templatetags.trading_words import announcement
from apps.trading.types import Announcement, DealView, Depth, MarketView, OrderView, TradeView
from apps.vocabulary.sheets import Row, in_malaysia, in_ringgit
from apps.vocabulary.types import Address


def markets(found: Iterable[MarketView]) -> Iterator[Row]:
    """The overview."""
    yield (
        gettext("Share class"),
        gettext("Symbol"),
        gettext("Issuer"),
        gettext("State"),
        gettext("Last price (RM)"),
        gettext("Change (%)"),
        gettext("Best bid (RM)"),
        gettext("Best ask (RM)"),
        gettext("Units traded"),
        gettext("Traded (RM)"),
        gettext("Market"),
    )
    for each in found:
        prices = (in_ringgit(price) if price else "" for price in (each.last_price, each.bid, each.ask))
        last, bid, ask = prices
        change = "" if each.change is None else in_ringgit(each.change)
        yield (
            each.name,
            each.symbol,
            each.issuer_name,
            each.state,
            last,
            change,
            bid,
            ask,
            each.traded_units,
            in_ringgit(each.traded_amount),
            each.address,
        )


def levels(depth: Depth) -> Iterator[Row]:
    """A book's levels, as they stand: from the highest price to the lowest."""
    yield (gettext("Side"), gettext("Price (RM)"), gettext("Units"), gettext("Orders"))
    for side, of_side in ((gettext("Ask"), reversed(depth.asks)), (gettext("Bid"), depth.bids)):
        yield from ((side, in_ringgit(each.price), each.units, each.orders) for each in of_side)


def course(found: Iterable[tuple[int, int, int]]) -> Iterator[Row]:
    """What the chart draws."""
    yield (gettext("Time (MYT)"), gettext("Price (RM)"), gettext("Units"))
    yield from ((in_malaysia(at), in_ringgit(price), units) for at, price, units in found)


def market_trades(found: Iterable[TradeView]) -> Iterator[Row]:
    """A market's trades; a party that the viewer does not see is left out."""
    yield (
        gettext("Time (MYT)"),
        gettext("How"),
        gettext("Units"),
        gettext("Price (RM)"),
        gettext("Amount (RM)"),
        gettext("Buyer"),
        gettext("Seller"),
        gettext("Block"),
        gettext("Transaction"),
    )
    for each in found:
        yield (
            in_malaysia(each.at),
            each.how.value,
            each.units,
            in_ringgit(each.price),
            in_ringgit(each.amount),
            _who(each.buyer, each.buyer_name),
            _who(each.seller, each.seller_name),
            each.block,
            each.transaction,
        )


def announcements(found: Iterable[Announcement]) -> Iterator[Row]:
    """What company and market told."""
    yield (gettext("Time (MYT)"), gettext("Kind"), gettext("Announcement"))
    yield from ((in_malaysia(each.at), each.what, announcement(each)) for each in found)


def orders(found: Iterable[OrderView]) -> Iterator[Row]:
    """One's own orders."""
    yield (
        gettext("Order"),
        gettext("Placed (MYT)"),
        gettext("Share class"),
        gettext("Side"),
        gettext("Units"),
        gettext("Filled"),
        gettext("Limit (RM)"),
        gettext("Filled for (RM)"),
        gettext("Fees (RM)"),
        gettext("Until (MYT)"),
        gettext("State"),
        gettext("Reason"),
        gettext("Market"),
    )
    for each in found:
        yield (
            each.number,
            in_malaysia(each.placed_at),
            each.name,
            gettext("buy") if each.side == "bid" else gettext("sell"),
            each.ordered,
            each.filled,
            in_ringgit(each.price),
            in_ringgit(each.proceeds),
            in_ringgit(each.paid),
            in_malaysia(each.expires_at),
            each.state.value,
            each.why,
            each.market,
        )


def deals(found: Iterable[DealView]) -> Iterator[Row]:
    """Negotiated trades that one is a party to."""
    yield (
        gettext("Number"),
        gettext("Share class"),
        gettext("Seller"),
        gettext("Buyer"),
        gettext("Units"),
        gettext("Price (RM)"),
        gettext("Amount (RM)"),
        gettext("Fee (RM)"),
        gettext("Until (MYT)"),
        gettext("State"),
        gettext("Market"),
    )
    for each in found:
        yield (
            each.number,
            each.name,
            _who(each.seller, each.seller_name),
            _who(each.buyer, each.buyer_name),
            each.units,
            in_ringgit(each.price),
            in_ringgit(each.amount),
            in_ringgit(each.fee),
            in_malaysia(each.expires_at),
            each.state.value,
            each.market,
        )


def trades(found: Iterable[TradeView]) -> Iterator[Row]:
    """One's own trades."""
    yield (
        gettext("Time (MYT)"),
        gettext("Share class"),
        gettext("Side"),
        gettext("How"),
        gettext("Units"),
        gettext("Price (RM)"),
        gettext("Amount (RM)"),
        gettext("Fee (RM)"),
        gettext("Total (RM)"),
        gettext("Certificate"),
        gettext("Block"),
        gettext("Transaction"),
        gettext("Market"),
    )
    for each in found:
        yield (
            in_malaysia(each.at),
            each.name,
            gettext("bought") if each.side == "bought" else gettext("sold"),
            each.how.value,
            each.units,
            in_ringgit(each.price),
            in_ringgit(each.amount),
            in_ringgit(each.fee),
            in_ringgit(each.total),
            each.certificate or "",
            each.block,
            each.transaction,
            each.market,
        )


def tax(found: Sequence[TradeView], year: int) -> Iterator[Row]:
    """A calendar year's trades with its sums: what a tax return asks for."""
    yield from trades(found)
    yield ()
    for side, words in (("bought", gettext("Bought in %(year)s")), ("sold", gettext("Sold in %(year)s"))):
        of_side = [each for each in found if each.side == side]
        sums = (sum(getattr(each, field) for each in of_side) for field in ("amount", "fee", "total"))
        units = sum(each.units for each in of_side)
        yield ("", words % {"year": year}, "", "", units, "", *(in_ringgit(each) for each in sums))


def _who(door: Address | None, name: str) -> str:
    """A name in full; of a person without one the whole address."""
    return door or "" if name.startswith("0x") else name
