"""The secondary market's pages: markets, one market live, offering, taking, ending, opening a market."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import services as accounts
from apps.ledger import queries as ledger
from apps.participants import queries as participants
from apps.securities import queries as securities
from apps.trading import queries, services
from apps.trading.forms import MarketForm, OfferForm, TakeForm
from apps.trading.types import OfferState
from apps.treasury import queries as treasury
from apps.vocabulary.errors import CastorError, NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as, viewer_of

form_methods = require_http_methods(["GET", "HEAD", "POST"])

Shown = dict[str, object]


@never_cache
@require_safe
def markets(request: HttpRequest) -> HttpResponse:
    """Every market; an operator's own first of all."""
    viewer = viewer_of(request)
    found = queries.markets()
    own = [each for each in found if each.operator == viewer.door]
    others = [each for each in found if each.operator != viewer.door]
    shown = {"own": own, "markets": others, "opens": _opens(viewer), "trades": viewer.role is Role.INVESTOR}
    return render(request, "trading/list.html", shown)


@never_cache
@require_safe
def market(request: HttpRequest, market: Address) -> HttpResponse:
    """One market: price, offers, trades, and what is the viewer's. htmx asks for what changes alone."""
    viewer = viewer_of(request)
    asked = request.GET.get("after") or None
    trades = queries.trades(viewer, market, after=asked, limit=20)
    shown: Shown = {
        "found": queries.market(market),
        "chart": queries.price_chart(market),
        "book": queries.book(viewer, market),
        "trades": trades.rows,
        "next_cursor": trades.next,
        "first": asked,
        "may_trade": viewer.role is Role.INVESTOR and viewer.door is not None,
    }
    if shown["may_trade"]:
        shown |= _own(viewer, market)
    part = getattr(request, "htmx", False)
    return render(request, "trading/_live.html" if part else "trading/market.html", shown)


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
def mine(request: HttpRequest) -> HttpResponse:
    """One's own offers and trades, on every market."""
    viewer, asked = acting_as(request, Role.INVESTOR), request.GET.get("after") or None
    offers, trades = queries.own_offers(viewer), queries.own_trades(viewer, after=asked)
    shown = {
        "offers": offers,
        "trades": trades.rows,
        "next_cursor": trades.next,
        "first": asked,
        "named": True,
    }
    return render(request, "trading/mine.html", shown)


@never_cache
@form_methods
def offer(request: HttpRequest, market: Address) -> HttpResponse:
    """A holder offers: form, then review and signature."""
    viewer, found = acting_as(request, Role.INVESTOR), queries.market(market)
    lots = queries.lots(viewer, found.face)
    form = OfferForm(request.POST or None, lots=lots, initial={"certificate": request.GET.get("certificate")})
    shown: Shown = {"form": form, "found": found, "lots": lots, "ready": any(each.ready for each in lots)}
    if request.method == "POST" and form.is_valid():
        try:
            signable = services.prepare_offer(
                actor=viewer,
                market=market,
                certificate=int(form.cleaned_data["certificate"]),
                units=form.cleaned_data["units"],
                price=form.cleaned_data["price"],
                expires_at=form.expires_at(participants.chain_time()),
            )
            shown["prepared"] = signable.as_json()
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/offer.html", shown, status=_status(request, shown))


@never_cache
@form_methods
def take(request: HttpRequest, market: Address, number: int) -> HttpResponse:
    """An investor takes an offer, whole or in part: form, then review and signature."""
    viewer, found = acting_as(request, Role.INVESTOR), queries.market(market)
    wanted = queries.offer(viewer, market, number)
    if request.method != "POST":
        accounts.require_consents(actor=viewer)  # asked before anything is typed
    form = TakeForm(request.POST or None, left=wanted.units)
    shown: Shown = {
        "form": form,
        "found": found,
        "offer": wanted,
        "open": wanted.state is OfferState.OPEN and wanted.expires_at >= participants.chain_time(),
        "balance": treasury.balance(viewer, found.money),
    }
    if request.method == "POST" and form.is_valid():
        try:
            signable = services.prepare_take(
                actor=viewer, market=market, number=number, units=form.cleaned_data["units"]
            )
            shown["prepared"] = signable.as_json()
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/take.html", shown, status=_status(request, shown))


@never_cache
@require_POST
def cancel(request: HttpRequest, market: Address, number: int) -> HttpResponse:
    """A seller ends an offer: review and signature."""
    viewer = acting_as(request, Role.INVESTOR)
    signable = services.prepare_cancel(actor=viewer, market=market, number=number)
    shown = {"found": queries.market(market), "prepared": signable.as_json()}
    return render(request, "trading/cancel.html", shown)


@never_cache
@form_methods
def open_market(request: HttpRequest) -> HttpResponse:
    """An operator's maker proposes a market for a class of one of its issuers."""
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    if not _opens(viewer):
        raise NotAllowed
    faces, moneys = _choices(viewer)
    form = MarketForm(request.POST or None, faces=faces, moneys=moneys)
    shown: Shown = {"form": form, "possible": bool(faces and moneys)}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            act = services.propose_market(
                actor=viewer, face=Address(given["face"]), money=Address(given["money"])
            )
            return redirect("portal:act", act.id)
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/open.html", shown, status=_status(request, shown))


# -- parts ----------------------------------------------------------------------------------------------


def _opens(viewer: Viewer) -> bool:
    return viewer.role is Role.OPERATOR and viewer.maker


def _own(viewer: Viewer, market: Address) -> Shown:
    found = queries.market(market)
    return {
        "offers": queries.own_offers(viewer, market=market, state=OfferState.OPEN),
        "lots": queries.lots(viewer, found.face),
        "balance": treasury.balance(viewer, found.money),
    }


def _choices(viewer: Viewer) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The classes of an operator's issuers, and the money of the trustees that it is linked to."""
    faces = [(str(each.face), f"{each.name} ({each.symbol})") for each in securities.classes(viewer)]
    links = participants.links_of(viewer.door) if viewer.door else []
    trustees = [each.trustee for each in links if each.state.word == "active"]
    names = participants.names_of(trustees)
    moneys = [(money, names[each]) for each in trustees if (money := treasury.money_of(each))]
    return faces, [(str(money), name) for money, name in moneys]


def _status(request: HttpRequest, shown: Shown) -> int:
    problem = shown.get("problem")
    if isinstance(problem, CastorError):
        return problem.status
    return 200 if request.method != "POST" or "prepared" in shown else 400
