"""A client's move to another operator: the client's page, and the new operator's queue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.participants import queries, services
from apps.participants.forms import MoveForm
from apps.vocabulary.errors import CastorError, NotAllowed
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as, staff_member


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """A client chooses another operator and a trustee linked to it, then signs that it asks."""
    viewer = acting_as(request, Role.ISSUER, Role.INVESTOR)
    if viewer.door is None:
        raise NotAllowed
    own = queries.participant(viewer, viewer.door)
    form = MoveForm(request.POST or None, ways=queries.ways_out(own))
    doors = [own.parent, own.trustee, *([own.move.operator, own.move.trustee] if own.move else [])]
    shown: dict[str, Any] = {
        "own": own,
        "names": queries.names_of([each for each in doors if each]),
        "form": form,
        "ways": bool(form.ways),
    }
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            operator, trustee = form.chosen
            try:
                signable = services.prepare_move(actor=viewer, operator=operator, trustee=trustee)
                shown["prepared"], status = signable.as_json(), 200
            except CastorError as problem:
                shown["problem"], status = problem, problem.status
    return render(request, "participants/move.html", shown, status=status)


@never_cache
@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    """The clients of others that ask an operator to take them over."""
    return _queue(request)


@require_POST
def take_over(request: HttpRequest, door: Address) -> HttpResponse:
    """An operator's maker proposes to take over a client that asked."""
    viewer = staff_member(request)
    try:
        return redirect("portal:act", services.take_over(actor=viewer, client=door).id)
    except CastorError as problem:
        if viewer.role is not Role.OPERATOR:
            raise
        return _queue(request, problem=problem, status=problem.status)


def _queue(request: HttpRequest, *, problem: CastorError | None = None, status: int = 200) -> HttpResponse:
    viewer = staff_member(request)
    page = queries.moves_to(viewer, after=request.GET.get("after") or None)
    doors = [each.parent or "" for each in page.rows] + [each.move.trustee for each in page.rows if each.move]
    shown = {
        "rows": page.rows,
        "names": queries.names_of([each for each in doors if each]),
        "next_cursor": page.next,
        "first": request.GET.get("after"),
        "problem": problem,
    }
    return render(request, "participants/moves.html", shown, status=status)
