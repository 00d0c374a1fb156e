"""The portal's own pages."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from apps.accounts import queries as accounts
from apps.accounts.types import Document
from apps.portal import samples
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import VISITOR, Role

THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What Castor is, for somebody who is not signed in."""
    return render(request, "portal/landing.html")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The signed-in reader's own start page."""
    viewer = getattr(request, "viewer", VISITOR)
    if viewer.role is Role.NONE and viewer.account is None:
        raise SignInNeeded
    return render(request, "portal/home.html")


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
        response.set_cookie("castor_theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


def _page_before(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return target if allowed else "/"


@require_safe
def act_status(request: HttpRequest, act: UUID) -> HttpResponse:
    """The stepper of one act, asked for again and again until it has ended."""
    return redirect("portal:landing")
