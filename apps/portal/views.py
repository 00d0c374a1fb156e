"""The portal's own pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts import queries as accounts
from apps.accounts import services as signing
from apps.accounts.types import Document, SignerKind
from apps.ledger import services as ledger
from apps.participants import services as hierarchy
from apps.portal import homes, queries, samples, services
from apps.portal.forms import DecisionForm, KeyForm
from apps.portal.rules import ACT_GROUP_NAMES
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import CastorError, Malformed, NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import signed_in, viewer_of

THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


# -- for everybody --------------------------------------------------------------------------------------


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What Castor is, for somebody who is not signed in."""
    return render(request, "portal/landing.html", queries.showcase())


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How money, units and signatures move."""
    return render(request, "portal/how.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Questions and answers."""
    return render(request, "portal/help.html")


@require_safe
def document(request: HttpRequest, name: str) -> HttpResponse:
    """A text that a client accepts, with the version in force: risk warning, terms of use, privacy."""
    return render(request, f"portal/{name}.html", {"version": accounts.version_in_force(Document(name))})


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for looking at; development only."""
    if not (settings.DEBUG or settings.CASTOR_DEMO):
        raise Http404
    return render(request, "portal/style.html", samples.context())


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the reader's choice of light, dark or as the device says, and goes back to the page."""
    chosen = request.POST.get("theme", "auto")
    response = HttpResponseRedirect(_page_before(request))
    if chosen in THEMES:
        response.set_cookie(
            "castor_theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    return response


def _page_before(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    hosts = {request.get_host()}
    allowed = url_has_allowed_host_and_scheme(target, hosts, require_https=request.is_secure())
    return target if allowed else "/"


# -- signed in ------------------------------------------------------------------------------------------


HOMES: dict[Role, Callable[[Viewer], object]] = {
    Role.INVESTOR: homes.investor,
    Role.ISSUER: homes.issuer,
    Role.OPERATOR: homes.operator,
    Role.TRUSTEE: homes.trustee,
    Role.REGULATOR: homes.regulator,
}


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The reader's own start page: what they have, what waits for them, what to do next."""
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    if viewer.door is None:
        return render(request, "portal/home_newcomer.html", {"home": homes.newcomer(viewer)})
    shown = {"home": HOMES[viewer.role](viewer), "changes": rulebook.pending()}
    return render(request, f"portal/home_{viewer.role.word}.html", shown)


@never_cache
@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """Everything that the reader's door did, narrowed and sorted by what stands in the address."""
    viewer, asked = viewer_of(request), request.GET
    group, oldest_first = asked.get("state", ""), asked.get("sort") == "oldest"
    page = queries.acts_page(viewer, group=group, oldest_first=oldest_first, after=asked.get("after") or None)
    names = {word: gettext(label) for word, label in ACT_GROUP_NAMES.items()}
    if not viewer.is_staff:
        del names["waiting"]
    shown = {
        "acts": page.rows,
        "next_cursor": page.next,
        "first": asked.get("after"),
        "groups": names.items(),
        "group": group if group in ACT_GROUP_NAMES else "",
        "oldest_first": oldest_first,
    }
    return render(request, "portal/acts.html", shown)


@never_cache
@require_safe
def act(request: HttpRequest, act: UUID) -> HttpResponse:
    """One act: what was signed, and how far it has come."""
    return render(request, "portal/act.html", {"act": queries.act(viewer_of(request), act)})


@never_cache
@require_safe
def act_status(request: HttpRequest, act: UUID) -> HttpResponse:
    """The stepper of one act, asked for again and again until it has ended.

    204 while the state is the one in `seen`: nothing is swapped, so nothing is read aloud twice.
    """
    found = queries.act(viewer_of(request), act)
    if request.GET.get("seen") == found.state:
        return HttpResponse(status=204)
    return render(request, "_stepper_state.html", {"act": found})


@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Who signs for a client, and a recovery that may be under way; htmx asks for the part alone."""
    whole = not getattr(request, "htmx", False)
    return _security(request, "portal/security.html" if whole else "portal/_security.html")


@never_cache
@require_safe
def lost_keys(request: HttpRequest) -> HttpResponse:
    """Clients who say that their key is lost, for the guardians among the staff."""
    return render(request, "portal/lost_keys.html", {"lost": queries.lost_keys(viewer_of(request))})


@never_cache
@require_safe
def add_signer(request: HttpRequest, kind: str) -> HttpResponse:
    """A further signer of one's own: a passkey, a wallet, or a key from a passphrase."""
    if kind not in set(SignerKind) or not queries.security(viewer_of(request)).signers:
        raise NotFound
    return render(request, "portal/add_signer.html", {"kind": kind})


@never_cache
@require_POST
def sign_for_security(request: HttpRequest) -> HttpResponse:
    """The review of a change of one's own signers, or of a veto, ready to be signed."""
    viewer, change = signed_in(request), request.POST.get("change")
    if viewer.is_staff:  # an organisation's keys take two people: see its own page
        raise NotAllowed
    form = KeyForm(request.POST)
    if change == "name":
        signing.rename_signer(
            actor=viewer, signer=request.POST.get("key", ""), name=request.POST.get("label", "")
        )
        return redirect("portal:security")
    if change == "add" and not form.is_valid():
        return _security(request, "portal/security.html", form=form, status=400)
    try:
        if change == "veto":
            signable = hierarchy.prepare_veto(actor=viewer)
        elif change == "remove":
            signable = services.prepare_remove_signer(actor=viewer, **_signer(request))
        elif change == "add":
            signable = services.prepare_add_signer(actor=viewer, key=form.cleaned_data["key"])
        else:
            raise Malformed
    except CastorError as problem:
        return _security(request, "portal/security.html", form=form, problem=problem, status=problem.status)
    return render(request, "portal/security_sign.html", {"prepared": signable.as_json()})


def _signer(request: HttpRequest) -> dict[str, Any]:
    """The posted `key`, an address or `verifier:x:y`, as its parts. Raises Malformed."""
    key, _colon, point = request.POST.get("key", "").partition(":")
    if not point:
        return {"key": key}
    x, _colon, y = point.partition(":")
    try:
        return {"key": key, "x": bytes.fromhex(x[2:]), "y": bytes.fromhex(y[2:])}
    except ValueError as problem:
        raise Malformed from problem


def _security(
    request: HttpRequest,
    template: str,
    *,
    form: KeyForm | None = None,
    problem: CastorError | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {"security": queries.security(viewer_of(request)), "form": form or KeyForm(), "problem": problem}
    return render(request, template, shown, status=status)


@never_cache
@require_safe
def tray(request: HttpRequest) -> HttpResponse:
    """How many acts are on their way; asked for only while there are some."""
    return render(request, "_tray.html")


@never_cache
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for a second member of staff."""
    after = request.GET.get("after") or None
    page = queries.proposals_page(viewer_of(request), after=after)
    shown = {"proposals": page.rows, "next_cursor": page.next, "first": after}
    return render(request, "portal/approvals.html", shown)


@require_POST
def decide(request: HttpRequest, act: UUID) -> HttpResponse:
    """Approves or rejects a proposal; a rejection has a reason."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Malformed(gettext("Say why you reject it."))
    viewer = viewer_of(request)
    if form.cleaned_data["decision"] == "approve":
        ledger.approve(actor=viewer, act=act)
    else:
        ledger.reject(actor=viewer, act=act, reason=form.cleaned_data["reason"])
        messages.info(request, gettext("Rejected. Nothing was sent."))
    return redirect("portal:act", act)
