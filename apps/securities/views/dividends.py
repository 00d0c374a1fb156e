"""A dividend's pages: declared, funded, followed, taken back; who got what, as a list and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.participants import queries as participants
from apps.securities import queries, services
from apps.securities.forms import CancelForm, DividendForm, NothingAsked
from apps.securities.types import ShareClass
from apps.securities.types.actions import Actions, Dividend, DividendState
from apps.securities.views import tables
from apps.securities.views.signing import asked
from apps.vocabulary import sheets
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as, signed_in


@never_cache
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Dividends and votes that concern the viewer."""
    viewer = signed_in(request)
    found = queries.actions(viewer)
    if kind := sheets.wanted(request):
        return actions_file(found, request.GET.get("table", ""), kind)
    shown = {
        "actions": found,
        "awaiting": queries.awaiting_money(viewer),
        "invests": viewer.role is Role.INVESTOR,
    }
    return render(request, "securities/actions.html", shown)


@never_cache
@require_safe
def dividend(request: HttpRequest, dividend: Address) -> HttpResponse:
    """One dividend. Public to whoever is signed in."""
    return _page(request, dividend)


@never_cache
@require_safe
def payments(request: HttpRequest, dividend: Address) -> HttpResponse:
    """Who got how much: a page, or a file (`as` is csv or xlsx)."""
    viewer, after = signed_in(request), request.GET.get("after") or None
    if kind := sheets.wanted(request):
        every = queries.every_payment(viewer, dividend)
        return sheets.table(tables.payments(every), f"dividend-{dividend}", kind)
    found = queries.payments(viewer, dividend, after=after)
    shown = {"payments": found, "dividend": found.dividend, "next_cursor": found.next, "first": after}
    return render(request, "securities/payments.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, face: Address) -> HttpResponse:
    """An issuer declares a dividend: form with a typed confirmation, then review and signature."""
    viewer, found = issued(request, face)
    return asked(
        request,
        DividendForm(request.POST or None, confirmation=found.symbol),
        lambda form: services.prepare_dividend(actor=viewer, face=face, **form.asked),
        heading=gettext("Declare a dividend"),
        words=gettext(
            "Who holds the class at the end of the record date’s second gets it, also for units that are on "
            "offer. Everybody sees it as soon as it is signed."
        ),
        back=reverse("securities:class", args=[face]),
        back_words=found.name,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fund(request: HttpRequest, dividend: Address) -> HttpResponse:
    """The issuer puts in what is missing: review and signature."""
    viewer, found = _own(request, dividend)
    return asked(
        request,
        NothingAsked(request.POST if request.method == "POST" else None),
        lambda form: services.prepare_funding(actor=viewer, dividend=dividend),
        heading=gettext("Put the money in"),
        words=gettext("It is taken from your wallet, and waits with the dividend until its day."),
        back=reverse("securities:dividend", args=[dividend]),
        back_words=found.title,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, dividend: Address) -> HttpResponse:
    """The issuer takes it back before the record date: form, then review and signature."""
    viewer, found = _own(request, dividend)
    return asked(
        request,
        CancelForm(request.POST or None),
        lambda form: services.prepare_cancel_dividend(
            actor=viewer, dividend=dividend, reason=form.cleaned_data["reason"]
        ),
        heading=gettext("Take the dividend back"),
        words=gettext("Until its record date you can. What was put in comes back to you."),
        back=reverse("securities:dividend", args=[dividend]),
        back_words=found.title,
    )


@require_POST
def push(request: HttpRequest, dividend: Address) -> HttpResponse:
    """Anybody who is signed in pushes the next step."""
    viewer = signed_in(request)
    try:
        return redirect("portal:act", services.push_dividend(actor=viewer, dividend=dividend).id)
    except CastorError as problem:
        return _page(request, dividend, problem=problem, status=problem.status)


def actions_file(found: Actions, table: str, kind: str) -> HttpResponse:
    """The `dividends` or the `votes` as a file. Raises NotFound."""
    if table == "dividends":
        return sheets.table(tables.dividends(found.dividends), "castor-dividends", kind)
    if table == "votes":
        return sheets.table(tables.ballots(found.ballots), "castor-votes", kind)
    raise NotFound


def _own(request: HttpRequest, dividend: Address) -> tuple[Viewer, Dividend]:
    viewer, found = acting_as(request, Role.ISSUER), queries.dividend(signed_in(request), dividend)
    if found.issuer != viewer.door:
        raise NotFound
    return viewer, found


def issued(request: HttpRequest, face: Address) -> tuple[Viewer, ShareClass]:
    """The issuer that asks, and its class. Raises SignInNeeded, NotAllowed, NotFound."""
    viewer, found = acting_as(request, Role.ISSUER), queries.share_class(face)
    if found.issuer != viewer.door:
        raise NotFound
    return viewer, found


def _page(
    request: HttpRequest, address: Address, *, problem: CastorError | None = None, status: int = 200
) -> HttpResponse:
    viewer = signed_in(request)
    found, now = queries.dividend(viewer, address), participants.chain_time()
    announced = found.state is DividendState.ANNOUNCED
    own = viewer.door == found.issuer
    shown = {
        "dividend": found,
        "funds": own and announced and found.missing > 0,
        "cancels": own and announced and now <= found.record_at,
        "credits": queries.credits_for(viewer, found),
        "may_see": queries.sees_holders(viewer, found.face),
        "due": bool(queries.steps_of(address)),
        "problem": problem,
    }
    return render(request, "securities/dividend.html", shown, status=status)
