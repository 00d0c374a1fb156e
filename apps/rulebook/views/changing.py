"""What is announced to change: for all to read, for the regulator to announce, for another to activate."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.participants import queries as participants
from apps.rulebook import queries, services
from apps.rulebook.forms import AnnounceForm, WithdrawForm
from apps.rulebook.types import Change, ChangeState, Difference, Logic
from apps.rulebook.views.figures import words
from apps.vocabulary.errors import CastorError, NotAllowed, Unavailable
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import signed_in, staff_member, viewer_of


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What is to come, what is in force, what was announced before."""
    state = request.GET.get("state", "")
    logic = queries.logic()
    found, following = queries.changes(state=state or None, after=request.GET.get("after") or None)
    shown = {
        "pending": [_row(each, logic) for each in queries.pending()],
        "figures": _figures(),
        "logic": logic,
        "past": [_row(each, logic) for each in found if each.state is not ChangeState.ANNOUNCED],
        "states": [each.value for each in queries.CHANGE_STATES if each is not ChangeState.ANNOUNCED],
        "state": state,
        "next_cursor": following,
        "first": request.GET.get("after"),
        "may_announce": _is_regulators_maker(viewer_of(request)),
    }
    return render(request, "rulebook/changes.html", shown)


@never_cache
@require_safe
def change(request: HttpRequest, place: str) -> HttpResponse:
    """One change: who announced it, who activates it, what differs in words and in source."""
    return _page(request, place)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """The regulator proposes to announce new logic."""
    viewer = signed_in(request)
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    form, problem = AnnounceForm(request.POST if request.method == "POST" else None), None
    if request.method != "POST":
        return render(request, "rulebook/announce.html", {"form": form, "names": _names()})
    if form.is_valid():
        try:
            return redirect("portal:act", services.announce(actor=viewer, **form.wanted).id)
        except CastorError as refusal:
            problem = refusal
    shown = {"form": form, "problem": problem, "names": _names()}
    return render(request, "rulebook/announce.html", shown, status=problem.status if problem else 400)


@require_POST
def activate(request: HttpRequest, place: str) -> HttpResponse:
    """Its activator proposes to put it in force."""
    viewer = staff_member(request)
    found = queries.change(place)
    if viewer.role is not found.activator:
        raise NotAllowed
    try:
        return redirect("portal:act", services.activate(actor=viewer, change=found).id)
    except CastorError as problem:
        return _page(request, place, problem=problem, status=problem.status)


@require_POST
def withdraw(request: HttpRequest, place: str) -> HttpResponse:
    """The regulator proposes that it does not come."""
    viewer = staff_member(request)
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    found, form = queries.change(place), WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, place, form=form, status=400)
    try:
        reason = form.cleaned_data["reason"]
        act = services.withdraw_announcement(actor=viewer, change=found, reason=reason)
        return redirect("portal:act", act.id)
    except CastorError as problem:
        return _page(request, place, form=form, problem=problem, status=problem.status)


def _page(
    request: HttpRequest,
    place: str,
    *,
    form: WithdrawForm | None = None,
    problem: CastorError | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer, found = viewer_of(request), queries.change(place)
    announced = found.state is ChangeState.ANNOUNCED
    due = announced and found.earliest <= queries.now()
    shown = {
        "change": found,
        "state": _state(found, queries.logic()),
        "announced": announced,
        "due": due,
        "difference": _difference(found),
        "regulator": participants.name_of(participants.regulator() or ""),
        "may_activate": due and viewer.maker and viewer.role is found.activator,
        "may_withdraw": announced and _is_regulators_maker(viewer),
        "form": form or WithdrawForm(),
        "problem": problem,
        "what": _what(found.name),
    }
    return render(request, "rulebook/change.html", shown, status=status)


def _difference(found: Change) -> Difference | None:
    """None while the node does not answer: the rest of the page stands without it."""
    try:
        return queries.difference(found)
    except Unavailable:
        return None


def _row(found: Change, logic: Sequence[Logic]) -> dict[str, object]:
    return {"change": found, "what": _what(found.name), "state": _state(found, logic)}


def _state(found: Change, logic: Sequence[Logic]) -> str:
    """What became of it, as a badge says it: what was put in force may have been followed since."""
    since = {each.name: each.since for each in logic}
    followed = found.state is ChangeState.ACTIVATED and since.get(found.name) != found.ended_at
    return "superseded" if followed else found.state.value


def _figures() -> list[dict[str, object]]:
    return [
        {
            "rule": each.rule,
            "text": gettext(each.rule.text),
            "before": words(each.figure, each.rule.unit),
            "after": words(each.announced, each.rule.unit),
            "from": each.announced.effective_from,
        }
        for each in queries.pending_figures()
        if each.announced is not None
    ]


def _what(name: str) -> str:
    """What a name on-chain stands for, in words; empty for one that this version has no words for."""
    return {
        "money": gettext("The rules of money"),
        "equity": gettext("The rules of equity"),
        "rulebook": gettext("The rulebook’s logic"),
        "records": gettext("Anchors of records"),
        "campaign": gettext("The template of campaigns"),
        "dividend": gettext("The template of dividends"),
        "ballot": gettext("The template of votes"),
        "book": gettext("The template of order books"),
    }.get(name, "")


def _names() -> list[str]:
    return [each.name for each in queries.logic()]


def _is_regulators_maker(viewer: Viewer) -> bool:
    return viewer.role is Role.REGULATOR and viewer.maker
