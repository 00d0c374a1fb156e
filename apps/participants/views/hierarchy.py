"""The pages of the hierarchy: the tree, a participant, its clients, an organisation's own signers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import queries as accounts
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.participants import queries, services
from apps.participants.forms import (
    AdmitForm,
    FreezeForm,
    PartnerForm,
    SignerForm,
    StandingForm,
)
from apps.participants.types import Participant
from apps.vocabulary.errors import CastorError, Malformed, NotAllowed
from apps.vocabulary.types import Address, Role, Standing, Viewer
from apps.vocabulary.viewers import staff_member

_OTHER = {Role.TRUSTEE: Role.OPERATOR, Role.OPERATOR: Role.TRUSTEE}


# -- reading


@never_cache
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The organisations that the viewer sees; htmx asks for the table alone."""
    viewer = staff_member(request)
    shown = {"branches": queries.tree(viewer), "can_admit": _may_propose(viewer, Role.REGULATOR)}
    whole = not getattr(request, "htmx", False)
    return render(request, "participants/tree.html" if whole else "participants/_tree.html", shown)


@require_safe
async def live(request: HttpRequest) -> StreamingHttpResponse:
    """Says that a participant changed, as server-sent events; the page then asks for what it may see."""
    await sync_to_async(staff_member)(request)
    # A stream lasts: it must not hold a connection to PostgreSQL.
    await sync_to_async(connections.close_all)()
    return StreamingHttpResponse(
        ledger.stream(touching={"participant": None}),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@never_cache
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """The issuers and investors that the viewer sees, the newest first."""
    viewer = staff_member(request)
    asked = request.GET
    page = queries.clients(
        viewer,
        role=_choice(Role, asked.get("role")),
        standing=_choice(Standing, asked.get("standing")),
        after=asked.get("after") or None,
    )
    parents = queries.names_of([each.parent for each in page.rows if each.parent])
    shown = {
        "rows": [(each, parents.get(each.parent or "", "")) for each in page.rows],
        "next_cursor": page.next,
        "first": asked.get("after"),
        "role": asked.get("role", ""),
        "standing": asked.get("standing", ""),
        "standings": [each.name.lower() for each in Standing if each],
    }
    return render(request, "participants/list.html", shown)


@never_cache
@require_safe
def participant(request: HttpRequest, door: Address) -> HttpResponse:
    """One participant: how it stands, who signs for it, whom it is linked to, what may be done to it."""
    return _page(request, door)


# -- proposing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: HttpRequest) -> HttpResponse:
    """The regulator proposes a trustee or an operator."""
    viewer = staff_member(request)
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    if request.method != "POST":
        return render(request, "participants/admit.html", {"form": AdmitForm()})
    form = AdmitForm(request.POST)
    problem = None
    if form.is_valid():
        try:
            act = services.admit_organisation(
                actor=viewer,
                role=form.chosen_role,
                name=form.cleaned_data["name"],
                maker_signer=form.cleaned_data["maker"],
                checker_signer=form.cleaned_data["checker"],
            )
            return redirect("portal:act", act.id)
        except CastorError as refusal:
            problem = refusal
    shown = {"form": form, "problem": problem}
    return render(request, "participants/admit.html", shown, status=problem.status if problem else 400)


@require_POST
def standing(request: HttpRequest, door: Address) -> HttpResponse:
    """A parent proposes to suspend, reinstate or revoke."""
    viewer = staff_member(request)
    form = StandingForm(request.POST, participant=queries.participant(viewer, door))

    def propose() -> ActView:
        return services.set_standing(
            actor=viewer, participant=door, standing=form.standing, reason=form.cleaned_data["reason"]
        )

    return _proposed(request, door, form, propose)


@require_POST
def freeze(request: HttpRequest, door: Address) -> HttpResponse:
    """The regulator proposes to freeze, or to lift a freeze."""
    viewer = staff_member(request)
    queries.participant(viewer, door)
    form = FreezeForm(request.POST)

    def propose() -> ActView:
        until = form.until(queries.chain_time())
        return services.freeze(
            actor=viewer, participant=door, until=until, reason=form.cleaned_data["reason"]
        )

    return _proposed(request, door, form, propose)


@never_cache
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """One's own organisation: who signs for it, whom it is linked to."""
    return _own(request)


@require_POST
def signer(request: HttpRequest) -> HttpResponse:
    """Staff propose a further key, or that one no longer signs."""
    viewer = staff_member(request)
    form = SignerForm(request.POST)
    if not form.is_valid():
        return _own(request, form=form, status=400)
    change = services.remove_signer if request.POST.get("change") == "remove" else services.add_signer
    try:
        return redirect("portal:act", change(actor=viewer, key=form.cleaned_data["key"]).id)
    except CastorError as problem:
        return _own(request, form=form, problem=problem, status=problem.status)


@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Staff propose a link with another organisation, or that it is suspended."""
    viewer = staff_member(request)
    form = PartnerForm(request.POST, partners=_others(viewer))
    if not form.is_valid():
        raise Malformed
    other = Address(form.cleaned_data["other"])
    try:
        if request.POST.get("change") == "suspend":
            return redirect("portal:act", services.suspend_link(actor=viewer, operator=other).id)
        return redirect("portal:act", services.link(actor=viewer, other=other).id)
    except CastorError as problem:
        return _own(request, problem=problem, status=problem.status)


# -- parts


def _may_propose(viewer: Viewer, *roles: Role) -> bool:
    return viewer.role in roles and viewer.maker


def _choice(kind: type[Role] | type[Standing], word: str | None) -> Any:
    return kind.__members__.get((word or "").upper())


def _proposed(
    request: HttpRequest, door: Address, form: Form, propose: Callable[[], ActView]
) -> HttpResponse:
    """To the act's own page; or back to the participant's, with what was wrong."""
    if not form.is_valid():
        return _page(request, door, form=form, status=400)
    try:
        return redirect("portal:act", propose().id)
    except CastorError as problem:
        return _page(request, door, problem=problem, status=problem.status)


def _page(
    request: HttpRequest,
    door: Address,
    *,
    form: Form | None = None,
    problem: CastorError | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = staff_member(request)
    found = queries.participant(viewer, door)
    related = [found.parent or "", found.trustee or "", *found.partners]
    shown = {
        "participant": found,
        "active": queries.is_active(door),
        "blamed": queries.blamed(door),
        "signers": queries.signers_of(door),
        "names": queries.names_of([each for each in related if each]),
        "parent_name": queries.name_of(found.parent) if found.parent else "",
        "trustee_name": queries.name_of(found.trustee) if found.trustee else "",
        "partners": [(each, queries.name_of(each)) for each in found.partners],
        "orders": queries.orders_upon(viewer, door),
        "supervises": found.parent == viewer.door and viewer.maker,
        "freezes": _may_propose(viewer, Role.REGULATOR) and found.parent is not None,
        "is_client": found.role in (Role.ISSUER, Role.INVESTOR),
        "announcement": accounts.announcement(door),
        "confirmation": found.confirmation,
        "freeze_form": FreezeForm(),
        "stops": _stops(found),
        "form": form,
        "problem": problem,
    }
    return render(request, "participants/participant.html", shown, status=status)


def _stops(found: Participant) -> list[str]:
    """What a suspension stops, for the person who is about to propose it."""
    if found.role is Role.TRUSTEE:
        return [gettext("No money or equity is minted."), gettext("Nobody pledges or orders with its money.")]
    if found.role is Role.OPERATOR:
        return [
            gettext("No client of it can pledge or trade."),
            gettext("None of its campaigns takes a pledge."),
        ]
    return [gettext("It can take back what is its own, and do nothing else.")]


def _others(viewer: Viewer) -> list[Participant]:
    other = _OTHER.get(viewer.role)
    return queries.organisations(other) if other else []


def _own(
    request: HttpRequest,
    *,
    form: SignerForm | None = None,
    problem: CastorError | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = staff_member(request)
    if viewer.door is None:
        raise NotAllowed
    staff = {each.signer: each for each in accounts.staff_of(viewer.door)}
    links = queries.links_of(viewer.door)
    mine = viewer.role is Role.TRUSTEE
    others = [each.operator if mine else each.trustee for each in links]
    names = queries.names_of(others)
    shown = {
        "organisation": queries.participant(viewer, viewer.door),
        "signers": [(each, staff.get(each.key)) for each in queries.signers_of(viewer.door)],
        "links": [(each, other, names[other]) for each, other in zip(links, others, strict=True)],
        "partner_form": PartnerForm(partners=[each for each in _others(viewer) if each.door not in others]),
        "form": form or SignerForm(),
        "problem": problem,
    }
    return render(request, "participants/organisation.html", shown, status=status)
