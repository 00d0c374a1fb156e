"""The trustee's bank on pages: statements posted and signed, debits explained, rounds of mints and burns."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts import queries as accounts
from apps.participants import queries as participants
from apps.records import queries as records
from apps.treasury import queries, services
from apps.treasury.bankfiles import MOST_BYTES
from apps.treasury.bankfiles.checks import refusal
from apps.treasury.errors import ReservesDiffer, ReservesStale, ReservesUnknown
from apps.treasury.queries import Planned
from apps.treasury.types import LineState, StatementState
from apps.treasury.views import narrowing
from apps.treasury.views.words import item, planned, statement_states
from apps.vocabulary.errors import CastorError
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as

_FOR_ALL = (ReservesUnknown, ReservesStale, ReservesDiffer)

# -- statements


@never_cache
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """The bank's statements, the newest first, and the import of another."""
    return _statements(request, acting_as(request, Role.TRUSTEE))


@require_POST
def preview_statement(request: HttpRequest) -> HttpResponse:
    """What each line of a file would be; nothing is changed."""
    viewer, file = acting_as(request, Role.TRUSTEE), request.FILES.get("file")
    try:
        if file is None or file.size is None or file.size > MOST_BYTES:
            raise refusal(gettext_noop("Choose a file of at most {most} bytes."), most=MOST_BYTES)
        data = file.read()
        seen = services.preview_statement(actor=viewer, data=data)
    except CastorError as problem:
        return _statements(request, viewer, problem=problem)
    shown = {
        "statement": seen.statement,
        "plan": _named(viewer, seen.plan),
        "content": data.decode("utf-8-sig"),
    }
    return render(request, "treasury/preview.html", shown)


@require_POST
def post_statement(request: HttpRequest) -> HttpResponse:
    """Posts what was looked at, for a colleague's signature."""
    viewer = acting_as(request, Role.TRUSTEE)
    try:
        posted = services.post_statement(actor=viewer, data=request.POST.get("content", "").encode())
    except CastorError as problem:
        return _statements(request, viewer, problem=problem)
    messages.success(request, gettext("Posted. A colleague signs it."))
    return redirect("treasury:statement", posted.id)


@never_cache
@require_safe
def statement(request: HttpRequest, statement: uuid.UUID) -> HttpResponse:
    """One statement: what its lines are while it waits, what they were when it is signed."""
    return _statement(request, acting_as(request, Role.TRUSTEE), statement)


@require_POST
def sign_statement(request: HttpRequest, statement: uuid.UUID) -> HttpResponse:
    """The second person's signature: the lines are entered."""
    viewer = acting_as(request, Role.TRUSTEE)
    try:
        services.sign_statement(actor=viewer, statement=statement)
    except CastorError as problem:
        return _statement(request, viewer, statement, problem=problem)
    messages.success(request, gettext("Signed. Its lines are entered; its balance goes to the chain."))
    return redirect("treasury:office")


@require_POST
def drop_statement(request: HttpRequest, statement: uuid.UUID) -> HttpResponse:
    """A statement that is wrong."""
    services.drop_statement(actor=acting_as(request, Role.TRUSTEE), statement=statement)
    messages.info(request, gettext("Dropped. Nothing of it was entered."))
    return redirect("treasury:statements")


@require_POST
def post_reserve(request: HttpRequest) -> HttpResponse:
    """The latest balance, once more on its way to the chain."""
    services.post_again(actor=acting_as(request, Role.TRUSTEE))
    messages.success(request, gettext("Proposed. A colleague approves it."))
    return redirect("treasury:office")


@require_POST
def match_debit(request: HttpRequest, debit: uuid.UUID) -> HttpResponse:
    """Says what a debit was for."""
    viewer, settles = acting_as(request, Role.TRUSTEE), request.POST.get("settles", "")[:60]
    services.match_debit(actor=viewer, debit=debit, settles=settles)
    messages.success(request, gettext("Matched."))
    return redirect("treasury:office")


# -- rounds


@require_POST
def mint_all(request: HttpRequest) -> HttpResponse:
    """A round over all matched lines, one proposal a step."""
    viewer = acting_as(request, Role.TRUSTEE)
    total = _figure(request, "total") or queries.matched_count(viewer)
    after, problem, over, act = request.POST.get("after", ""), None, False, False
    if "after" in request.POST:
        step = services.propose_next_mint(actor=viewer, after=_uuid(after))
        # What holds for one line holds for all of them: the round ends there.
        over = step.line is None or isinstance(step.problem, _FOR_ALL)
        problem, act = step.problem, step.act is not None
        after = str(step.line.id) if step.line else after
    shown = _round(request, total, over=over, act=act, problem=problem, after=after)
    words = {"heading": gettext("Mint all that is matched"), "back_label": gettext("Bank lines")}
    return _step(
        request, {**shown, **words, "back": "treasury:lines", "step_url": reverse("treasury:mint-all")}
    )


@require_POST
def burn_all(request: HttpRequest) -> HttpResponse:
    """A round over all withdrawals that a statement shows paid."""
    viewer = acting_as(request, Role.TRUSTEE)
    total, after = _figure(request, "total") or len(queries.burnable(viewer)), _figure(request, "after")
    problem, over, act = None, False, False
    if "after" in request.POST:
        step = services.propose_next_burn(actor=viewer, after=after)
        over, problem, act = not step.withdrawal, step.problem, step.act is not None
        after = step.withdrawal or after
    shown = _round(request, total, over=over, act=act, problem=problem, after=str(after))
    words = {"heading": gettext("Burn all that is paid"), "back_label": gettext("Payments")}
    return _step(
        request, {**shown, **words, "back": "treasury:payouts", "step_url": reverse("treasury:burn-all")}
    )


# -- parts


def reserve_shown(viewer: Viewer) -> dict[str, Any]:
    """What the page of reserves needs, wherever it is shown."""
    reserve, debits = queries.reserve(viewer), queries.debits(viewer)
    settleable = _settleable(viewer) if debits else []
    return {
        "reserve": reserve,
        "posting": queries.posting_of(reserve.statement.id) if reserve.statement else None,
        "items": [(each, item(each.what)) for each in reserve.items],
        "now": participants.chain_time(),
        "waiting": queries.waiting_statement(viewer),
        "debits": [
            (each, [(value, word) for value, word, amount in settleable if amount == each.amount])
            for each in debits
        ],
    }


def names_of_staff(viewer: Viewer) -> dict[int, str]:
    """The sign-in names of the viewer's colleagues, by account."""
    return {each.account: each.name for each in accounts.staff_of(viewer.door)} if viewer.door else {}


def _settleable(viewer: Viewer) -> list[tuple[str, str, int]]:
    """What a debit may have been for: withdrawals that wait or were burned unpaid, dismissed credits."""
    rows = [
        each
        for state in ("waiting", "burned")
        for each in queries.withdrawals(viewer, state=state, descending=state == "burned").rows
    ]
    paid = queries.payouts_of(viewer, [each["id"] for each in rows])
    found = [
        (f"withdrawal:{each['id']}", f"{gettext('Withdrawal')} {each['id']}", int(each["amount"]))
        for each in rows
        if each["id"] not in paid or paid[each["id"]].state != "paid"
    ]
    dismissed = queries.bank_lines(viewer, [LineState.DISMISSED])
    lines = [
        (f"line:{each.id}", f"{gettext('Credit')} {each.bank_reference}", each.amount)
        for each in dismissed
        if each.booked_at
    ]
    return [*found, *lines]


def _statements(request: HttpRequest, viewer: Viewer, *, problem: CastorError | None = None) -> HttpResponse:
    state, start = request.GET.get("state", ""), narrowing.start_of(request)
    state = state if state in list(StatementState) else ""
    since, until = narrowing.days_of(request)
    found = queries.statements(
        viewer, state=state or None, since=since, until=until, start=start, most=queries.PAGE + 1
    )
    shown = {
        "narrow": narrowing.shown(request),
        "statements": found[: queries.PAGE],
        "earlier": start > 0,
        "further": start + queries.PAGE if len(found) > queries.PAGE else None,
        "waiting": queries.waiting_statement(viewer),
        "state": state,
        "states": statement_states(),
        "problem": problem,
    }
    return render(request, "treasury/statements.html", shown, status=problem.status if problem else 200)


def _statement(
    request: HttpRequest, viewer: Viewer, id: uuid.UUID, *, problem: CastorError | None = None
) -> HttpResponse:
    found, names = queries.statement_posted(viewer, id), names_of_staff(viewer)
    bookings = queries.bookings_of(viewer, id)
    waits = found.state is StatementState.POSTED
    shown = {
        "statement": found,
        "bookings": bookings,
        "plan": _named(viewer, queries.plan(viewer, bookings)) if waits else [],
        "check": records.check(viewer, id),
        "posted_by": names.get(found.maker or 0, ""),
        "signed_by": names.get(found.checker or 0, ""),
        "signs": waits and viewer.checker and found.maker != viewer.account,
        "drops": waits and (viewer.checker or found.maker == viewer.account),
        "problem": problem,
    }
    return render(request, "treasury/statement.html", shown, status=problem.status if problem else 200)


def _named(viewer: Viewer, plan: Sequence[Planned]) -> list[tuple[Planned, str, str]]:
    """Each line with what it is and whose."""
    names = queries.called(viewer, [each.door for each in plan if each.door])
    return [(each, planned(each), names.get(each.door or "", each.door or "")) for each in plan]


def _round(
    request: HttpRequest, total: int, *, over: bool, act: bool, problem: CastorError | None, after: str
) -> dict[str, Any]:
    tried = act or problem is not None
    return {
        "total": total,
        "done": _figure(request, "done") + tried,
        "proposed": _figure(request, "proposed") + act,
        "refused": _figure(request, "refused") + (problem is not None),
        "after": after,
        "over": over,
        "problem": problem,
    }


def _step(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    """The whole page at first and without a script; else the part that changes."""
    part = "_round" if request.headers.get("HX-Request") else "round"
    return render(request, f"treasury/{part}.html", shown)


def _figure(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
