"""A sukuk's own pages, for its issuer: its terms until the approval, and each payment as it falls due."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.campaigns import queries, services
from apps.campaigns.forms import SukukForm
from apps.campaigns.types import State
from apps.campaigns.views.parts import asked_again
from apps.vocabulary.errors import CastorError, NotAllowed, NotFound
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, campaign: Address) -> HttpResponse:
    """The sukuk's terms: asked for, reviewed, signed."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.campaign(viewer, campaign)
    if found.issuer != viewer.door:
        raise NotAllowed
    if not queries.places_sukuk(campaign):
        raise NotFound
    known = found.sukuk
    initial = (
        {"rate": known.percent, "payments": known.payments, "matures_at": known.matures_at} if known else {}
    )
    form = SukukForm(request.POST or None, initial=initial)
    more: dict[str, Any] = {"campaign": found, "possible": found.state is State.PROPOSED}
    if request.method != "POST" or not form.is_valid():
        return asked_again(request, "campaigns/sukuk.html", form, **more)
    try:
        signable = services.prepare_sukuk(actor=viewer, campaign=campaign, **form.cleaned_data)
    except CastorError as problem:
        return asked_again(request, "campaigns/sukuk.html", form, problem=problem, **more)
    shown = {"campaign": found, "prepared": signable.as_json(), "back": "campaigns:dashboard"}
    return render(request, "campaigns/sign.html", {**shown, "title": gettext("Set the sukuk’s terms")})


@never_cache
@require_POST
def declare(request: HttpRequest, campaign: Address, number: int) -> HttpResponse:
    """A payment that the terms promise is declared: what is signed, and the signature."""
    viewer = acting_as(request, Role.ISSUER)
    signable = services.prepare_sukuk_payment(actor=viewer, campaign=campaign, number=number)
    shown = {
        "campaign": queries.campaign(viewer, campaign),
        "prepared": signable.as_json(),
        "back": "campaigns:dashboard",
    }
    return render(request, "campaigns/sign.html", {**shown, "title": gettext("Declare the payment")})
