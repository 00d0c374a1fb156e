"""An issuer's running campaigns: how each stands, its documents, questions, updates, notices, pledges."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.campaigns import queries, services
from apps.campaigns.forms import DocumentForm, NoticeForm, SayForm, UpdateForm
from apps.campaigns.types import Campaign, State
from apps.campaigns.views.parts import asked_again
from apps.ledger.forms import ReasonOnRecordForm
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.vocabulary.errors import CastorError, NotAllowed
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as

NOTICEABLE = (State.LIVE, State.DUE, State.COOLING_OFF)


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
@require_safe
def dashboard(request: HttpRequest, campaign: Address) -> HttpResponse:
    """How an issuer's campaign stands: raised over time, investors by class, what waits for it."""
    viewer, found = _own(request, campaign)
    shown = {
        "campaign": found,
        "stand": queries.dashboard(viewer, campaign),
        "questions": queries.questions(viewer, campaign),
        "updates": queries.updates(viewer, campaign),
        "unpublished": queries.unpublished_updates(viewer, campaign),
        "decisions": queries.decisions(viewer, campaign),
        "papers": queries.disclosure(viewer, campaign).papers,
        "places_sukuk": queries.places_sukuk(campaign),
        "payments": queries.sukuk_payments(viewer, campaign),
        "may_notice": found.state in NOTICEABLE,
        "may_cancel": found.state in (State.PROPOSED, State.APPROVED, State.READY),
        "may_update": found.approved_at is not None and found.state is not State.CANCELLED,
        "form": SayForm(),
    }
    return render(request, "campaigns/dashboard.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, campaign: Address) -> HttpResponse:
    """The documents of a proposed campaign: replaced until the approval, each signed for the record."""
    viewer, found = _own(request, campaign)
    form = DocumentForm(request.POST or None, request.FILES or None)
    said = queries.disclosure(viewer, campaign)
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/papers.html", form, campaign=found, papers=said.papers)
    sent = form.cleaned_data["file"]
    try:
        services.replace(
            actor=viewer, campaign=campaign, slot=form.cleaned_data["slot"], name=sent.name, data=sent.read()
        )
    except CastorError as problem:
        return asked_again(
            request, "campaigns/papers.html", form, campaign=found, papers=said.papers, problem=problem
        )
    return redirect("campaigns:papers", campaign)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def disclose(request: HttpRequest, campaign: Address, slot: str) -> HttpResponse:
    """One document is put on the record: what is signed, and the signature."""
    viewer, found = _own(request, campaign)
    if request.method != "POST":
        return redirect("campaigns:papers", campaign)
    signable = services.prepare_disclose(actor=viewer, campaign=campaign, slot=slot)
    shown = {"campaign": found, "prepared": signable.as_json(), "back": "campaigns:papers"}
    return render(request, "campaigns/sign.html", {**shown, "title": gettext("Put it on the record")})


@require_POST
def answer(request: HttpRequest, campaign: Address, question: UUID) -> HttpResponse:
    """The issuer answers; both are public from then on."""
    viewer, _ = _own(request, campaign)
    services.answer(actor=viewer, question=question, text=request.POST.get("text", ""))
    messages.success(request, gettext("Answered. Everybody can read it now."))
    return redirect("campaigns:dashboard", campaign)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_update(request: HttpRequest, campaign: Address) -> HttpResponse:
    """The words of an update."""
    viewer, found = _own(request, campaign)
    form = UpdateForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/update.html", form, campaign=found)
    made = services.write_update(actor=viewer, campaign=campaign, **form.cleaned_data)
    return redirect("campaigns:update", campaign, made.id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, campaign: Address, update: UUID) -> HttpResponse:
    """An update before it is published: its words, how the e-mail will look, and the signature."""
    viewer, found = _own(request, campaign)
    written = queries.unpublished_update(viewer, campaign, update)
    form = UpdateForm(request.POST or None, initial={"title": written.title, "text": written.text})
    if request.method == "POST" and form.is_valid():
        services.write_update(actor=viewer, campaign=campaign, record=update, **form.cleaned_data)
        return redirect("campaigns:update", campaign, update)
    told = {
        "title": gettext("News of a campaign"),
        "text": gettext("{issuer:name} published an update. You can read it on the campaign’s page.").replace(
            "{issuer:name}", found.issuer_name
        ),
    }
    link = request.build_absolute_uri(reverse("campaigns:campaign", args=[campaign]))
    mail = render_to_string("notices/mail.txt", {"notice": told, "link": link}).strip()
    more: dict[str, Any] = {"campaign": found, "update": written, "told": told, "mail": mail}
    return asked_again(request, "campaigns/update.html", form, **more)


@never_cache
@require_POST
def publish(request: HttpRequest, campaign: Address, update: UUID) -> HttpResponse:
    """What is signed, and the signature."""
    viewer, found = _own(request, campaign)
    signable = services.prepare_update(actor=viewer, campaign=campaign, update=update)
    shown = {"campaign": found, "prepared": signable.as_json(), "back": "campaigns:dashboard"}
    return render(request, "campaigns/sign.html", {**shown, "title": gettext("Publish the update")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, campaign: Address) -> HttpResponse:
    """A notice of an adverse change: what it will do, then the signature."""
    viewer, found = _own(request, campaign)
    form = NoticeForm(request.POST or None)
    more: dict[str, Any] = {
        "campaign": found,
        "ends_at": rulebook.now() + found.notice_window,
        "possible": found.state in NOTICEABLE,
    }
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/notice.html", form, **more)
    try:
        signable = services.prepare_adverse_notice(
            actor=viewer, campaign=campaign, reason=form.cleaned_data["reason"]
        )
    except CastorError as problem:
        return asked_again(request, "campaigns/notice.html", form, problem=problem, **more)
    shown = {"campaign": found, "prepared": signable.as_json(), "back": "campaigns:dashboard"}
    return render(request, "campaigns/sign.html", {**shown, "title": gettext("Give notice")})


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
        return asked_again(request, "campaigns/cancel.html", form, campaign=found)
    signable = services.prepare_cancel(actor=viewer, campaign=campaign, reason=form.cleaned_data["reason"])
    shown = {"campaign": found, "prepared": signable.as_json()}
    return render(request, "campaigns/cancel.html", shown)


# -- parts ----------------------------------------------------------------------------------------------


def _own(request: HttpRequest, campaign: Address) -> tuple[Viewer, Campaign]:
    """The issuer who asks, and its campaign."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.campaign(viewer, campaign)
    if found.issuer != viewer.door:
        raise NotAllowed
    return viewer, found
