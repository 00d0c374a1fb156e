"""How delivery goes: lanes and their transactions, and what the regulator's staff can do about one that is
stuck.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import queries as accounts
from apps.ledger import queries as ledger
from apps.ledger import services as ledger_services
from apps.ledger.errors import AlreadyAsked, OutOfTurn, TransactionOver
from apps.ledger.types import Remedy, TransactionView
from apps.supervision.forms import DecisionForm, RemedyForm
from apps.vocabulary.errors import Malformed, NotFound
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as

WHAT = {
    Remedy.RETRY: (gettext_lazy("Send again"), gettext_lazy("The same bytes go to the node once more.")),
    Remedy.SPEED_UP: (
        gettext_lazy("Speed up"),
        gettext_lazy("The same transaction is signed again, an eighth dearer at least. It is paid once."),
    ),
    Remedy.CANCEL: (
        gettext_lazy("Cancel"),
        gettext_lazy("Its nonce is given to an empty transaction at a higher price. A colleague approves."),
    ),
}
"""What each remedy is called, and what it does."""


@never_cache
@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """Lanes, what waits and what went wrong. htmx asks for the figures alone, as long as something moves."""
    viewer = acting_as(request, Role.REGULATOR)
    shown = {"now": ledger.operations(viewer), "asked": _named(ledger.asked_for(viewer))}
    part = "_operations" if getattr(request, "htmx", False) else "operations"
    return render(request, f"supervision/{part}.html", shown)


@never_cache
@require_safe
def lane(request: HttpRequest, lane: Address) -> HttpResponse:
    """A lane's transactions, the newest first; `open` for those without an end."""
    viewer, after = acting_as(request, Role.REGULATOR), request.GET.get("after") or None
    only_open = "open" in request.GET
    page = ledger.transactions(viewer, lane, only_open=only_open, after=after)
    shown = {
        "lane": lane,
        "rows": page.rows,
        "next_cursor": page.next,
        "first": after,
        "only_open": only_open,
        "remedies": [(each, words[0]) for each, words in WHAT.items()] if viewer.maker else (),
    }
    return render(request, "supervision/lane.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intervene(request: HttpRequest, transaction: int, remedy: str) -> HttpResponse:
    """Says what the remedy does, takes a reason, asks for it."""
    viewer = acting_as(request, Role.REGULATOR)
    if remedy not in WHAT:
        raise NotFound
    chosen, found = Remedy(remedy), ledger.transaction(viewer, transaction)
    form = RemedyForm(
        request.POST if request.method == "POST" else None,
        confirmation=str(found.nonce) if chosen is Remedy.CANCEL else "",
    )
    if request.method == "POST" and form.is_valid():
        try:
            ledger_services.intervene(
                actor=viewer,
                transaction_id=transaction,
                remedy=chosen,
                reason=form.cleaned_data["reason"],
            )
        except (TransactionOver, AlreadyAsked) as refusal:
            messages.error(request, gettext(refusal.sentence))
        else:
            waits = chosen is Remedy.CANCEL
            said = gettext("Asked. A colleague decides.") if waits else gettext("The worker does it now.")
            messages.success(request, said)
        return redirect("supervision:lane", found.lane)
    action, does = WHAT[chosen]
    shown = {"found": found, "form": form, "action": action, "does": does, "cancels": chosen is Remedy.CANCEL}
    return render(request, "supervision/intervene.html", shown)


@never_cache
@require_POST
def decide(request: HttpRequest, intervention: int) -> HttpResponse:
    """A second person approves a cancellation, or rejects it; its maker withdraws it."""
    viewer, form = acting_as(request, Role.REGULATOR), DecisionForm(request.POST)
    if not form.is_valid():
        raise Malformed
    approve = form.cleaned_data["decision"] == "approve"
    try:
        ledger_services.decide_intervention(actor=viewer, intervention=intervention, approve=approve)
    except OutOfTurn as refusal:
        messages.error(request, gettext(refusal.sentence))
    else:
        said = gettext("Approved. The worker does it now.") if approve else gettext("Rejected.")
        messages.success(request, said)
    return redirect("supervision:operations")


# -- parts ----------------------------------------------------------------------------------------------


def _named(asked: Sequence[TransactionView]) -> list[dict[str, Any]]:
    """What was asked, with the name of who did."""
    return [
        {"transaction": each, "asked": each.pending, "by": accounts.account(each.pending.maker).name}
        for each in asked
        if each.pending is not None
    ]
