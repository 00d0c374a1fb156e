"""Negotiated trades: offered to one buyer, looked at by both, taken or taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import services as accounts
from apps.participants import queries as participants
from apps.trading import queries, services
from apps.trading.forms import DealForm
from apps.trading.types import DealState
from apps.treasury import queries as treasury
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as

form_methods = require_http_methods(["GET", "HEAD", "POST"])

Shown = dict[str, object]


@never_cache
@form_methods
def propose(request: HttpRequest, market: Address) -> HttpResponse:
    """A holder offers units to one buyer: form, then review and signature."""
    viewer, found = acting_as(request, Role.INVESTOR), queries.market(market)
    lots = queries.lots(viewer, found.face)
    form = DealForm(request.POST or None, lots=lots, initial={"certificate": request.GET.get("certificate")})
    shown: Shown = {"form": form, "found": found, "lots": lots, "ready": bool(form.lots)}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            signable = services.prepare_deal(
                actor=viewer,
                market=market,
                certificate=int(given["certificate"]),
                units=given["units"],
                price=given["price"],
                buyer=given["buyer"],
                expires_at=form.expires_at(participants.chain_time()),
            )
            shown["prepared"] = signable.as_json()
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/deal_new.html", shown, status=_status(request, shown))


@never_cache
@form_methods
def deal(request: HttpRequest, market: Address, number: int) -> HttpResponse:
    """One of one's own; its buyer takes it here: review and signature."""
    viewer, found = acting_as(request, Role.INVESTOR), queries.market(market)
    deal = queries.deal(viewer, market, number)
    over = deal.expires_at < participants.chain_time()
    shown: Shown = {
        "found": found,
        "deal": deal,
        "takes": deal.buying and deal.state is DealState.OPEN and not over,
        "balance": treasury.balance(viewer, found.money),
    }
    if shown["takes"]:
        accounts.require_consents(actor=viewer)  # asked before anything is signed
    if request.method == "POST":
        try:
            prepared = services.prepare_accept(actor=viewer, market=market, number=number)
            shown["prepared"] = prepared.as_json()
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/deal.html", shown, status=_status(request, shown))


@never_cache
@require_POST
def cancel(request: HttpRequest, market: Address, number: int) -> HttpResponse:
    """The seller takes a negotiated trade back: review and signature."""
    viewer = acting_as(request, Role.INVESTOR)
    signable = services.prepare_deal_cancel(actor=viewer, market=market, number=number)
    shown = {"found": queries.market(market), "prepared": signable.as_json()}
    return render(request, "trading/cancel.html", shown)


def _status(request: HttpRequest, shown: Shown) -> int:
    problem = shown.get("problem")
    if isinstance(problem, CastorError):
        return problem.status
    return 200 if request.method != "POST" or "prepared" in shown else 400
