"""An investor's orders: the ticket, what it would come to, taking one back, all of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import services as accounts
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.trading import queries, services
from apps.trading.forms import OrderForm
from apps.trading.types import MarketView, Side
from apps.treasury import queries as treasury
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as

form_methods = require_http_methods(["GET", "HEAD", "POST"])

Shown = dict[str, object]

OVER_SHOWN = 20
"""Orders that are over, and negotiated trades, on the page of one's own; the files have them all."""


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own orders, negotiated trades and trades, on every market."""
    viewer, asked = acting_as(request, Role.INVESTOR), request.GET.get("after") or None
    trades = queries.own_trades(viewer, after=asked)
    shown = {
        "standing": queries.own_orders(viewer, standing=True).rows,
        "over": queries.own_orders(viewer, standing=False, limit=OVER_SHOWN),
        "deals": queries.own_deals(viewer, limit=OVER_SHOWN),
        "years": queries.trading_years(viewer),
        "trades": trades.rows,
        "next_cursor": trades.next,
        "first": asked,
        "named": True,
        "reserved": queries.reserved(viewer),
    }
    return render(request, "trading/mine.html", shown)


@never_cache
@form_methods
def order(request: HttpRequest, market: Address) -> HttpResponse:
    """The ticket: form, then review and signature."""
    viewer, found = acting_as(request, Role.INVESTOR), queries.market(market)
    form = _ticket(request, viewer, found)
    side = str(form["side"].value() or Side.BID)
    if request.method != "POST" and side == Side.BID:
        accounts.require_consents(actor=viewer)  # asked before anything is typed
    shown: Shown = {
        "form": form,
        "found": found,
        "side": side,
        "lots": queries.lots(viewer, found.face),
        "ready": side == Side.BID or bool(form.lots),
        "depth": queries.depth(market),
        "balance": treasury.balance(viewer, found.money),
        "hints": _hints(found, side),
    }
    if request.method == "POST" and form.is_valid():
        try:
            shown["prepared"] = _prepare(viewer, form).as_json()
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/order.html", shown, status=_status(request, shown))


@never_cache
@require_safe
def quote(request: HttpRequest, market: Address) -> HttpResponse:
    """What the ticket would come to as it is typed; nothing while it is not complete."""
    viewer, found = acting_as(request, Role.INVESTOR), queries.market(market)
    form = OrderForm(
        request.GET, market=found, side=request.GET.get("side", ""), lots=queries.lots(viewer, found.face)
    )
    form.full_clean()
    given = form.cleaned_data
    typed = [each for each in ("units", "price", "days") if request.GET.get(each)]
    problems = [words for each in typed for words in form.errors.get(each, [])]
    shown: Shown = {"found": found, "again": True, "problems": problems}
    if not problems and given.get("units") and given.get("price") and given.get("side"):
        shown["quote"] = queries.quote(
            viewer, market, side=Side(given["side"]), units=given["units"], price=given["price"]
        )
    return render(request, "trading/_quote.html", shown)


@never_cache
@require_POST
def cancel(request: HttpRequest, market: Address, number: int) -> HttpResponse:
    """An investor takes an order back: review and signature."""
    viewer = acting_as(request, Role.INVESTOR)
    signable = services.prepare_cancel(actor=viewer, market=market, number=number)
    shown = {"found": queries.market(market), "prepared": signable.as_json()}
    return render(request, "trading/cancel.html", shown)


@require_POST
def reenter(request: HttpRequest, market: Address, number: int) -> HttpResponse:
    """An order that lost its place goes to the tail of its queue; no signature is needed."""
    viewer = acting_as(request, Role.INVESTOR)
    try:
        services.reenter(actor=viewer, market=market, number=number)
        messages.success(request, gettext("The order goes back to the tail of its queue in a moment."))
    except CastorError as problem:
        messages.error(request, gettext(problem.sentence))
    return redirect("trading:market", market)


def _hints(found: MarketView, side: str) -> list[tuple[str, int]]:
    """Prices that somebody may want to take, and what they are: first the one at which an order meets at
    once.
    """
    best = [(gettext("Best ask"), found.ask), (gettext("Best bid"), found.bid)]
    first, second = best if side == Side.BID else reversed(best)
    return [(words, price) for words, price in (first, (gettext("Last"), found.last_price), second) if price]


def _ticket(request: HttpRequest, viewer: Viewer, found: MarketView) -> OrderForm:
    side = request.POST.get("side") or request.GET.get("side") or Side.BID
    initial = {
        each: request.GET.get(each) for each in ("certificate", "units", "price") if request.GET.get(each)
    }
    lots = queries.lots(viewer, found.face)
    return OrderForm(
        request.POST or None, market=found, side=side, lots=lots, initial={"side": side, **initial}
    )


def _prepare(viewer: Viewer, form: OrderForm) -> Signable:
    given, market = form.cleaned_data, form.market.address
    expires_at = form.expires_at(participants.chain_time())
    if given["side"] == Side.BID:
        return services.prepare_bid(
            actor=viewer, market=market, units=given["units"], price=given["price"], expires_at=expires_at
        )
    return services.prepare_ask(
        actor=viewer,
        market=market,
        certificate=int(given["certificate"]),
        units=given["units"],
        price=given["price"],
        expires_at=expires_at,
    )


def _status(request: HttpRequest, shown: Shown) -> int:
    problem = shown.get("problem")
    if isinstance(problem, CastorError):
        return problem.status
    return 200 if request.method != "POST" or "prepared" in shown else 400
