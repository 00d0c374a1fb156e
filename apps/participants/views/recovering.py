"""A client's lost key: how its replacing stands, and what is open to each of the three who decide it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import queries as accounts
from apps.participants import queries, services
from apps.participants.forms import RecoverForm
from apps.vocabulary.errors import CastorError, NotAllowed
from apps.vocabulary.types import Address
from apps.vocabulary.viewers import signed_in, staff_member


@never_cache
@require_safe
def recoveries(request: HttpRequest) -> HttpResponse:
    """The clients whose key is being replaced, for staff."""
    viewer = staff_member(request)
    found = queries.recoveries(viewer)
    asked = [each.recovery.asked_by for each in found if each.recovery]
    shown = {
        "rows": found,
        "names": queries.names_of([*(each.door for each in found), *asked]),
        "now": queries.chain_time(),
    }
    return render(request, "participants/recoveries.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest, door: Address) -> HttpResponse:
    """How it stands, to guardians and client; posted by a guardian's maker it asks or agrees, by the client
    itself it is prepared to be signed.
    """
    viewer = signed_in(request)
    if request.method != "POST":
        return _page(request, door)
    standing = queries.recovery_of(viewer, door)
    form = RecoverForm(request.POST)
    if not form.is_valid():
        return _page(request, door, form=form, status=400)
    key = form.cleaned_data["key"]
    try:
        if viewer.is_staff:
            return redirect("portal:act", services.recover(actor=viewer, client=door, key=key).id)
        if viewer.door != standing.client.door:
            raise NotAllowed
        signable = services.prepare_recovery(actor=viewer, key=key)
    except CastorError as problem:
        return _page(request, door, form=form, problem=problem, status=problem.status)
    return _page(request, door, prepared=signable.as_json())


@require_POST
def withdraw(request: HttpRequest, door: Address) -> HttpResponse:
    """The guardian that asked proposes to ask no longer."""
    viewer = staff_member(request)
    queries.participant(viewer, door)
    try:
        return redirect("portal:act", services.withdraw_recovery(actor=viewer, client=door).id)
    except CastorError as problem:
        return _page(request, door, problem=problem, status=problem.status)


@require_POST
def complete(request: HttpRequest, door: Address) -> HttpResponse:
    """Pushes a recovery whose delay is over."""
    viewer = staff_member(request)
    queries.participant(viewer, door)
    try:
        return redirect("portal:act", services.complete_recovery(actor=viewer, client=door).id)
    except CastorError as problem:
        return _page(request, door, problem=problem, status=problem.status)


def _page(request: HttpRequest, door: Address, *, status: int = 200, **more: Any) -> HttpResponse:
    viewer = signed_in(request)
    standing = queries.recovery_of(viewer, door)
    going = standing.recovery
    asked = None if viewer.door == door else accounts.lost_key(door)
    agreeing = going is not None and standing.may == "agree"
    initial = {"key": going.key if agreeing and going else asked.key if asked else ""}
    shown: dict[str, Any] = {
        "standing": standing,
        "client": standing.client,
        "recovery": going,
        "asked": asked,
        "own": viewer.door == door,
        "may_act": viewer.maker or viewer.door == door,
        "form": RecoverForm(initial=initial),
        "problem": None,
        "name": queries.name_of(door),
    }
    return render(request, "participants/recovery.html", {**shown, **more}, status=status)
