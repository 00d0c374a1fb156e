"""Reports as of a block, on a page and as files; and the check that no event is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.participants import queries as participants
from apps.supervision import services
from apps.supervision.forms import ReportForm, TrailForm
from apps.supervision.types.reported import TITLES, Report, ReportKind
from apps.supervision.views import sheets
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Role
from apps.vocabulary.viewers import acting_as

FORMS: Final[Mapping[str, tuple[str, Callable[[Report], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", sheets.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheets.as_xlsx),
    "pdf": ("application/pdf", sheets.as_pdf),
}
MOST_SHOWN = 100


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What can be reported, and the trail."""
    acting_as(request, Role.REGULATOR)
    kinds = [(kind, gettext(title)) for kind, title in TITLES.items()]
    shown = {"kinds": kinds, "form": ReportForm(), "trail_form": TrailForm()}
    return render(request, "supervision/reports.html", shown)


@never_cache
@require_safe
def report(request: HttpRequest, kind: str) -> HttpResponse:
    """One report on a page: its first rows, and its files."""
    found = _report(request, kind)
    tables = [
        (each, [[sheets.shown(cell) for cell in row] for row in each.rows[:MOST_SHOWN]])
        for each in found.sheets
    ]
    asked = {name: request.GET.get(name, "") for name in ("since", "until", "of")}
    fixed = urlencode({"block": found.block, **asked})
    shown = {
        "found": found,
        "title": gettext(found.title),
        "tables": tables,
        "most": MOST_SHOWN,
        "fixed": fixed,
        "forms": list(FORMS),
        "of": participants.name_of(found.of) if found.of else "",
    }
    return render(request, "supervision/report.html", shown)


@never_cache
@require_safe
def report_file(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """The same report as a file: the same block gives the same bytes."""
    return file_of(_report(request, kind), form)


@never_cache
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Walks from one block to another: is any event missing?"""
    viewer, form = acting_as(request, Role.REGULATOR), TrailForm(request.GET)
    walk = services.walk_trail(actor=viewer, **form.asked())
    return render(request, "supervision/trail.html", {"walk": walk, "form": form})


def _report(request: HttpRequest, kind: str) -> Report:
    viewer = acting_as(request, Role.REGULATOR)
    if kind not in tuple(ReportKind):
        raise NotFound
    return services.report(actor=viewer, kind=ReportKind(kind), **ReportForm(request.GET).asked())


def file_of(found: Report, form: str) -> HttpResponse:
    """A report as a file. Raises NotFound for a form that there is not."""
    if form not in FORMS:
        raise NotFound
    media, made = FORMS[form]
    name = f"castor-{found.kind}-{found.block}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made(found), content_type=media, headers=headers)
