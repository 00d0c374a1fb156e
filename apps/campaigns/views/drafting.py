"""An issuer's drafts: a task list with saved steps, comments with the operator, the preview, the proposal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.campaigns import queries, services
from apps.campaigns.forms import DocumentForm, OfferForm, SayForm, WordsForm
from apps.campaigns.types import SECTIONS, SECTORS, Disclosure, Draft
from apps.campaigns.views.parts import asked_again
from apps.records.documents import download
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as

TEXTS = tuple(WordsForm.SECTION_FIELDS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: HttpRequest) -> HttpResponse:
    """The first words of a new draft."""
    viewer = acting_as(request, Role.ISSUER)
    form = WordsForm(request.POST or None, section="brief")
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/words.html", form, section=gettext(SECTIONS["brief"]))
    return redirect("campaigns:draft", services.save_draft(actor=viewer, words=form.cleaned_data).record)


@never_cache
@require_safe
def tasks(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What is done of a draft, and what is missing."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.draft(viewer, draft)
    said, comments = found.disclosure, queries.comments(viewer, draft)
    open_about = {each.section for each in comments if not each.done and each.by == Role.OPERATOR.word}
    steps = [(name, gettext(SECTIONS[name]), _written(said, name), name in open_about) for name in TEXTS]
    shown = {
        "draft": found,
        "classes": securities.classes(viewer),
        "steps": steps,
        "ready": all(done for name, _, done, _ in steps if name != "financials"),
        "comments": comments,
        "sections": [(name, gettext(label)) for name, label in SECTIONS.items()],
        "form": SayForm(),
        "cooling_off": rulebook.figure("R10"),
        "notice_days": rulebook.figure("R11") // 86_400,
        "documents_done": all(each.file for each in said.papers if each.required) and bool(said.files),
        "documents_open": "documents" in open_about,
        "terms_open": "terms" in open_about,
    }
    return render(request, "campaigns/draft.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, draft: UUID, section: str) -> HttpResponse:
    """One section of what the campaign says of itself."""
    viewer = acting_as(request, Role.ISSUER)
    if section not in TEXTS:
        raise NotFound
    found = queries.draft(viewer, draft)
    initial = {name: getattr(found.disclosure, name) for name in WordsForm.SECTION_FIELDS[section]}
    form = WordsForm(request.POST or None, initial=initial, section=section)
    more: dict[str, Any] = {
        "draft": found,
        "section": gettext(SECTIONS[section]),
        "about": _about(viewer, draft, section),
    }
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/words.html", form, **more)
    try:
        services.save_draft(actor=viewer, words=form.cleaned_data, record=draft)
    except CastorError as problem:
        return asked_again(request, "campaigns/words.html", form, problem=problem, **more)
    return redirect("campaigns:draft", draft)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The draft's documents; one that is sent replaces the one in its place."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.draft(viewer, draft)
    form = DocumentForm(request.POST or None, request.FILES or None)
    more: dict[str, Any] = {"draft": found, "about": _about(viewer, draft, "documents")}
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/documents.html", form, **more)
    sent = form.cleaned_data["file"]
    try:
        services.attach(
            actor=viewer, record=draft, slot=form.cleaned_data["slot"], name=sent.name, data=sent.read()
        )
    except CastorError as problem:
        return asked_again(request, "campaigns/documents.html", form, problem=problem, **more)
    return redirect("campaigns:documents", draft)


@never_cache
@require_safe
def paper(request: HttpRequest, draft: UUID, file: UUID) -> HttpResponse:
    """One of them, for the issuer and for the operator that the draft was shared with."""
    viewer = acting_as(request, Role.ISSUER, Role.OPERATOR)
    return download(*services.read_paper(actor=viewer, record=draft, file=file))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What is offered, saved with the draft; it is signed when it is sent in."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.draft(viewer, draft)
    form = _offer_form(request, viewer, found)
    more: dict[str, Any] = {"draft": found, "about": _about(viewer, draft, "terms")}
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/terms.html", form, **more)
    try:
        services.save_offer(actor=viewer, offer=form.offer, record=draft)
    except CastorError as problem:
        return asked_again(request, "campaigns/terms.html", form, problem=problem, **more)
    return redirect("campaigns:draft", draft)


@never_cache
@require_safe
def preview(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The draft as investors would read it; its operator comments on it here."""
    viewer = acting_as(request, Role.ISSUER, Role.OPERATOR)
    found = queries.draft(viewer, draft)
    sector = found.disclosure.sector
    shown = {
        "draft": found,
        "disclosure": found.disclosure,
        "offer": found.offer,
        "class": securities.share_class(found.offer.face) if found.offer else None,
        "sector": gettext(SECTORS[sector]) if sector in SECTORS else "",
        "comments": queries.comments(viewer, draft),
        "sections": [(name, gettext(label)) for name, label in SECTIONS.items()],
        "form": SayForm(),
    }
    return render(request, "campaigns/preview.html", shown)


@require_POST
def comment(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A remark about a section, by issuer or operator; or one is dealt with."""
    viewer = acting_as(request, Role.ISSUER, Role.OPERATOR)
    done = request.POST.get("done", "")
    if done:
        known = {str(each.id): each.id for each in queries.comments(viewer, draft)}
        if done not in known:
            raise NotFound
        services.settle_comment(actor=viewer, draft=draft, comment=known[done])
    else:
        asked = request.POST
        services.comment(
            actor=viewer, draft=draft, section=asked.get("section", ""), text=asked.get("text", "")
        )
    where = "campaigns:draft" if viewer.role is Role.ISSUER else "campaigns:preview"
    return redirect(where, draft)


@require_POST
def share(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The operator is asked to look at it before it is sent in."""
    services.share_draft(actor=acting_as(request, Role.ISSUER), record=draft)
    messages.success(request, gettext("Your operator can read this draft now, and comment on it."))
    return redirect("campaigns:draft", draft)


@require_POST
def copy(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A fresh draft with the words of one that was proposed."""
    return redirect(
        "campaigns:draft", services.copy_draft(actor=acting_as(request, Role.ISSUER), record=draft).record
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The saved terms once more, then what is signed and the signature."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.draft(viewer, draft)
    form = _offer_form(request, viewer, found)
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/propose.html", form, draft=found)
    try:
        signable = services.prepare_proposal(actor=viewer, offer=form.offer, draft=draft)
    except CastorError as problem:
        return asked_again(request, "campaigns/propose.html", form, draft=found, problem=problem)
    return render(request, "campaigns/propose.html", {"draft": found, "prepared": signable.as_json()})


# -- parts ----------------------------------------------------------------------------------------------


def _offer_form(request: HttpRequest, viewer: Viewer, found: Draft) -> OfferForm:
    saved = found.offer
    initial: dict[str, Any] = {}
    if saved is not None:
        initial = {name: getattr(saved, name) for name in OfferForm.base_fields}
        initial["price"] = f"{saved.price // 100}.{saved.price % 100:02d}"
        initial["allocation"] = saved.allocation.value
    return OfferForm(
        request.POST or None,
        initial=initial,
        classes=[(each.face, f"{each.name} ({each.symbol})") for each in securities.classes(viewer)],
        moneys=[(each.token, each.trustee_name) for each in queries.moneys(viewer)],
    )


def _written(said: Disclosure, section: str) -> bool:
    return all(getattr(said, name) for name in WordsForm.SECTION_FIELDS[section])


def _about(viewer: Viewer, draft: UUID, section: str) -> list[Any]:
    return [each for each in queries.comments(viewer, draft) if each.section == section and not each.done]
