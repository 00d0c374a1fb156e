"""The regulator's page of issuers: what each has raised (R1), and which are microfunds (R2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.campaigns import queries, services
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as


@never_cache
@require_safe
def issuers(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    return _issuers(request)


@require_POST
def microfund(request: HttpRequest, door: Address) -> HttpResponse:
    """Proposes that a company is a microfund, or no longer one."""
    viewer, flag = acting_as(request, Role.REGULATOR), request.POST.get("microfund") == "yes"
    try:
        act = services.flag_microfund(actor=viewer, issuer=door, microfund=flag)
    except CastorError as problem:
        if problem.status in (401, 403, 404):
            raise
        return _issuers(request, problem=problem)
    return redirect("portal:act", act.id)


def _issuers(request: HttpRequest, *, problem: CastorError | None = None) -> HttpResponse:
    viewer = acting_as(request, Role.REGULATOR)
    found = queries.issuers(viewer, after=request.GET.get("after"))
    shown = {
        "issuers": found.rows,
        "ceiling": rulebook.figure("R1"),
        "next_cursor": found.next,
        "first": request.GET.get("after"),
        "problem": problem,
    }
    return render(request, "campaigns/issuers.html", shown, status=problem.status if problem else 200)
