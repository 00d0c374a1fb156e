"""The operator's queue and case page, in Django's admin. Its log holds ids and decisions, nothing else.

A case is shown masked; reading it in full, or opening a document, takes a reason and is logged with it.
Trustee and regulator see the cases of their operators, and decide nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts import queries as accounts
from apps.kyc import queries, services
from apps.kyc.admin.decisions import DECISIONS, KEYS, decide, form_for, open_decisions
from apps.kyc.admin.queue import ROLE_WORDS, WAITING_FIRST, CaseList, QueueFilter, RoleFilter
from apps.kyc.forms import HitForm, ReasonForm
from apps.kyc.models import Application
from apps.kyc.risk import WORDS as RISK_WORDS
from apps.kyc.types import (
    LABELS,
    PARTS,
    SCREENING_WORDS,
    WAITING,
    WORDS,
    ApplicationView,
    Verdict,
)
from apps.kyc.views import answers
from apps.participants import queries as participants
from apps.records import queries as record_queries
from apps.records import services as records
from apps.records.documents import download
from apps.records.types import Entry
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Role, Viewer

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Application]
else:
    _Admin = admin.ModelAdmin

MOST_FOUND = 50
TITLES = {
    "identity": _("Identity"),
    "contact": _("Contact"),
    "category": _("Investor category"),
    "declaration": _("Declaration"),
    "company": _("Company"),
    "directors": _("Directors"),
    "owners": _("Ownership"),
}
"""What the parts of an application are called where staff read them; its documents are below them."""


@admin.register(Application)
class ApplicationAdmin(_Admin):
    """Cases: a queue, a page for each, decisions with a confirmation page."""

    list_display = ("applicant", "number", "asks_for", "state", "hits", "waits")
    list_display_links = ("applicant",)
    list_filter = (QueueFilter, RoleFilter)
    list_per_page = 25
    actions = None
    change_list_template = "kyc/admin_list.html"

    # -- who may ------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Staff with their second factor."""
        return accounts.viewer(request).is_staff

    def has_view_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        """Staff, for what their organisation is a reader of (`get_queryset`)."""
        return accounts.viewer(request).is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only clients apply."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        """Nothing is edited here: a case is decided."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        """Erasing is a service of records."""
        return False

    # -- the queue ------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        """What the viewer's organisation is a reader of."""
        return queries.cases(accounts.viewer(request))

    def get_ordering(self, request: HttpRequest) -> Any:
        """What waits first."""
        return WAITING_FIRST

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CaseList]:
        """Rows with their masked content."""
        return CaseList

    def find(self, request: HttpRequest) -> HttpResponse:
        """Cases by a word or a number. Posted: it is in no address, no log and no history."""
        viewer, text = accounts.viewer(request), request.POST.get("text", "").strip()
        rows = queries.search(viewer, text).order_by("sent_at")[:MOST_FOUND] if text else []
        context = self.admin_site.each_context(request) | {
            "title": gettext("Find an application"),
            "opts": self.model._meta,
            "text": text,
            "found": [(_name(view), WORDS[view.state], view) for view in queries.views(viewer, rows)],
        }
        return TemplateResponse(request, "kyc/admin_found.html", context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With how much waits, and since when."""
        viewer = accounts.viewer(request)
        shown = {
            "title": _("Applications"),
            "waiting": queries.waiting(viewer),
            "progress": queries.progress(viewer),
            "no_lists": viewer.role is Role.OPERATOR and not queries.lists(viewer),
        }
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    @admin.display(description=_("applicant"))
    def applicant(self, row: Application) -> str:
        """A person's or a company's name."""
        return _name(_shown(row))

    @admin.display(description=_("number"))
    def number(self, row: Application) -> str:
        """The masked identity number, or the company's registration number."""
        fields = _shown(row).content.fields
        return str(fields.get("identity_number") or fields.get("registration_number") or "")

    @admin.display(description=_("asks for"), ordering="record__kind")
    def asks_for(self, row: Application) -> str:
        """The role."""
        return str(ROLE_WORDS[queries.role_of(_shown(row).heading.kind)])

    @admin.display(description=_("state"), ordering="record__state")
    def state(self, row: Application) -> str:
        """How far it has come, in words."""
        return str(WORDS[_shown(row).state])

    @admin.display(description=_("hits"), ordering="-open_hits")
    def hits(self, row: Application) -> str:
        """How many hits on watch lists two people have yet to decide."""
        if row.matched:
            return gettext("listed")
        return str(row.open_hits) if row.open_hits else "–"

    @admin.display(description=_("waits"), ordering="sent_at")
    def waits(self, row: Application) -> str:
        """Since when it waits for a decision."""
        return timesince(row.sent_at) if row.sent_at and _shown(row).state in WAITING else "–"

    # -- a case ------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The case's own pages, before the admin's."""
        own = [
            path("find", self._page(self.find), name="kyc_find"),
            path("<uuid:id>/decide/<slug:decision>", self._page(self.decide), name="kyc_decide"),
            path("<uuid:id>/hits/<slug:hit>", self._page(self.hit), name="kyc_hit"),
            path("<uuid:id>/read", self._page(self.read), name="kyc_read"),
            path("<uuid:id>/files/<uuid:file>", self._page(self.file), name="kyc_file"),
        ]
        return own + super().get_urls()

    def _page(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return self.admin_site.admin_view(view)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The case: evidence on the left, checks and decisions on the right."""
        try:
            id = uuid.UUID(object_id)
        except ValueError as error:
            raise NotFound from error
        return self._case(request, queries.application(accounts.viewer(request), id))

    def _case(
        self, request: HttpRequest, found: ApplicationView, *, reason: ReasonForm | None = None
    ) -> HttpResponse:
        viewer = accounts.viewer(request)
        id = found.heading.id
        context = (
            self.admin_site.each_context(request)
            | {
                "title": gettext("Case"),
                "opts": self.model._meta,
                "application": found,
                "state_words": WORDS[found.state],
                "name": _name(found),
                "asks_for": ROLE_WORDS[queries.role_of(found.heading.kind)],
                "answers": [
                    (TITLES[step.name], rows) for step, rows in answers(found) if step.name in TITLES
                ],
                "papers": [(LABELS[note.slot], note) for note in found.content.files],
                "check": None if found.heading.erased else queries.check(viewer, id),
                "others": queries.others_of(viewer, id) if found.content.fields else [],
                "reads": _named(viewer, record_queries.reads(viewer, id)),
                "decisions": [
                    (name, DECISIONS[name], KEYS.get(name)) for name in open_decisions(viewer, found)
                ],
                "reason": reason or ReasonForm(),
            }
            | _findings(viewer, found)
        )
        response = TemplateResponse(request, "kyc/admin_case.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def read(self, request: HttpRequest, id: uuid.UUID) -> HttpResponse:
        """The case with nothing masked, for a reason that is logged. Nothing of it is in an address."""
        viewer = accounts.viewer(request)
        found = queries.application(viewer, id)
        form = ReasonForm(request.POST or None)
        if request.method != "POST":
            return self._case(request, found)
        if not form.is_valid():
            return self._case(request, found, reason=form)
        accounts.require_step_up(request)
        found = services.read(actor=viewer, application=id, reason=form.cleaned_data["reason"])
        self._log(request, id, "read in full")
        return self._case(request, found)

    def file(self, request: HttpRequest, id: uuid.UUID, file: uuid.UUID) -> HttpResponse:
        """A document, as a download, for a reason that is logged."""
        viewer = accounts.viewer(request)
        found = queries.application(viewer, id)
        form = ReasonForm(request.POST or None)
        if request.method != "POST":
            return self._case(request, found)
        if not form.is_valid():
            return self._case(request, found, reason=form)
        accounts.require_step_up(request)
        note, data = records.read_file(actor=viewer, record=id, file=file, reason=form.cleaned_data["reason"])
        self._log(request, id, f"opened document {note.id}")
        return download(note, data)

    def hit(self, request: HttpRequest, id: uuid.UUID, hit: str) -> HttpResponse:
        """A hit on a watch list: decided by one, agreed to or opened again by another."""
        viewer = accounts.viewer(request)
        found = next((each for each in queries.screening(viewer, id).hits if each.key == hit), None)
        if found is None or viewer.role is not Role.OPERATOR:
            raise NotFound
        form = HitForm(request.POST or None, second=bool(found.verdict))
        problem: CastorError | None = None
        if request.method == "POST" and form.is_valid():
            try:
                form.carry_out(viewer, id, hit)
            except CastorError as error:
                problem = error
            else:
                self._log(request, id, f"decided hit {hit}")
                messages.success(request, gettext("Kept. It is in the audit log."))
                return redirect("admin:kyc_application_change", id)
        context = self.admin_site.each_context(request) | {
            "title": gettext("Hit on a watch list"),
            "opts": self.model._meta,
            "application": queries.application(viewer, id),
            "hit": found,
            "part": PARTS[found.part],
            "form": form,
            "problem": problem,
        }
        return TemplateResponse(request, "kyc/admin_hit.html", context)

    def decide(self, request: HttpRequest, id: uuid.UUID, decision: str) -> HttpResponse:
        """A decision: asked to be confirmed, done, logged by id; then the case again, or the next one."""
        viewer = accounts.viewer(request)
        found = queries.application(viewer, id)
        if decision not in open_decisions(viewer, found):
            raise NotFound
        form = form_for(decision, found, request)
        problem: CastorError | None = None
        if request.method == "POST" and form.is_valid():
            try:
                decide(viewer, id, decision, form)
            except CastorError as error:
                problem = error
            else:
                self._log(request, id, decision)
                return self._onward(request, viewer, id, decision)
        context = self.admin_site.each_context(request) | {
            "title": DECISIONS[decision],
            "opts": self.model._meta,
            "application": found,
            "decision": decision,
            "form": form,
            "problem": problem,
        }
        return TemplateResponse(request, "kyc/admin_decide.html", context)

    def _onward(
        self, request: HttpRequest, viewer: Viewer, id: uuid.UUID, decision: str
    ) -> HttpResponseRedirect:
        messages.success(request, gettext("%(decision)s: done.") % {"decision": DECISIONS[decision]})
        following = queries.following(viewer, id) if "next" in request.POST else None
        if "next" in request.POST and following is None:
            return redirect("admin:kyc_application_changelist")
        return redirect(reverse("admin:kyc_application_change", args=[following or id]))

    def _log(self, request: HttpRequest, id: uuid.UUID, what: str) -> None:
        viewer = accounts.viewer(request)
        row = queries.row(viewer, id)
        LogEntry.objects.log_actions(
            viewer.account or 0, [row], action_flag=CHANGE, change_message=what, single_object=True
        )


def _findings(viewer: Viewer, found: ApplicationView) -> dict[str, Any]:
    """What screening and the risk rules say of a case, where its content can be read at all."""
    if not found.content.fields:
        return {}
    id = found.heading.id
    screening, assessment = queries.screening(viewer, id), queries.assessment(viewer, id)
    return {
        "screening": screening,
        "screening_words": SCREENING_WORDS[screening.state],
        "differences": queries.difference(viewer, found),
        "hits": [(hit, PARTS[hit.part]) for hit in screening.hits],
        "true": Verdict.TRUE.value,
        "assessment": assessment,
        "rating_words": RISK_WORDS[assessment.rating] if assessment else "",
        "decides": viewer.role is Role.OPERATOR,
    }


def _named(viewer: Viewer, reads: Sequence[Entry]) -> list[tuple[Entry, str]]:
    """Who it was: a colleague by name, another organisation's staff by its name; empty for the portal."""
    colleagues = {each.account: each.name for each in accounts.staff_of(viewer.door)} if viewer.door else {}
    names = participants.names_of([each.door for each in reads if each.door])
    return [
        (each, colleagues.get(each.account) or names.get(each.door or "", "") if each.account else "")
        for each in reads
    ]


def _shown(row: Application) -> ApplicationView:
    shown: ApplicationView = row.shown  # type: ignore[attr-defined]  # set by CaseList
    return shown


def _name(view: ApplicationView) -> str:
    fields = view.content.fields
    return str(fields.get("name") or fields.get("company_name") or gettext("(not readable)"))
