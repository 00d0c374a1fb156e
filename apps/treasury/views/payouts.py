"""Payments to clients on pages: batches ordered, released, sent to the bank as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.treasury import queries, services
from apps.treasury.types import Payout, PayoutState
from apps.treasury.views import narrowing
from apps.vocabulary.errors import CastorError, Malformed
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as

_DECISIONS = {
    "release": services.release_payouts,
    "drop": services.drop_payouts,
    "sent": services.mark_sent,
}
BATCHES = 20
"""How many of them a page shows."""
_ORDER = (PayoutState.MADE, PayoutState.RELEASED, PayoutState.SENT, PayoutState.PAID, PayoutState.FAILED)


@never_cache
@require_safe
def payouts(request: HttpRequest) -> HttpResponse:
    """The batches, the newest first, and what may be ordered or burned."""
    return _page(request, acting_as(request, Role.TRUSTEE))


@require_POST
def order_payouts(request: HttpRequest) -> HttpResponse:
    """Orders all that can be paid."""
    viewer = acting_as(request, Role.TRUSTEE)
    try:
        services.order_payouts(actor=viewer)
    except CastorError as problem:
        return _page(request, viewer, problem=problem)
    messages.success(request, gettext("Ordered. A colleague releases it."))
    return redirect("treasury:payouts")


@require_POST
def decide_payouts(request: HttpRequest, batch: str) -> HttpResponse:
    """Releases a batch, drops it, or notes that the bank has it."""
    viewer, decide = acting_as(request, Role.TRUSTEE), _DECISIONS.get(request.POST.get("decision", ""))
    if decide is None:
        raise Malformed
    try:
        decide(actor=viewer, batch=batch)
    except CastorError as problem:
        return _page(request, viewer, problem=problem)
    return redirect("treasury:payouts")


@never_cache
@require_safe
def payout_file(request: HttpRequest, batch: str) -> HttpResponse:
    """A released batch as the bank takes it. Each account that it shows is logged as read."""
    form = request.GET.get("form", services.FORMATS[0])
    data = services.payout_file(actor=acting_as(request, Role.TRUSTEE), batch=batch, form=form)
    ending, kind = ("csv", "text/csv; charset=utf-8") if form == "csv" else ("xml", "application/xml")
    name = f'attachment; filename="{batch}.{ending}"'
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": name})


def _page(request: HttpRequest, viewer: Viewer, *, problem: CastorError | None = None) -> HttpResponse:
    start = narrowing.start_of(request)
    found = queries.batches(viewer, start=start, most=BATCHES + 1)
    payable = len(queries.payable(viewer)) if viewer.maker else 0
    shown = {
        "batches": [
            (payments[0].batch, payments, sum(each.amount for each in payments), _state(payments))
            for payments in found[:BATCHES]
        ],
        "earlier": start > 0,
        "further": start + BATCHES if len(found) > BATCHES else None,
        "payable": payable,
        "ordered_now": min(payable, services.MOST_PAYMENTS),
        "burnable": len(queries.burnable(viewer)) if viewer.maker else 0,
        "formats": services.FORMATS,
        "problem": problem,
    }
    return render(request, "treasury/payouts.html", shown, status=problem.status if problem else 200)


def _state(payments: Sequence[Payout]) -> PayoutState:
    """A batch is as far as its slowest payment."""
    return min((each.state for each in payments), key=_ORDER.index)
