"""The operator's queue of proposed campaigns, as a desk of Django's admin: pages over queries, no table."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import queries as accounts
from apps.accounts.staffsite import site
from apps.campaigns import queries, services
from apps.campaigns.forms import ApprovalForm, NoticeForm, RejectionForm
from apps.campaigns.types import SECTIONS, Campaign, Disclosure, State
from apps.ledger.types import ActState, ActView
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Address, Role, Viewer

DECISIONS = {"approve": _("Approve"), "reject": _("Reject")}
KEYS = {"approve": "a", "reject": "r"}
"""Access keys (with the browser's own modifier)."""
_DECIDE = {"approve": services.approve, "reject": services.reject}
NOTICEABLE = (State.LIVE, State.DUE, State.COOLING_OFF)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first with its age; drafts to look at; what is under way."""
    viewer, now = accounts.viewer(request), rulebook.now()
    waiting = queries.queue(viewer)
    return site.desk_page(
        request,
        "campaigns/admin_queue.html",
        gettext("Campaigns"),
        waiting=[
            (each, now - each.proposed_at, queries.acts_about(viewer, each.address)) for each in waiting
        ],
        oldest=now - waiting[0].proposed_at if waiting else None,
        shared=queries.shared_drafts(viewer) if viewer.role is Role.OPERATOR else [],
        under_way=queries.under_way(viewer),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, campaign: Address) -> HttpResponse:
    """One campaign: what it says and offers on the left; checks, comments and decision on the right."""
    viewer = accounts.viewer(request)
    found, said = queries.campaign(viewer, campaign), queries.disclosure(viewer, campaign)
    if request.method == "POST":
        return _comment(request, viewer, found, said)
    own = viewer.role is Role.OPERATOR and viewer.door == found.operator
    return site.desk_page(
        request,
        "campaigns/admin_case.html",
        found.title,
        campaign=found,
        disclosure=said,
        checks=queries.checklist(viewer, campaign),
        differences=queries.difference(viewer, campaign),
        comments=queries.comments(viewer, said.record) if own and said.record else [],
        may_comment=own and said.record is not None,
        sections=[(name, gettext(label)) for name, label in SECTIONS.items()],
        reasons=queries.decisions(viewer, campaign),
        acts=queries.acts_about(viewer, campaign),
        decisions=[(name, DECISIONS[name], KEYS[name]) for name in _open_decisions(viewer, found)],
        may_notice=own and viewer.maker and found.state in NOTICEABLE,
    )


def _comment(request: HttpRequest, viewer: Viewer, found: Campaign, said: Disclosure) -> HttpResponse:
    if said.record is None:
        raise NotFound
    asked = request.POST
    services.comment(
        actor=viewer, draft=said.record, section=asked.get("section", ""), text=asked.get("text", "")
    )
    messages.success(request, gettext("The issuer can read it now."))
    return redirect("admin:campaigns_case", found.address)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, campaign: Address, decision: str) -> HttpResponse:
    """A decision with its reason: it is proposed, and a colleague approves the act."""
    viewer = accounts.viewer(request)
    found = queries.campaign(viewer, campaign)
    if decision not in _open_decisions(viewer, found):
        raise NotFound
    form: Form = (ApprovalForm if decision == "approve" else RejectionForm)(request.POST or None)
    form.fields["reason"].widget.attrs["autofocus"] = True
    problem: CastorError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            proposed = _DECIDE[decision](actor=viewer, campaign=campaign, **form.cleaned_data)
        except CastorError as refusal:
            problem = refusal
        else:
            messages.success(request, gettext("Proposed. A colleague decides."))
            return _after(request, viewer, found, proposed)
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


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, campaign: Address) -> HttpResponse:
    """The operator's notice of an adverse change (R11): what it does, then the proposal."""
    viewer = accounts.viewer(request)
    found = queries.campaign(viewer, campaign)
    if viewer.role is not Role.OPERATOR or viewer.door != found.operator or found.state not in NOTICEABLE:
        raise NotFound
    form, problem = NoticeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            act = services.give_adverse_notice(
                actor=viewer, campaign=campaign, reason=form.cleaned_data["reason"]
            )
        except CastorError as refusal:
            problem = refusal
        else:
            return redirect("portal:act", act.id)
    return site.desk_page(
        request,
        "campaigns/admin_notice.html",
        gettext("Notice of an adverse change"),
        campaign=found,
        ends_at=rulebook.now() + found.notice_window,
        form=form,
        problem=problem,
    )


def _after(request: HttpRequest, viewer: Viewer, found: Campaign, act: ActView) -> HttpResponse:
    """To the act; or on, to the next case that waits, or to the queue where none does."""
    if "next" not in request.POST:
        return redirect("portal:act", act.id)
    following = _waiting(viewer, found)
    if not following:
        return redirect("admin:campaigns_queue")
    return redirect("admin:campaigns_case", following[0].address)


def _waiting(viewer: Viewer, found: Campaign) -> list[Campaign]:
    """What this viewer may still decide, the oldest first, without this one."""
    others = [each for each in queries.queue(viewer) if each.address != found.address]
    return [each for each in others if _open_decisions(viewer, each)]


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
        ("campaigns/<address:campaign>/notice/", notice, "campaigns_notice"),
        ("campaigns/<address:campaign>/<slug:decision>/", decide, "campaigns_decide"),
    ),
)
