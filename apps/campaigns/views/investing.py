"""An investor's pages: pledge, receipt, own pledges, taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import services as accounts
from apps.campaigns import queries, rules, services
from apps.campaigns.errors import NotAMultiple
from apps.campaigns.forms import HowMuchForm, PledgeForm
from apps.campaigns.types import Campaign
from apps.campaigns.views.paper import contract_note, pdf, receipt_of
from apps.kyc import queries as kyc
from apps.ledger import queries as ledger
from apps.ledger.errors import NoSuchAct
from apps.ledger.types import ActView, Signable
from apps.securities import queries as securities
from apps.vocabulary.errors import CastorError, NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as, viewer_of
from apps.vocabulary.words import ringgit


@never_cache
@require_safe
def my_pledges(request: HttpRequest) -> HttpResponse:
    """The viewer's pledges, with how long each can be taken back."""
    viewer, after = viewer_of(request), request.GET.get("after") or None
    found = queries.my_pledges(viewer, after=after)
    receipts = queries.receipts(viewer, [each.campaign for each in found.rows])
    shown = {
        "pledges": [(each, receipts.get(each.campaign, [])) for each in found.rows],
        "next_cursor": found.next,
        "first": after,
    }
    return render(request, "campaigns/pledges.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, campaign: Address) -> HttpResponse:
    """The amount, then what is signed and the signature."""
    viewer = acting_as(request, Role.INVESTOR)
    found = queries.campaign(viewer, campaign)
    if request.method != "POST":
        accounts.require_consents(actor=viewer)  # asked before anything is typed
        return _ask(request, found, PledgeForm(initial=_typed(request), price=found.price))
    form = PledgeForm(request.POST, price=found.price)
    if not form.is_valid():
        return _ask(request, found, form, status=400)
    least = 1 if form.cleaned_data["fewer"] or found.pro_rata else None
    prepare = services.prepare_late_pledge if form.cleaned_data["later"] else services.prepare_pledge
    try:
        units = form.asked
        signable = prepare(actor=viewer, campaign=campaign, units=units, least=least)
    except CastorError as problem:
        nearest = _nearest(problem) if isinstance(problem, NotAMultiple) else []
        return _ask(request, found, form, problem=problem, nearest=nearest, status=problem.status)
    return _review(
        request,
        found,
        signable,
        "campaigns/pledge_review.html",
        later=form.cleaned_data["later"],
        change=f"{reverse('campaigns:pledge', args=[campaign])}?units={units}",
    )


@require_safe
def quote(request: HttpRequest, campaign: Address) -> HttpResponse:
    """What an amount buys, while it is typed."""
    viewer = viewer_of(request)
    found = queries.campaign(viewer, campaign)
    form = HowMuchForm(request.GET, price=found.price)
    shown: dict[str, Any] = {"campaign": found, "form": form, "typed": any(request.GET.values())}
    if form.is_valid():
        try:
            shown |= _bought(viewer, found, form.asked)
        except NotAMultiple as problem:
            shown["nearest"] = _nearest(problem)
    return render(request, "campaigns/_quote.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, campaign: Address) -> HttpResponse:
    """Taking the whole pledge back: one page, one signature. Preparing it is asked for by POST alone."""
    viewer = acting_as(request, Role.INVESTOR)
    found, mine = queries.campaign(viewer, campaign), queries.my_pledge(viewer, campaign)
    if mine is None:
        raise NotFound
    if request.method != "POST":
        return redirect("campaigns:pledges")
    signable = services.prepare_withdrawal(actor=viewer, campaign=campaign)
    return _review(request, found, signable, "campaigns/withdraw_review.html")


@never_cache
@require_safe
def receipt(request: HttpRequest, campaign: Address, act: UUID) -> HttpResponse:
    """What became of a signature: the act's own page under the campaign's name."""
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    found, done = queries.campaign(viewer, campaign), _own_act(viewer, act)
    shown = {"campaign": found, "act": done, "mine": queries.my_pledge(viewer, campaign)}
    return render(request, "campaigns/receipt.html", shown)


@require_POST
def collect(request: HttpRequest, campaign: Address) -> HttpResponse:
    """Pushes what waited for the viewer while it was frozen."""
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    if viewer.door is None:
        raise NotAllowed
    services.collect(campaign=campaign, door=viewer.door)
    messages.success(request, gettext("It is on its way. This page shows it in a few seconds."))
    return redirect("campaigns:pledges")


@require_POST
def forget(request: HttpRequest, campaign: Address) -> HttpResponse:
    """What was signed and waits for its money is forgotten."""
    services.withdraw_announcement(actor=acting_as(request, Role.INVESTOR), campaign=campaign)
    messages.success(request, gettext("Forgotten. Nothing will be pledged when your money comes."))
    return redirect("campaigns:campaign", campaign)


@require_POST
def ask(request: HttpRequest, campaign: Address) -> HttpResponse:
    """An investor's question: the issuer sees it at once, everybody once it is answered."""
    viewer = acting_as(request, Role.INVESTOR)
    services.ask(actor=viewer, campaign=campaign, text=request.POST.get("text", ""))
    messages.success(request, gettext("Asked. Question and answer are public once it is answered."))
    return redirect(f"{reverse('campaigns:campaign', args=[campaign])}?tab=questions")


@never_cache
@require_safe
def receipt_pdf(request: HttpRequest, campaign: Address, act: UUID) -> HttpResponse:
    """The receipt of what was signed, on paper."""
    viewer = acting_as(request, Role.INVESTOR)
    found, done = queries.campaign(viewer, campaign), _own_act(viewer, act)
    mine = queries.my_pledge(viewer, campaign)
    return pdf(receipt_of(found, done, investor=_name(viewer), pledge=mine), f"receipt-{str(done.id)[:8]}")


@never_cache
@require_safe
def note_pdf(request: HttpRequest, campaign: Address) -> HttpResponse:
    """The contract note of a pledge that was delivered. Raises NotFound before."""
    viewer = acting_as(request, Role.INVESTOR)
    found, mine = queries.campaign(viewer, campaign), queries.my_pledge(viewer, campaign)
    if mine is None or mine.certificate is None:
        raise NotFound
    return pdf(contract_note(found, mine, investor=_name(viewer)), f"contract-note-{mine.certificate}")


# -- parts ----------------------------------------------------------------------------------------------


def _name(viewer: Viewer) -> str:
    """What the viewer is called, by its own record; its address where that is not there any more."""
    door = viewer.door or ""
    return kyc.names_of_clients(viewer, [door]).get(door) or door


def _typed(request: HttpRequest) -> dict[str, str]:
    """How much, as the address says it: put into the boxes, and read when they are sent."""
    return {name: request.GET.get(name, "") for name in ("amount", "units")}


def _bought(viewer: Viewer, found: Campaign, units: int) -> dict[str, Any]:
    """What units cost, how much of the class they are, and whether the viewer could pledge as much now."""
    sen, supply = units * found.price, securities.share_class(found.face).units
    shown: dict[str, Any] = {"sen": sen, "units": units}
    shown["share"] = Decimal(rules.hundredths_of_percent(units, supply)).scaleb(-2)
    if viewer.role is Role.INVESTOR and viewer.door is not None:
        room = queries.room(viewer, found.address)
        shown["beyond"] = room if sen > room.possible else None
    return shown


def _nearest(problem: NotAMultiple) -> list[tuple[int, str]]:
    """The nearest amounts, as sen and as a form takes them."""
    both = sorted({problem.below, problem.above})
    return [(sen, ringgit(sen)) for sen in both]


def _own_act(viewer: Viewer, act: UUID) -> ActView:
    found = ledger.act(act)
    if viewer.door is None or found.door != viewer.door:
        raise NoSuchAct
    return found


def _ask(
    request: HttpRequest,
    found: Campaign,
    form: PledgeForm,
    *,
    problem: CastorError | None = None,
    nearest: Sequence[tuple[int, str]] = (),
    status: int = 200,
) -> HttpResponse:
    viewer = viewer_of(request)
    shown = {
        "campaign": found,
        "form": form,
        "room": queries.room(viewer, found.address),
        "problem": problem,
        "nearest": nearest,
    }
    return render(request, "campaigns/pledge.html", shown, status=status)


def _review(
    request: HttpRequest, found: Campaign, signable: Signable, template: str, **more: Any
) -> HttpResponse:
    return render(request, template, {"campaign": found, "prepared": signable.as_json(), **more})
