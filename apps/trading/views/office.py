"""An operator's desk for its markets: open one, halt it, let it go on, close it, be paid its fees."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.ledger.forms import ReasonOnRecordForm
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.trading import queries, services
from apps.trading.forms import CloseForm, MarketForm
from apps.trading.types import Form, MarketView
from apps.vocabulary.errors import CastorError, NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import viewer_of

form_methods = require_http_methods(["GET", "HEAD", "POST"])

Shown = dict[str, object]

OF_CLOSING = "close_%s"
"""The page has two forms with a reason: their boxes are told apart."""


@never_cache
@form_methods
def open_market(request: HttpRequest) -> HttpResponse:
    """An operator's maker proposes a market for a class of one of its issuers."""
    viewer = _maker(request)
    faces = [(str(each.face), f"{each.name} ({each.symbol})") for each in securities.classes(viewer)]
    moneys = [(str(money), name) for money, name in queries.moneys_for(viewer)]
    form = MarketForm(request.POST or None, faces=faces, moneys=moneys)
    permitted = viewer.door is not None and rulebook.permits_trading(viewer.door)
    shown: Shown = {"form": form, "possible": bool(faces and moneys), "permitted": permitted}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            act = services.propose_market(
                actor=viewer,
                face=Address(given["face"]),
                money=Address(given["money"]),
                tick=given["tick"],
                start_price=given["start_price"],
                form=Form(given["form"]),
            )
            return redirect("portal:act", act.id)
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/open.html", shown, status=_status(request, shown))


@never_cache
@form_methods
def control(request: HttpRequest, market: Address) -> HttpResponse:
    """The session at a glance; the maker proposes a halt, or that trading goes on."""
    viewer, found = _own(request, market)
    form = ReasonOnRecordForm(request.POST or None)
    shown = _control(viewer, found) | {"form": form, "close_form": CloseForm(auto_id=OF_CLOSING)}
    if request.method == "POST" and form.is_valid():
        do = services.propose_halt if found.halted is None else services.propose_resume
        try:
            act = do(actor=viewer, market=market, reason=form.cleaned_data["reason"])
            return redirect("portal:act", act.id)
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/control.html", shown, status=_status(request, shown))


@never_cache
@require_POST
def close(request: HttpRequest, market: Address) -> HttpResponse:
    """The maker proposes to close the market for good, after notice."""
    viewer, found = _own(request, market)
    form = CloseForm(request.POST, auto_id=OF_CLOSING)
    shown = _control(viewer, found) | {"form": ReasonOnRecordForm(), "close_form": form}
    if form.is_valid():
        try:
            act = services.propose_close(
                actor=viewer,
                market=market,
                closes_at=form.cleaned_data["closes_at"] or 0,
                reason=form.cleaned_data["reason"],
            )
            return redirect("portal:act", act.id)
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "trading/control.html", shown, status=_status(request, shown))


@require_POST
def fees(request: HttpRequest, market: Address) -> HttpResponse:
    """The operator is paid what its market owes it."""
    viewer, _ = _own(request, market)
    try:
        services.collect_fees(actor=viewer, market=market)
        messages.success(request, gettext("The fees are on their way to your wallet."))
    except CastorError as problem:
        messages.error(request, gettext(problem.sentence))
    return redirect("trading:control", market)


def _control(viewer: Viewer, found: MarketView) -> Shown:
    return {
        "found": found,
        "depth": queries.depth(found.address),
        "standing": queries.standing_orders(found.address),
        "happenings": queries.happenings(found.address),
        "permitted": rulebook.permits_trading(found.operator),
        "proposes": viewer.maker,
    }


def _maker(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    if viewer.role is not Role.OPERATOR or not viewer.maker:
        raise NotAllowed
    return viewer


def _own(request: HttpRequest, market: Address) -> tuple[Viewer, MarketView]:
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    found = queries.market(market)
    if viewer.door != found.operator:
        raise NotAllowed
    return viewer, found


def _status(request: HttpRequest, shown: Shown) -> int:
    problem = shown.get("problem")
    if isinstance(problem, CastorError):
        return problem.status
    return 200 if request.method != "POST" else 400
