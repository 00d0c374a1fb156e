"""The regulator's orders: the list, one order, withdrawing it, carrying it out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.participants import queries, services
from apps.participants.forms import WithdrawOrderForm
from apps.vocabulary.errors import CastorError, NotAllowed
from apps.vocabulary.types import Role
from apps.vocabulary.viewers import signed_in, staff_member


@never_cache
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The orders that the viewer sees; for the holder, those upon its own."""
    viewer = signed_in(request)
    state = request.GET.get("state", "")
    page = queries.orders(viewer, state=state or None, after=request.GET.get("after") or None)
    shown = {
        "orders": page.rows,
        "names": queries.names_of([door for each in page.rows for door in (each.holder, each.to)]),
        "states": queries.ORDER_STATES,
        "state": state,
        "next_cursor": page.next,
        "first": request.GET.get("after"),
    }
    return render(request, "participants/orders.html", shown)


@never_cache
@require_safe
def order(request: HttpRequest, number: int) -> HttpResponse:
    """One order: what it does, until when, and what may be done."""
    return _page(request, number)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """The regulator proposes to take an order back."""
    viewer = staff_member(request)
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    form = WithdrawOrderForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form=form, status=400)
    try:
        reason = form.cleaned_data["reason"]
        return redirect("portal:act", services.withdraw_order(actor=viewer, number=number, reason=reason).id)
    except CastorError as problem:
        return _page(request, number, problem=problem, status=problem.status)


@require_POST
def execute(request: HttpRequest, number: int) -> HttpResponse:
    """Anybody who is signed in carries out an order that is due."""
    viewer = signed_in(request)
    act = services.execute_order(actor=viewer, number=number)
    return redirect("portal:act", act.id)


def _page(
    request: HttpRequest,
    number: int,
    *,
    form: WithdrawOrderForm | None = None,
    problem: CastorError | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = signed_in(request)
    found = queries.order(viewer, number)
    shown = {
        "order": found,
        "names": queries.names_of([found.holder, found.to]),
        "announced": found.state == "announced",
        "due": found.state == "announced" and found.earliest <= queries.chain_time(),
        "may_withdraw": viewer.role is Role.REGULATOR and viewer.maker,
        "form": form or WithdrawOrderForm(),
        "problem": problem,
    }
    return render(request, "participants/order.html", shown, status=status)
