"""The operator's queue of proposed campaigns, as a desk of Django's admin: pages over queries, no table."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import queries as accounts
from apps.accounts.staffsite import site
from apps.campaigns import queries, services
from apps.campaigns.types import SLOTS, Campaign, State
from apps.ledger.forms import ReasonOnRecordForm
from apps.ledger.types import ActState
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Address, Role, Viewer

DECISIONS = {"approve": _("Approve"), "reject": _("Reject")}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first, and what is under way."""
    viewer = accounts.viewer(request)
    return site.desk_page(
        request,
        "campaigns/admin_queue.html",
        gettext("Campaigns"),
        waiting=[(each, queries.acts_about(viewer, each.address)) for each in queries.queue(viewer)],
        under_way=queries.under_way(viewer),
    )


@require_safe
def case(request: HttpRequest, campaign: Address) -> HttpResponse:
    """One campaign: what it says and offers on the left, checks and decision on the right."""
    viewer = accounts.viewer(request)
    found = queries.campaign(viewer, campaign)
    return site.desk_page(
        request,
        "campaigns/admin_case.html",
        found.title,
        campaign=found,
        disclosure=queries.disclosure(viewer, campaign),
        checks=queries.checklist(viewer, campaign),
        acts=queries.acts_about(viewer, campaign),
        decisions=[(name, DECISIONS[name]) for name in _open_decisions(viewer, found)],
        slots=SLOTS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, campaign: Address, decision: str) -> HttpResponse:
    """A decision, confirmed: it is proposed, and a colleague approves the act."""
    viewer = accounts.viewer(request)
    found = queries.campaign(viewer, campaign)
    if decision not in _open_decisions(viewer, found):
        raise NotFound
    form = ReasonOnRecordForm(request.POST or None) if decision == "reject" else None
    problem: CastorError | None = None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act = (
                services.approve(actor=viewer, campaign=campaign)
                if form is None
                else services.reject(actor=viewer, campaign=campaign, reason=form.cleaned_data["reason"])
            )
        except CastorError as refusal:
            problem = refusal
        else:
            messages.success(request, gettext("Proposed. A colleague decides."))
            return redirect("portal:act", act.id)
    return site.desk_page(
        request,
        "campaigns/admin_decide.html",
        DECISIONS[decision],
        campaign=found,
        checks=queries.checklist(viewer, campaign),
        decision=decision,
        form=form,
        problem=problem,
    )


def _open_decisions(viewer: Viewer, found: Campaign) -> list[str]:
    """What this viewer may propose now; the services and the contract ask again."""
    may = viewer.role is Role.OPERATOR and viewer.maker and viewer.door == found.operator
    if not may or found.state is not State.PROPOSED:
        return []
    pending = [each for each in queries.acts_about(viewer, found.address) if _pending(each.state)]
    return [] if pending else list(DECISIONS)


def _pending(state: ActState) -> bool:
    return state in (ActState.PROPOSED, ActState.QUEUED, ActState.SENT, ActState.MINED)


site.add_desk(
    _("Campaigns"),
    _("Proposed campaigns"),
    (
        ("campaigns/", queue, "campaigns_queue"),
        ("campaigns/<address:campaign>/", case, "campaigns_case"),
        ("campaigns/<address:campaign>/<slug:decision>/", decide, "campaigns_decide"),
    ),
)
