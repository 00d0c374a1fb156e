"""A door's own money: what it has, how more comes in, how it goes out, and every movement."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.participants import queries as participants
from apps.treasury import queries, services
from apps.treasury.forms import BankAccountForm, WithdrawalForm
from apps.treasury.views import narrowing
from apps.treasury.views.words import movement
from apps.vocabulary.errors import CastorError, NotAllowed
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as

_OWNERS = (Role.INVESTOR, Role.ISSUER, Role.OPERATOR)


@never_cache
@require_safe
def wallet(request: HttpRequest) -> HttpResponse:
    """What the door has, and its statement; for an investor also how to pay in."""
    viewer = acting_as(request, *_OWNERS)
    found, what = queries.pockets(viewer), request.GET.get("what", "")
    kinds = queries.kinds_of_movement(viewer)
    page = queries.statement(
        viewer,
        what=what if what in kinds else None,
        span=narrowing.span_of(request),
        after=request.GET.get("after"),
    )
    names = participants.names_of(
        [each.trustee for each in found] + [str(each["other"]) for each in page.rows]
    )
    trustees = {each.token: names[each.trustee] for each in found}
    shown: dict[str, Any] = {
        "pockets": [(each, names[each.trustee]) for each in found],
        "lines": [
            (each, movement(each["what"]), names[each["other"]], trustees.get(each["token"], ""))
            for each in page.rows
        ],
        "several": len(found) > 1,
        "kinds": [(each, movement(each)) for each in kinds],
        "what": what,
        "narrow": narrowing.shown(request),
        "next_cursor": page.next,
        "first": request.GET.get("after"),
        "withdrawals": [
            (each, queries.due_at(each["requested_at"])) for each in queries.withdrawals(viewer).rows
        ],
        "available": any(each.available for each in found),
    }
    if viewer.role is not Role.OPERATOR:
        shown["payout"] = queries.payout_account(viewer)
    if viewer.role is Role.INVESTOR and viewer.door:
        shown |= _deposit(viewer, viewer.door)
    return render(request, "treasury/wallet.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Asks how much; then shows what is to be signed (a client), or proposes it (an operator's maker)."""
    viewer = acting_as(request, *_OWNERS)
    client = viewer.role is not Role.OPERATOR
    if client and queries.payout_account(viewer) is None:
        return redirect("treasury:payout-account")
    found = [each for each in queries.pockets(viewer) if each.available]
    names = participants.names_of([each.trustee for each in found])
    form = WithdrawalForm(request.POST or None, pockets=found, names=[names[each.trustee] for each in found])
    shown: dict[str, Any] = {"form": form, "pockets": [(each, names[each.trustee]) for each in found]}
    if request.method != "POST":
        return render(request, "treasury/withdraw.html", shown)
    status = 400
    if form.is_valid():
        token, amount = Address(form.cleaned_data["token"]), form.cleaned_data["amount"]
        try:
            if not client:
                return redirect(
                    "portal:act", services.propose_withdrawal(actor=viewer, token=token, amount=amount).id
                )
            signable = services.prepare_withdrawal(actor=viewer, token=token, amount=amount)
            return render(request, "treasury/withdraw_review.html", {"prepared": signable.as_json()})
        except CastorError as problem:
            shown["problem"], status = problem, problem.status
    return render(request, "treasury/withdraw.html", shown, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def payout_account(request: HttpRequest) -> HttpResponse:
    """Where a client's withdrawals are paid to."""
    viewer = acting_as(request, *_OWNERS)
    if viewer.role is Role.OPERATOR:
        raise NotAllowed
    form = BankAccountForm(request.POST or None)
    shown: dict[str, Any] = {"form": form, "known": queries.payout_account(viewer)}
    if request.method != "POST":
        return render(request, "treasury/payout_account.html", shown)
    status = 400
    if form.is_valid():
        try:
            services.set_payout_account(actor=viewer, **form.cleaned_data)
            messages.success(request, gettext("Your bank account is noted."))
            return redirect("treasury:wallet")
        except CastorError as problem:
            shown["problem"], status = problem, problem.status
    return render(request, "treasury/payout_account.html", shown, status=status)


# -- parts


def _deposit(viewer: Viewer, door: Address) -> dict[str, Any]:
    """What the panel for paying in shows."""
    trustee = participants.participant(viewer, door).trustee
    reference = queries.reference(viewer)
    drawing = segno.make(reference, error="m").svg_inline(
        scale=5, border=3, light="#fff", svgclass="qr", lineclass=None
    )
    return {
        "reference": reference,
        "qr": drawing,
        "trustee": participants.name_of(trustee) if trustee else "",
        "bank": queries.trust_account(trustee) if trustee else None,
    }
