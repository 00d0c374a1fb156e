"""Portfolio, cap tables, and the page that defines a share class."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.participants import queries as participants
from apps.securities import queries, services
from apps.securities.forms import ClassForm
from apps.vocabulary.errors import CastorError, NotAllowed, SignInNeeded
from apps.vocabulary.tables import csv_lines
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import signed_in, viewer_of


@never_cache
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """What the viewer holds, by class, with certificates."""
    return render(request, "securities/portfolio.html", {"holdings": queries.portfolio(viewer_of(request))})


@never_cache
@require_safe
def cap_tables(request: HttpRequest) -> HttpResponse:
    """The share classes that the viewer looks after."""
    viewer = viewer_of(request)
    found = {"classes": queries.classes(viewer), "may_define": viewer.role is Role.ISSUER}
    return render(request, "securities/classes.html", found)


@never_cache
@require_safe
def cap_table(request: HttpRequest, face: Address) -> HttpResponse:
    """Who holds a class."""
    asked = request.GET.get("after") or None
    table = queries.cap_table(signed_in(request), face, after=asked)
    shown = {"table": table, "next_cursor": table.next, "first": asked}
    return render(request, "securities/cap_table.html", shown)


@never_cache
@require_safe
def cap_table_csv(request: HttpRequest, face: Address) -> HttpResponse:
    """The whole cap table as a file."""
    return cap_table_file(signed_in(request), face)


def cap_table_file(viewer: Viewer, face: Address) -> HttpResponse:
    """A cap table as CSV: holder, name, units, parts per million, certificates. Raises NotFound."""
    rows = (
        (each.holder, each.name, each.units, each.share, each.certificates)
        for each in queries.every_line(viewer, face)
    )
    head = ("holder", "name", "units", "parts_per_million", "certificates")
    answer = HttpResponse(csv_lines([head, *rows]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cap-table-{face}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_class(request: HttpRequest) -> HttpResponse:
    """An issuer defines a share class: form, then review and signature."""
    viewer = viewer_of(request)
    if viewer.account is None:
        raise SignInNeeded
    if viewer.role is not Role.ISSUER or viewer.door is None:
        raise NotAllowed
    form = ClassForm(request.POST or None, trustees=_trustees(viewer))
    shown: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            signable = services.prepare_class(
                actor=viewer,
                name=given["name"],
                symbol=given["symbol"],
                trustee=Address(given["trustee"]),
            )
            shown["prepared"] = signable.as_json()
        except CastorError as problem:
            shown["problem"] = problem
    return render(request, "securities/new_class.html", shown, status=_status(request, shown))


def _trustees(viewer: Viewer) -> list[tuple[str, str]]:
    """The trustees that are linked with the issuer's operator: only they keep its classes."""
    if viewer.door is None:
        return []
    operator = participants.participant(viewer, viewer.door).parent
    links = participants.links_of(operator) if operator else []
    linked = [each.trustee for each in links if each.state.word == "active"]
    return list(participants.names_of(linked).items())


def _status(request: HttpRequest, shown: dict[str, object]) -> int:
    if isinstance(shown.get("problem"), CastorError):
        return 409
    return 200 if request.method != "POST" or "prepared" in shown else 400
