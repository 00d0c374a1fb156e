"""One's own orders, trades and a tax year's sales as files, a market's tables, and a trade's confirmation as
PDF.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.participants import queries as participants
from apps.trading import queries
from apps.trading.types import MarketView
from apps.trading.views import paper, tables
from apps.vocabulary import sheets
from apps.vocabulary.errors import Malformed, NotFound
from apps.vocabulary.paper import drawn, file
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as

FIRST_YEAR = 2000


@never_cache
@require_safe
def orders(request: HttpRequest, kind: str) -> HttpResponse:
    """Every order of one's own, the newest first."""
    viewer = acting_as(request, Role.INVESTOR)
    return sheets.table(tables.orders(queries.every_own_order(viewer)), "castor-orders", kind)


@never_cache
@require_safe
def deals(request: HttpRequest, kind: str) -> HttpResponse:
    """Every negotiated trade of one's own, the newest first."""
    viewer = acting_as(request, Role.INVESTOR)
    return sheets.table(tables.deals(queries.every_own_deal(viewer)), "castor-negotiated-trades", kind)


@never_cache
@require_safe
def trades(request: HttpRequest, kind: str) -> HttpResponse:
    """Every trade of one's own, the oldest first."""
    viewer = acting_as(request, Role.INVESTOR)
    return sheets.table(tables.trades(queries.every_own_trade(viewer)), "castor-trades", kind)


@never_cache
@require_safe
def tax(request: HttpRequest, kind: str) -> HttpResponse:
    """One's own trades of a calendar year in Malaysia, with the year's sums."""
    viewer, year = acting_as(request, Role.INVESTOR), _year(request)
    first, last = (int(dt.datetime(each, 1, 1, tzinfo=MALAYSIA).timestamp()) for each in (year, year + 1))
    found = list(queries.every_own_trade(viewer, low=first, high=last - 1))
    return sheets.table(tables.tax(found, year), f"castor-tax-{year}", kind)


@never_cache
@require_safe
def confirmation(request: HttpRequest, place: str) -> HttpResponse:
    """What one bought or sold, on paper."""
    viewer = acting_as(request, Role.INVESTOR)
    trade = queries.trade(viewer, place)
    sheet = paper.confirmation(trade, queries.market(trade.market))
    return file(drawn(sheet, paper.WIDTHS), f"castor-trade-{place}.pdf")


def of_market(viewer: Viewer, found: MarketView, table: str, kind: str) -> HttpResponse:
    """One of the tables of a market's page, all of it: its `book`, `prices` or `trades`. Raises NotFound."""
    match table:
        case "book":
            rows = tables.levels(queries.depth(found.address, levels=queries.EVERY_LEVEL))
        case "prices":
            rows = tables.course(queries.price_course(found.address))
        case "trades":
            rows = tables.market_trades(queries.every_trade(viewer, found.address))
        case _:
            raise NotFound
    return sheets.table(rows, f"castor-{table}-{found.address}", kind)


def _year(request: HttpRequest) -> int:
    now = dt.datetime.fromtimestamp(participants.chain_time(), MALAYSIA)
    asked = request.GET.get("year") or str(now.year)
    if not asked.isascii() or not asked.isdigit() or not FIRST_YEAR <= int(asked[:5]) <= now.year:
        raise Malformed
    return int(asked)
