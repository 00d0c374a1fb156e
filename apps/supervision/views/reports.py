"""Reports as of a block, asked for and kept, on a page and as files; and whether an event is missing."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.ledger.errors import NoSuchBlock
from apps.supervision import queries, services
from apps.supervision.forms import AskForm, PageForm, ReportForm, TrailForm
from apps.supervision.types.reported import TITLES
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as

MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """What was reported and what can be, and the trail. What is asked for is made, and opens."""
    viewer = acting_as(request, Role.REGULATOR)
    if request.method == "POST":
        form = AskForm(request.POST)
        if form.is_valid():
            try:
                return redirect("supervision:report", services.ask_report(actor=viewer, **form.asked()))
            except NoSuchBlock as unknown:
                form.add_error("block", gettext(unknown.sentence))
        return _listed(request, viewer, form, status=422)
    return _listed(request, viewer, ReportForm(), status=200)


@never_cache
@require_safe
def report(request: HttpRequest, report: UUID) -> HttpResponse:
    """One report: how far it is, then its first rows and its files. htmx asks as long as it is being made."""
    found = queries.kept_report(acting_as(request, Role.REGULATOR), report)
    shown = {"found": found, "title": gettext(found.asked.title), "kinds": _kinds()}
    part = getattr(request, "htmx", False)
    return render(request, "supervision/_kept.html" if part else "supervision/report.html", shown)


@never_cache
@require_safe
def report_file(request: HttpRequest, report: UUID, form: str) -> HttpResponse:
    """The report as a file."""
    return file_of(acting_as(request, Role.REGULATOR), report, form)


@never_cache
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Walks from one block to another: is any event missing?"""
    viewer, form = acting_as(request, Role.REGULATOR), TrailForm(request.GET)
    walk = services.walk_trail(actor=viewer, **form.asked())
    return render(request, "supervision/trail.html", {"walk": walk, "form": form})


def file_of(viewer: Viewer, report: UUID, form: str) -> HttpResponse:
    """A kept report's file, as what a browser keeps. Raises NotAllowed, NotFound."""
    name, content = services.report_file(actor=viewer, id=report, form=form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA[form], headers=headers)


def _listed(request: HttpRequest, viewer: Viewer, form: ReportForm, *, status: int) -> HttpResponse:
    start = PageForm(request.GET).asked()
    page = queries.kept_reports(viewer, start=start)
    shown: dict[str, Any] = {
        "kinds": _kinds(),
        "form": form,
        "trail_form": TrailForm(),
        "page": page,
        "next_cursor": page.next,
        "first": start,
    }
    return render(request, "supervision/reports.html", shown, status=status)


def _kinds() -> list[tuple[str, str]]:
    return [(kind, gettext(title)) for kind, title in TITLES.items()]
