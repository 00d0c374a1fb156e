"""The explorer: one search, and a page for each thing of the record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.supervision import queries, services
from apps.supervision.forms import SearchForm
from apps.supervision.types.explored import Look, Thing, What
from apps.vocabulary.errors import NotFound
from apps.vocabulary.viewers import staff_member

ICONS = {
    What.PARTICIPANT: "building-skyscraper",
    What.CAMPAIGN: "rocket",
    What.SHARE_CLASS: "chart-pie",
    What.CERTIFICATE: "certificate",
    What.TRANSACTION: "send",
    What.ACT: "writing-sign",
    What.RECORD: "clipboard-list",
    What.CONTRACT: "adjustments",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Finds by name, number, address or hash, among what the viewer oversees."""
    viewer = staff_member(request)
    form = SearchForm(request.POST if request.method == "POST" else None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    hits = [(each, ICONS[each.what]) for each in queries.search(viewer, text)]
    return render(request, "supervision/explorer.html", {"form": form, "text": text, "hits": hits})


@never_cache
@require_safe
def thing(request: HttpRequest, what: str, key: str) -> HttpResponse:
    """One thing: its facts, its history, what was said in it and who signed."""
    viewer, after = staff_member(request), request.GET.get("after") or None
    if what not in tuple(What):
        raise NotFound
    found: Thing = services.explore(actor=viewer, what=What(what), key=key, after=after)
    shown = {
        "found": found,
        "icon_name": ICONS[found.what],
        "looks": {each.name: each.value for each in Look},
        "lines": found.lines,
        "next_cursor": found.next,
        "first": after,
    }
    return render(request, "supervision/thing.html", shown)
