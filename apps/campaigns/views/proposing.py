"""An issuer's pages: drafts as a task list, the proposal, who pledged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.campaigns import queries, services
from apps.campaigns.forms import DocumentForm, OfferForm, WordsForm
from apps.campaigns.types import DISCLOSURE, SECTORS, SLOTS, Disclosure
from apps.ledger.forms import ReasonOnRecordForm
from apps.securities import queries as securities
from apps.vocabulary.errors import CastorError, NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as, viewer_of


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The issuer's campaigns and drafts."""
    viewer = acting_as(request, Role.ISSUER)
    shown = {
        "campaigns": queries.campaigns_of(viewer),
        "drafts": queries.drafts(viewer),
        "classes": securities.classes(viewer),
    }
    return render(request, "campaigns/mine.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: HttpRequest) -> HttpResponse:
    """The first words of a new draft."""
    viewer = acting_as(request, Role.ISSUER)
    form = WordsForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, "campaigns/words.html", form)
    return redirect("campaigns:draft", services.save_draft(actor=viewer, words=form.cleaned_data).record)


@never_cache
@require_safe
def tasks(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What is done of a draft, and what is missing."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.draft(viewer, draft)
    shown = {
        "draft": found,
        "classes": securities.classes(viewer),
        "written": _written(found.disclosure),
        "documents": len(found.disclosure.files),
        "slots": len(SLOTS),
    }
    return render(request, "campaigns/draft.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What the campaign says of itself."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.draft(viewer, draft)
    initial = {each.name: getattr(found.disclosure, each.name) for each in DISCLOSURE.fields}
    form = WordsForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _form(request, "campaigns/words.html", form, draft=found)
    try:
        services.save_draft(actor=viewer, words=form.cleaned_data, record=draft)
    except CastorError as problem:
        return _form(request, "campaigns/words.html", form, draft=found, problem=problem)
    return redirect("campaigns:draft", draft)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The draft's documents; one that is sent replaces the one in its place."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.draft(viewer, draft)
    form = DocumentForm(request.POST or None, request.FILES or None)
    papers = [(gettext(label), _in_slot(found.disclosure, slot)) for slot, label in SLOTS.items()]
    if request.method != "POST" or not form.is_valid():
        return _form(request, "campaigns/documents.html", form, draft=found, papers=papers)
    sent = form.cleaned_data["file"]
    try:
        services.attach(
            actor=viewer, record=draft, slot=form.cleaned_data["slot"], name=sent.name, data=sent.read()
        )
    except CastorError as problem:
        return _form(request, "campaigns/documents.html", form, draft=found, papers=papers, problem=problem)
    return redirect("campaigns:documents", draft)


@never_cache
@require_safe
def preview(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The draft as investors would read it."""
    found = queries.draft(acting_as(request, Role.ISSUER), draft)
    sector = found.disclosure.sector
    shown = {
        "draft": found,
        "disclosure": found.disclosure,
        "sector": gettext(SECTORS[sector]) if sector in SECTORS else "",
    }
    return render(request, "campaigns/preview.html", shown)


@require_POST
def copy(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A fresh draft with the words of one that was proposed."""
    return redirect(
        "campaigns:draft", services.copy_draft(actor=acting_as(request, Role.ISSUER), record=draft).record
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The terms, then what is signed and the signature."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.draft(viewer, draft)
    form = OfferForm(
        request.POST or None,
        classes=[(each.face, f"{each.name} ({each.symbol})") for each in securities.classes(viewer)],
        moneys=[(each.token, each.trustee_name) for each in queries.moneys(viewer)],
    )
    if request.method != "POST" or not form.is_valid():
        return _form(request, "campaigns/propose.html", form, draft=found)
    try:
        signable = services.prepare_proposal(actor=viewer, offer=form.offer, draft=draft)
    except CastorError as problem:
        return _form(request, "campaigns/propose.html", form, draft=found, problem=problem)
    return render(request, "campaigns/propose.html", {"draft": found, "prepared": signable.as_json()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, campaign: Address) -> HttpResponse:
    """Taking a campaign back before it opens: the reason, then the signature."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.campaign(viewer, campaign)
    if found.issuer != viewer.door:
        raise NotAllowed
    form = ReasonOnRecordForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, "campaigns/cancel.html", form, campaign=found)
    signable = services.prepare_cancel(actor=viewer, campaign=campaign, reason=form.cleaned_data["reason"])
    shown = {"campaign": found, "prepared": signable.as_json()}
    return render(request, "campaigns/cancel.html", shown)


@never_cache
@require_safe
def pledges(request: HttpRequest, campaign: Address) -> HttpResponse:
    """Who pledged what: for the issuer and those who oversee it. Persons have no name here."""
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    shown = {"campaign": queries.campaign(viewer, campaign), "pledges": queries.pledges(viewer, campaign)}
    return render(request, "campaigns/campaign_pledges.html", shown)


# -- parts ----------------------------------------------------------------------------------------------


def _form(
    request: HttpRequest, template: str, form: Any, *, problem: CastorError | None = None, **more: Any
) -> HttpResponse:
    """The form again: as it is asked for, or with what was wrong."""
    status = 200 if request.method != "POST" else problem.status if problem else 400
    return render(request, template, {"form": form, "problem": problem, **more}, status=status)


def _written(said: Disclosure) -> bool:
    return all(getattr(said, each.name) for each in DISCLOSURE.fields)


def _in_slot(said: Disclosure, slot: str) -> Any:
    return next((each for each in said.files if each.slot == slot), None)
