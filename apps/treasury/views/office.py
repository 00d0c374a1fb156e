"""The trustee's back office: its supply against its bank, credits, withdrawals, what was minted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.participants import queries as participants
from apps.records import services as records
from apps.treasury import queries, services
from apps.treasury.forms import BankAccountForm, BankLineForm
from apps.treasury.types import BankLine, LineState
from apps.treasury.views import narrowing
from apps.treasury.views.bank import reserve_shown
from apps.treasury.views.words import line_orders
from apps.vocabulary.errors import CastorError, Malformed
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import acting_as
from apps.vocabulary.words import read_address

_VIEWS = {
    "waiting": queries.WAITING,
    "minted": (LineState.MINTED,),
    "dismissed": (LineState.DISMISSED,),
    "sent-back": (LineState.SENT_BACK,),
}
_ORDERS = {
    "oldest": ("requested_at", False),
    "newest": ("requested_at", True),
    "largest": ("amount", True),
    "smallest": ("amount", False),
}


# -- looking


@never_cache
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Bank = supply = holdings with the difference, what explains it, the day's figures, and what waits."""
    viewer = acting_as(request, Role.TRUSTEE)
    withdrawals = queries.withdrawals(viewer)
    shown = {
        **reserve_shown(viewer),
        "today": queries.today(viewer),
        "lines": _named(viewer, queries.bank_lines(viewer)),
        "withdrawals": _rows(viewer, withdrawals.rows),
        "more_withdrawals": withdrawals.next,
        "accounts": queries.trust_accounts(viewer),
    }
    return render(request, "treasury/office.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest) -> HttpResponse:
    """Bank lines by state, and the form for the next one."""
    viewer = acting_as(request, Role.TRUSTEE)
    if request.method != "POST":
        return _lines(request, viewer, BankLineForm(initial={"credited_at": _now()}))
    form = BankLineForm(request.POST)
    if not form.is_valid():
        return _lines(request, viewer, form, status=400)
    try:
        services.enter_bank_line(actor=viewer, **form.cleaned_data)
    except CastorError as problem:
        return _lines(request, viewer, form, problem=problem, status=problem.status)
    messages.success(request, gettext("The credit is entered. It can be proposed for minting now."))
    return redirect("treasury:lines")


@never_cache
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Whose reference is being typed, by a masked code; asked for at every pause."""
    viewer, typed = acting_as(request, Role.TRUSTEE), request.GET.get("reference", "")[:64]
    shown: dict[str, Any] = {"typed": typed.strip()}
    if shown["typed"]:
        try:
            door = queries.door_of_reference(typed)
            shown["door"] = door
            shown["seen"] = participants.sees(viewer, door)
            if shown["seen"]:
                shown["operator"] = participants.participant(viewer, door).parent
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "treasury/_reference.html", shown)


@never_cache
@require_safe
def withdrawals(request: HttpRequest) -> HttpResponse:
    """Withdrawals that wait, or all that ended."""
    viewer = acting_as(request, Role.TRUSTEE)
    state = request.GET.get("state", "waiting")
    wanted = state if state in ("waiting", "burned", "returned") else "waiting"
    order = request.GET.get("order", "")
    by, down = _ORDERS.get(order, ("requested_at", wanted != "waiting"))
    page = queries.withdrawals(
        viewer,
        state=wanted,
        span=narrowing.span_of(request),
        order=by,
        descending=down,
        after=request.GET.get("after"),
    )
    shown = {
        "narrow": narrowing.shown(request),
        "withdrawals": _rows(viewer, page.rows),
        "order": order,
        "orders": line_orders(),
        "state": wanted,
        "next_cursor": page.next,
        "first": request.GET.get("after"),
    }
    return render(request, "treasury/withdrawals.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, withdrawal: int) -> HttpResponse:
    """One withdrawal; a POST with a reason shows the account to pay to in full, and is logged."""
    return _withdrawal(request, acting_as(request, Role.TRUSTEE), withdrawal)


@never_cache
@require_safe
def deposits(request: HttpRequest) -> HttpResponse:
    """What was minted, the newest first or the oldest."""
    viewer, asked = acting_as(request, Role.TRUSTEE), request.GET
    page = queries.deposits(
        viewer,
        span=narrowing.span_of(request),
        oldest_first=asked.get("order") == "oldest",
        after=asked.get("after"),
    )
    called = queries.called(viewer, [each["to"] for each in page.rows])
    shown = {
        "deposits": [(each, called.get(each["to"], "")) for each in page.rows],
        "narrow": narrowing.shown(request),
        "order": asked.get("order", ""),
        "next_cursor": page.next,
        "first": asked.get("after"),
    }
    return render(request, "treasury/deposits.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The bank account that deposits go to: in force, proposed, and the form for another."""
    viewer = acting_as(request, Role.TRUSTEE)
    form = BankAccountForm(request.POST or None)
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_trust_account(actor=viewer, **form.cleaned_data)
            messages.success(request, gettext("Proposed. A colleague puts it in force."))
            return redirect("treasury:account")
        except CastorError as refusal:
            problem = refusal
    status = problem.status if problem else 400 if request.method == "POST" else 200
    shown = {"form": form, "problem": problem, "accounts": queries.trust_accounts(viewer)}
    return render(request, "treasury/account.html", shown, status=status)


# -- proposing


@require_POST
def mint(request: HttpRequest, line: uuid.UUID) -> HttpResponse:
    """Proposes to mint a line: to whose reference it names, or to the investor who was typed."""
    viewer, typed = acting_as(request, Role.TRUSTEE), request.POST.get("to", "").strip()
    try:
        to = _investor(typed) if typed else None
        return redirect("portal:act", services.propose_mint(actor=viewer, line=line, to=to).id)
    except CastorError as problem:
        form = BankLineForm(initial={"credited_at": _now()})
        return _lines(request, viewer, form, problem=problem, status=problem.status)


@require_POST
def dismiss(request: HttpRequest, line: uuid.UUID) -> HttpResponse:
    """A line that is no investor's credit."""
    services.dismiss_line(actor=acting_as(request, Role.TRUSTEE), line=line)
    messages.info(request, gettext("Dismissed. The bank sends the money back."))
    return redirect("treasury:lines")


@require_POST
def burn(request: HttpRequest, withdrawal: int) -> HttpResponse:
    """Proposes to burn what the bank has paid out."""
    viewer, word = acting_as(request, Role.TRUSTEE), request.POST.get("bank_reference", "")[:64]
    try:
        act = services.propose_burn(actor=viewer, withdrawal=withdrawal, bank_reference=word)
    except CastorError as problem:
        return _withdrawal(request, viewer, withdrawal, problem=problem)
    return redirect("portal:act", act.id)


@require_POST
def give_back(request: HttpRequest, withdrawal: int) -> HttpResponse:
    """Proposes to return what cannot be paid out."""
    viewer, reason = acting_as(request, Role.TRUSTEE), request.POST.get("reason", "")
    try:
        act = services.propose_return(actor=viewer, withdrawal=withdrawal, reason=reason)
    except CastorError as problem:
        return _withdrawal(request, viewer, withdrawal, problem=problem)
    return redirect("portal:act", act.id)


@require_POST
def decide_account(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """Puts a proposed account in force, or drops it."""
    decision = request.POST.get("decision")
    if decision not in ("approve", "reject"):
        raise Malformed
    services.decide_trust_account(
        actor=acting_as(request, Role.TRUSTEE), account=account, approved=decision == "approve"
    )
    return redirect("treasury:account")


# -- parts


def _investor(typed: str) -> Address:
    """Whom somebody at the desk means, by the reference for deposits or by address."""
    return read_address(typed) if typed.startswith("0x") else queries.door_of_reference(typed)


def _now() -> datetime:
    """The market's clock, as the form proposes it."""
    return timezone.localtime(datetime.fromtimestamp(participants.chain_time(), UTC))


def _lines(
    request: HttpRequest,
    viewer: Viewer,
    form: BankLineForm,
    *,
    problem: CastorError | None = None,
    status: int = 200,
) -> HttpResponse:
    view = request.GET.get("view", "waiting")
    states = _VIEWS.get(view, queries.WAITING)
    start = narrowing.start_of(request)
    order = request.GET.get("order", "")
    span = narrowing.span_of(request)
    found = queries.bank_lines(viewer, states, span=span, order=order, start=start, most=queries.PAGE + 1)
    shown = {
        "lines": _named(viewer, found[: queries.PAGE]),
        "narrow": narrowing.shown(request),
        "view": view if view in _VIEWS else "waiting",
        "earlier": start > 0,
        "further": start + queries.PAGE if len(found) > queries.PAGE else None,
        "order": order,
        "orders": line_orders(),
        "matched": queries.matched_count(viewer) if viewer.maker else 0,
        "form": form,
        "problem": problem,
    }
    return render(request, "treasury/lines.html", shown, status=status)


def _named(viewer: Viewer, lines: Sequence[BankLine]) -> list[tuple[BankLine, str]]:
    names = queries.called(viewer, [each.door for each in lines if each.door])
    return [(each, names.get(each.door or "", "")) for each in lines]


def _rows(viewer: Viewer, found: Sequence[Any]) -> list[tuple[Any, str]]:
    paid = queries.payouts_of(viewer, [each["id"] for each in found])
    read = [replace(queries.read_withdrawal(each), payout=paid.get(each["id"])) for each in found]
    names = queries.called(viewer, [each.door for each in read])
    return [(each, names.get(each.door, "")) for each in read]


def _withdrawal(
    request: HttpRequest, viewer: Viewer, id: int, *, problem: CastorError | None = None
) -> HttpResponse:
    found = queries.withdrawal(viewer, id)
    payee = queries.payout_account(viewer, found.door) if participants.sees(viewer, found.door) else None
    opened = None
    if payee is not None and "why" in request.POST:
        try:
            why = request.POST["why"]
            opened = records.read(actor=viewer, record=payee.id, reason=why).fields
        except CastorError as refusal:
            problem = refusal
    shown = {
        "withdrawal": found,
        "name": queries.called(viewer, [found.door]).get(found.door, participants.name_of(found.door)),
        "payee": payee,
        "opened": opened,
        "problem": problem,
        "decides": viewer.maker
        and found.state == "waiting"
        and (found.act is None or (found.act.ended and found.act.state != "final")),
    }
    return render(request, "treasury/withdrawal.html", shown, status=problem.status if problem else 200)
