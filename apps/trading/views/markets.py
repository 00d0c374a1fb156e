"""Every market, and one of them live: for everybody to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.campaigns import queries as campaigns
from apps.ledger import queries as ledger
from apps.trading import queries, services
from apps.trading.types import DealState, MarketView
from apps.trading.views import exports, tables
from apps.treasury import queries as treasury
from apps.vocabulary import sheets
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import signed_in, viewer_of

Shown = dict[str, object]

TRADES_SHOWN = 20

ORDERS: Final[dict[str, tuple[Callable[[MarketView], Any], bool]]] = {
    "name": (lambda each: each.name.lower(), False),
    "price": (lambda each: each.last_price or 0, True),
    "change": (lambda each: each.change or 0, True),
    "traded": (lambda each: each.traded_amount, True),
    "last": (lambda each: each.last_at or 0, True),
}
"""How the list can be sorted: by what, and whether the largest comes first."""


@never_cache
@require_safe
def markets(request: HttpRequest) -> HttpResponse:
    """Every market: all of them, one's own (an operator's), or those that one watches."""
    viewer = viewer_of(request)
    order, only = request.GET.get("order", ""), request.GET.get("only", "")
    watched = set(queries.watch_list(viewer)[1])
    found = queries.markets(operator=viewer.door if only == "own" else None)
    if only == "watched":
        found = [each for each in found if each.address in watched]
    key, descending = ORDERS.get(order, ORDERS["last"])
    found.sort(key=key, reverse=descending)
    if kind := sheets.wanted(request):
        return sheets.table(tables.markets(found), "castor-markets", kind)
    shown = {
        "markets": found,
        "watched": watched,
        "order": order if order in ORDERS else "last",
        "only": only,
        "opens": viewer.role is Role.OPERATOR and viewer.maker,
        "operates": viewer.role is Role.OPERATOR,
        "trades": viewer.role is Role.INVESTOR and viewer.door is not None,
    }
    return render(request, "trading/list.html", shown)


@never_cache
@require_safe
def market(request: HttpRequest, market: Address) -> HttpResponse:
    """One market: state, price, levels, trades, and what is the viewer's. htmx asks for what changes
    alone.
    """
    viewer, asked = viewer_of(request), request.GET.get("after") or None
    found = queries.market(market)
    if kind := sheets.wanted(request):
        return exports.of_market(viewer, found, request.GET.get("table", ""), kind)
    trades = queries.trades(viewer, market, after=asked, limit=TRADES_SHOWN)
    told = queries.announcements(viewer, found)
    shown: Shown = {
        "found": found,
        "depth": queries.depth(market),
        "announcements": told[: queries.SHOWN],
        "further": len(told) - queries.SHOWN,
        "successor": queries.successor(found),
        "due": queries.step_of(market),
        "pushes": viewer.account is not None,
        "explained_by": queries.explained_by(found, told),
        "news_under": _news_under(viewer, found),
        "course": list(reversed(queries.price_course(market))),
        "trades": trades.rows,
        "next_cursor": trades.next,
        "first": asked,
        "may_trade": viewer.role is Role.INVESTOR and viewer.door is not None,
        "controls": viewer.role is Role.OPERATOR and viewer.door == found.operator,
        "watches": viewer.role in (Role.INVESTOR, Role.ISSUER) and viewer.door is not None,
        "watched": market in queries.watch_list(viewer)[1],
    }
    if shown["may_trade"]:
        shown |= _own(viewer, found)
    part = getattr(request, "htmx", False)
    return render(request, "trading/_live.html" if part else "trading/market.html", shown)


@never_cache
@require_safe
def announcements(request: HttpRequest, market: Address) -> HttpResponse:
    """All that company and market told, the newest first."""
    viewer, found = viewer_of(request), queries.market(market)
    told = queries.announcements(viewer, found)
    if kind := sheets.wanted(request):
        return sheets.table(tables.announcements(told), f"castor-announcements-{market}", kind)
    shown = {
        "found": found,
        "announcements": told,
        "news_under": _news_under(viewer, found),
    }
    return render(request, "trading/announcements.html", shown)


@require_safe
async def news(request: HttpRequest, market: Address) -> StreamingHttpResponse:
    """Says that there is news of a market, as server-sent events; the page then asks for what it may see."""
    await sync_to_async(queries.market)(market)
    # A stream lasts: it must not hold a connection to PostgreSQL.
    await sync_to_async(connections.close_all)()
    return StreamingHttpResponse(
        ledger.stream(touching={"market": [market]}),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@never_cache
@require_safe
def prices(request: HttpRequest, market: Address) -> HttpResponse:
    """The course of prices, for the chart: seconds, sen, units; for htmx the rows of its table."""
    course = queries.price_course(market)
    if getattr(request, "htmx", False):
        return render(request, "trading/_course.html", {"course": list(reversed(course))})
    return JsonResponse({"course": course})


@require_POST
def watch(request: HttpRequest, market: Address) -> HttpResponse:
    """Puts a market on one's watch list, or takes it off."""
    services.watch(actor=signed_in(request), market=market, watched=request.POST.get("watched") == "yes")
    return redirect("trading:market", market)


@require_POST
def push(request: HttpRequest, market: Address) -> HttpResponse:
    """Makes what is due on a market; anybody who is signed in may."""
    signed_in(request)
    try:
        services.push_market(market=market)
        messages.success(request, gettext("It is on its way. This page shows it in a few seconds."))
    except CastorError as problem:
        messages.error(request, gettext(problem.sentence))
    return redirect("trading:market", market)


def _news_under(viewer: Viewer, found: MarketView) -> Address | None:
    """The campaign under which the viewer, the class's issuer, tells its shareholders something."""
    return campaigns.announces(found.face) if viewer.door == found.issuer else None


def _own(viewer: Viewer, found: MarketView) -> Shown:
    lots = queries.lots(viewer, found.face)
    return {
        "orders": queries.own_orders(viewer, market=found.address, standing=True).rows,
        "deals": queries.own_deals(viewer, market=found.address, state=DealState.OPEN).rows,
        "holds": sum(each.units for each in lots),
        "sells": any(each.ready for each in lots),
        "balance": treasury.balance(viewer, found.money),
    }
