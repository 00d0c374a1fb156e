"""One's own orders and trades as CSV and XLSX, a tax year's sales, and a trade's confirmation as PDF. No cell
is a formula; amounts are numbers of ringgit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from apps.participants import queries as participants
from apps.trading import queries
from apps.trading.types import TradeView
from apps.trading.views import paper
from apps.vocabulary.errors import Malformed
from apps.vocabulary.paper import drawn, file
from apps.vocabulary.tables import csv_lines, safe_cell
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ORDERS = 10_000
FIRST_YEAR = 2000

Row = Sequence[str | int | Decimal]


@never_cache
@require_safe
def orders_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every order of one's own."""
    return _csv("castor-orders.csv", _orders(acting_as(request, Role.INVESTOR)))


@never_cache
@require_safe
def orders_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a sheet."""
    return _xlsx("castor-orders.xlsx", gettext("Orders"), _orders(acting_as(request, Role.INVESTOR)))


@never_cache
@require_safe
def trades_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every trade of one's own, the oldest first."""
    viewer = acting_as(request, Role.INVESTOR)
    return _csv("castor-trades.csv", _trades(queries.every_own_trade(viewer)))


@never_cache
@require_safe
def trades_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a sheet."""
    viewer = acting_as(request, Role.INVESTOR)
    rows = _trades(queries.every_own_trade(viewer))
    return _xlsx("castor-trades.xlsx", gettext("Trades"), rows)


@never_cache
@require_safe
def tax_csv(request: HttpRequest) -> StreamingHttpResponse:
    """One's own trades of a calendar year in Malaysia, with the year's sums: what a tax return asks for."""
    viewer, year = acting_as(request, Role.INVESTOR), _year(request)
    first, last = (int(dt.datetime(each, 1, 1, tzinfo=MALAYSIA).timestamp()) for each in (year, year + 1))
    found = queries.every_own_trade(viewer, low=first, high=last - 1)
    return _csv(f"castor-tax-{year}.csv", _tax(found, year))


@never_cache
@require_safe
def confirmation(request: HttpRequest, place: str) -> HttpResponse:
    """What one bought or sold, on paper."""
    viewer = acting_as(request, Role.INVESTOR)
    trade = queries.trade(viewer, place)
    sheet = paper.confirmation(trade, queries.market(trade.market))
    return file(drawn(sheet, paper.WIDTHS), f"castor-trade-{place}.pdf")


def _year(request: HttpRequest) -> int:
    now = dt.datetime.fromtimestamp(participants.chain_time(), MALAYSIA)
    asked = request.GET.get("year") or str(now.year)
    if not asked.isascii() or not asked.isdigit() or not FIRST_YEAR <= int(asked[:5]) <= now.year:
        raise Malformed
    return int(asked)


def _orders(viewer: Viewer) -> Iterator[Row]:
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
    after, left = None, MOST_ORDERS
    while left > 0:
        page = queries.own_orders(viewer, after=after, limit=500)
        for each in page.rows:
            yield (
                each.number,
                _time(each.placed_at),
                each.name,
                gettext("buy") if each.side == "bid" else gettext("sell"),
                each.ordered,
                each.filled,
                _ringgit(each.price),
                _ringgit(each.proceeds),
                _ringgit(each.paid),
                _time(each.expires_at),
                each.state.value,
                each.why,
                each.market,
            )
        after, left = page.next, left - len(page.rows)
        if after is None:
            return


def _trades(found: Sequence[TradeView]) -> Iterator[Row]:
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
            _time(each.at),
            each.name,
            gettext("bought") if each.side == "bought" else gettext("sold"),
            each.how.value,
            each.units,
            _ringgit(each.price),
            _ringgit(each.amount),
            _ringgit(each.fee),
            _ringgit(each.total),
            each.certificate or "",
            each.block,
            each.transaction,
            each.market,
        )


def _tax(found: Sequence[TradeView], year: int) -> Iterator[Row]:
    yield from _trades(found)
    yield ()
    for side, words in (("bought", gettext("Bought in %(year)s")), ("sold", gettext("Sold in %(year)s"))):
        of_side = [each for each in found if each.side == side]
        sums = (sum(getattr(each, field) for each in of_side) for field in ("amount", "fee", "total"))
        units = sum(each.units for each in of_side)
        yield ("", words % {"year": year}, "", "", units, "", *(_ringgit(each) for each in sums))


def _csv(name: str, rows: Iterator[Row]) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        csv_lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _xlsx(name: str, title: str, rows: Iterator[Row]) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([safe_cell(each) for each in row])
    made = BytesIO()
    book.save(made)
    return HttpResponse(
        made.getvalue(),
        content_type=SHEET,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _ringgit(sen: int) -> Decimal:
    return Decimal(sen).scaleb(-2)


def _time(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, MALAYSIA).strftime("%Y-%m-%d %H:%M:%S")
