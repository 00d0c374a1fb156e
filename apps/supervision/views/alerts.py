"""Alerts and the market's promises: what calls for a look, and what somebody found."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.records.errors import RecordChanged
from apps.supervision import queries, services
from apps.supervision.forms import AlertsForm, NoteForm
from apps.supervision.types import Told
from apps.supervision.types.explored import What
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as

ADDRESS = 42
"""Letters of an address."""
MOST_AROUND = 20
"""Lines of what an alert is about, where it rests on no single events."""


@never_cache
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """What rules found, the latest first, and how the market's promises stand."""
    viewer, form = acting_as(request, Role.REGULATOR), AlertsForm(request.GET)
    asked = form.asked()
    page = queries.alerts(viewer, persons=True, **asked)
    shown = {
        "page": page,
        "next_cursor": page.next,
        "first": asked["start"],
        "form": form,
        "watch": queries.watch(viewer),
        "narrowed": bool(asked["rule"] or asked["state"] is None or request.GET.get("state")),
    }
    return render(request, "supervision/alerts.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, alert: UUID) -> HttpResponse:
    """One alert: the events that it rests on, who looked before, and the note that marks it."""
    viewer = acting_as(request, Role.REGULATOR)
    found = queries.alert(viewer, alert, persons=True)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.mark(actor=viewer, alert=alert, **form.cleaned_data)
        except RecordChanged:
            messages.error(request, gettext("It has changed since you looked. Please look again."))
            return redirect("supervision:alert", alert)
        messages.success(request, gettext("Marked, with your name and note."))
        return redirect("supervision:alerts")
    lines = queries.lines_of(viewer, found.events)
    said = {each.transaction for each in lines}
    what = _what(found.about)
    shown = {
        "found": found,
        "form": form,
        "lines": lines,
        "others": [each for each in found.events if each.transaction not in said],
        "what": what,
        "around": _around(viewer, what, found.about) if what and not found.events else (),
    }
    return render(request, "supervision/alert.html", shown)


def _what(about: str) -> What | None:
    """What the explorer opens for an alert."""
    if not about:
        return None
    return queries.what_is(about) if len(about) == ADDRESS else What.RECORD


def _around(viewer: Viewer, what: What, about: str) -> Sequence[Told]:
    """What happened there, the latest first."""
    try:
        return queries.thing(viewer, what, about).lines[:MOST_AROUND]
    except NotFound:
        return ()
