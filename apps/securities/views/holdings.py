"""Portfolio, cap tables, and the page that defines a share class."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.participants import queries as participants
from apps.securities import queries, services
from apps.securities.forms import ClassForm
from apps.securities.views import tables
from apps.vocabulary import sheets
from apps.vocabulary.errors import CastorError, NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.viewers import signed_in, viewer_of


@never_cache
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """What the viewer holds, by class, with certificates."""
    holdings = queries.portfolio(viewer_of(request))
    if kind := sheets.wanted(request):
        return sheets.table(tables.portfolio(holdings), "castor-portfolio", kind)
    return render(request, "securities/portfolio.html", {"holdings": holdings})


@never_cache
@require_safe
def cap_tables(request: HttpRequest) -> HttpResponse:
    """The share classes that the viewer looks after."""
    viewer = viewer_of(request)
    found = queries.classes(viewer)
    if kind := sheets.wanted(request):
        return sheets.table(tables.classes(found), "castor-share-classes", kind)
    shown = {"classes": found, "may_define": viewer.role is Role.ISSUER}
    return render(request, "securities/classes.html", shown)


@never_cache
@require_safe
def cap_table(request: HttpRequest, face: Address) -> HttpResponse:
    """Who holds a class."""
    asked = request.GET.get("after") or None
    if kind := sheets.wanted(request):
        return cap_table_file(signed_in(request), face, kind)
    table = queries.cap_table(signed_in(request), face, after=asked)
    shown = {"table": table, "next_cursor": table.next, "first": asked}
    return render(request, "securities/cap_table.html", shown)


@never_cache
@require_safe
def cap_table_csv(request: HttpRequest, face: Address) -> HttpResponse:
    """The whole cap table as a file."""
    return cap_table_file(signed_in(request), face)


def cap_table_file(viewer: Viewer, face: Address, kind: str = "csv") -> HttpResponse:
    """A whole cap table as one of `sheets.KINDS`. Raises NotFound."""
    return sheets.table(tables.cap_table(queries.every_line(viewer, face)), f"cap-table-{face}", kind)


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
