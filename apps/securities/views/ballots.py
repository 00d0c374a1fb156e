"""A vote's pages: asked, read, voted in, taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.participants import queries as participants
from apps.securities import queries, services
from apps.securities.forms import BallotForm, CancelForm, VoteForm
from apps.securities.types.actions import BallotState, Choice
from apps.securities.views.dividends import issued
from apps.securities.views.signing import asked
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as, signed_in


@never_cache
@require_safe
def ballot(request: HttpRequest, ballot: Address) -> HttpResponse:
    """One vote, for who takes part in it or oversees it."""
    return _page(request, ballot)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pose(request: HttpRequest, face: Address) -> HttpResponse:
    """An issuer asks its shareholders: form with a typed confirmation, then review and signature."""
    viewer, found = issued(request, face)
    return asked(
        request,
        BallotForm(request.POST or None, confirmation=found.symbol),
        lambda form: services.prepare_ballot(actor=viewer, face=face, **form.asked),
        heading=gettext("Ask the shareholders"),
        words=gettext(
            "Who holds the class at the end of the record date’s second can vote, with a vote for each unit. "
            "The text cannot be changed once it is signed."
        ),
        back=reverse("securities:class", args=[face]),
        back_words=found.name,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, ballot: Address) -> HttpResponse:
    """A holder votes: choice, then review and signature."""
    viewer = acting_as(request, Role.INVESTOR, Role.ISSUER)
    found = queries.ballot(viewer, ballot)
    return asked(
        request,
        VoteForm(request.POST or None),
        lambda form: services.prepare_vote(
            actor=viewer, ballot=ballot, choice=Choice(form.cleaned_data["choice"])
        ),
        heading=found.title or gettext("Vote"),
        words=gettext("All your units of the record date count: %(units)s.")
        % {"units": f"{found.own_units:,}"},
        back=reverse("securities:ballot", args=[ballot]),
        back_words=found.title or gettext("Vote"),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, ballot: Address) -> HttpResponse:
    """The issuer takes its question back before the record date: form, then review and signature."""
    viewer = acting_as(request, Role.ISSUER)
    found = queries.ballot(viewer, ballot)
    if found.issuer != viewer.door:
        raise NotFound
    return asked(
        request,
        CancelForm(request.POST or None),
        lambda form: services.prepare_cancel_ballot(
            actor=viewer, ballot=ballot, reason=form.cleaned_data["reason"]
        ),
        heading=gettext("Take the question back"),
        words=gettext("Until its record date you can. Nobody can vote on it then."),
        back=reverse("securities:ballot", args=[ballot]),
        back_words=found.title or gettext("Vote"),
    )


@require_POST
def push(request: HttpRequest, ballot: Address) -> HttpResponse:
    """Anybody who may see it opens or closes it, when it is time."""
    viewer = signed_in(request)
    queries.ballot(viewer, ballot)
    try:
        return redirect("portal:act", services.push_ballot(actor=viewer, ballot=ballot).id)
    except CastorError as problem:
        return _page(request, ballot, problem=problem, status=problem.status)


def _page(
    request: HttpRequest, address: Address, *, problem: CastorError | None = None, status: int = 200
) -> HttpResponse:
    viewer = signed_in(request)
    found, now = queries.ballot(viewer, address), participants.chain_time()
    running = found.state in (BallotState.ANNOUNCED, BallotState.OPEN)
    own = viewer.door == found.issuer
    shown = {
        "ballot": found,
        "votes": running
        and found.record_at < now < found.closes_at
        and found.own_units > 0
        and viewer.role in (Role.INVESTOR, Role.ISSUER),
        "cancels": own and found.state is BallotState.ANNOUNCED and now <= found.record_at,
        "due": queries.step_of_ballot(address) is not None,
        "form": VoteForm(),
        "problem": problem,
    }
    return render(request, "securities/ballot.html", shown, status=status)
