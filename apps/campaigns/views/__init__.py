"""Pages of campaigns for everybody, and the trustee's. Investors' and issuers' own are beside this."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from eth_utils.address import is_address, to_checksum_address

from apps.campaigns import queries, rules, services
from apps.campaigns.forms import CheckForm, SayForm
from apps.campaigns.types import SECTORS, Campaign, Disclosure
from apps.participants import queries as participants
from apps.records.documents import download
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.vocabulary.errors import CastorError, Malformed, SignInNeeded
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, InvestorClass, Role, Viewer
from apps.vocabulary.viewers import viewer_of

TABS: Final = {
    "pitch": gettext_noop("Pitch"),
    "terms": gettext_noop("Terms"),
    "team": gettext_noop("Team"),
    "financials": gettext_noop("Financials"),
    "documents": gettext_noop("Documents"),
    "questions": gettext_noop("Questions"),
    "updates": gettext_noop("Updates"),
    "chain": gettext_noop("On the record"),
}
WITH_PAPERS: Final = ("financials", "documents")
LARGEST_CHECKED = 5 * 1024 * 1024


# -- for everybody --------------------------------------------------------------------------------------


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """The list, narrowed and sorted by what stands in the address."""
    asked = request.GET
    state, sector, order = asked.get("state", ""), asked.get("sector", ""), asked.get("sort", "closing")
    operator = asked.get("operator", "")
    found = queries.campaigns(
        states=queries.FILTERS.get(state, ()),
        operator=Address(to_checksum_address(operator)) if is_address(operator) else None,
        sector=sector if sector in SECTORS else "",
        text=asked.get("search", "")[:100],
        order=order,
        after=asked.get("after") or None,
    )
    shown = {
        "campaigns": found.rows,
        "next_cursor": found.next,
        "first": asked.get("after"),
        "state": state,
        "sector": sector,
        "operator": operator,
        "sort": order,
        "search": asked.get("search", ""),
        "narrowed": any(asked.get(each) for each in ("state", "sector", "operator", "search")),
        "operators": participants.organisations(Role.OPERATOR),
        "sectors": [(word, gettext(label)) for word, label in SECTORS.items()],
    }
    return render(request, "campaigns/list.html", shown)


@never_cache
@require_safe
def campaign(request: HttpRequest, campaign: Address) -> HttpResponse:
    """A campaign: what it says of itself, its terms, its documents, its events; and the pledge box."""
    return _page(request, campaign)


@require_safe
def document(request: HttpRequest, campaign: Address, file: UUID) -> HttpResponse:
    """A document of a campaign."""
    return download(*services.read_document(actor=viewer_of(request), campaign=campaign, file=file))


@require_POST
def check(request: HttpRequest, campaign: Address) -> HttpResponse:
    """Whether a file is one of those whose hash the chain has. The file is not kept."""
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > LARGEST_CHECKED:
        raise Malformed(gettext("Choose a file of at most 5 MB."))
    digest = hashlib.sha256(form.cleaned_data["file"].read()).hexdigest()
    papers = queries.disclosure(viewer_of(request), campaign).papers
    same = next((each for each in papers if each.hash == digest), None)
    return _page(request, campaign, tab="documents", checked={"digest": digest, "same": same})


@require_POST
def push(request: HttpRequest, campaign: Address) -> HttpResponse:
    """Pushes what a campaign waits for; anybody who is signed in may."""
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    queries.campaign(viewer, campaign)
    try:
        services.push(campaign=campaign)
    except CastorError as problem:
        return _page(request, campaign, problem=problem, status=problem.status)
    messages.success(request, gettext("It is on its way. This page shows it in a few seconds."))
    return redirect("campaigns:campaign", campaign)


# -- the trustee ----------------------------------------------------------------------------------------


@never_cache
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """The trustee's equity: campaigns that wait for their units, and the classes in its keeping."""
    return _office(request)


@require_POST
def mint(request: HttpRequest, campaign: Address) -> HttpResponse:
    """A trustee's maker proposes the units of a campaign."""
    try:
        act = services.mint_units(actor=viewer_of(request), campaign=campaign)
    except CastorError as problem:
        if problem.status in (401, 403, 404):
            raise
        return _office(request, problem=problem, status=problem.status)
    return redirect("portal:act", act.id)


# -- parts ----------------------------------------------------------------------------------------------


def _office(request: HttpRequest, *, problem: CastorError | None = None, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    waiting = queries.waiting_for_units(viewer)
    shown = {
        "waiting": [(each, queries.acts_about(viewer, each.address)) for each in waiting],
        "under_way": queries.under_way(viewer),
        "classes": securities.classes(viewer),
        "problem": problem,
    }
    return render(request, "campaigns/office.html", shown, status=status)


def _page(
    request: HttpRequest,
    address: Address,
    *,
    tab: str = "",
    problem: CastorError | None = None,
    checked: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = viewer_of(request)
    found, words = queries.campaign_with_words(viewer, address)
    chosen = tab or request.GET.get("tab", "")
    chosen = chosen if chosen in TABS else "pitch"
    over = (
        viewer.role is not Role.INVESTOR and viewer.door is not None and queries.may_oversee(viewer, address)
    )
    shown: dict[str, Any] = {
        "campaign": found,
        "tab": chosen,
        "tabs": [(name, gettext(label)) for name, label in TABS.items()],
        "problem": problem,
        "checked": checked,
        "oversees": over,
        "own": viewer.door == found.issuer,
        **_of_investor(viewer, found),
    }
    shown |= _of_tab(viewer, found, words, chosen, request.GET.get("after") or None)
    shown["sector"] = gettext(SECTORS[found.sector]) if found.sector in SECTORS else ""
    return render(request, "campaigns/campaign.html", shown, status=status)


def _of_tab(
    viewer: Viewer, found: Campaign, words: Disclosure, tab: str, after: str | None
) -> dict[str, Any]:
    """What one part of the page shows, beside the campaign itself."""
    if tab == "chain":
        events, following = queries.events_of(viewer, found.address, after=after)
        return {"events": events, "next_cursor": following, "first": after, "slabs": _slabs(found)}
    if tab == "questions":
        return {"questions": queries.questions(viewer, found.address), "form": SayForm()}
    if tab == "updates":
        return {"updates": queries.updates(viewer, found.address)}
    if tab == "terms":
        return {
            "payments": queries.sukuk_payments(viewer, found.address),
            "fee_now": rules.success_fee_down(found.fee_slabs, found.raised),
        }
    return {"disclosure": queries.disclosure(viewer, found.address) if tab in WITH_PAPERS else words}


def _slabs(found: Campaign) -> list[tuple[int | None, Decimal]]:
    """R16 as pinned: up to so many sen (None: without limit), so many percent."""
    slabs = rulebook.slabs_of(found.fee_slabs)
    return [(each.up_to, Decimal(each.rate).scaleb(-4).normalize()) for each in slabs]


def _of_investor(viewer: Viewer, found: Campaign) -> dict[str, Any]:
    if viewer.role is not Role.INVESTOR or viewer.door is None:
        return {}
    room = queries.room(viewer, found.address)
    kind = participants.participant(viewer, viewer.door).investor_class
    return {
        "barred": found.for_professionals and kind is InvestorClass.RETAIL,
        "room": room,
        "mine": queries.my_pledge(viewer, found.address),
        "intents": queries.waiting_intents(viewer, found.address),
    }
