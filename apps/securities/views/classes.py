"""A share class as a whole: its state, another trustee, its conversion, its register at any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.participants import queries as participants
from apps.securities import queries, services
from apps.securities.forms import ConversionForm, QuestionForm, TrusteeForm
from apps.securities.types import Register
from apps.securities.views import paper, tables
from apps.securities.views.signing import asked
from apps.vocabulary import sheets
from apps.vocabulary.errors import CastorError, Malformed, NotFound
from apps.vocabulary.paper import file
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as, signed_in


@never_cache
@require_safe
def state(request: HttpRequest, face: Address) -> HttpResponse:
    """What is under way with a class, and what its contract answers. Share classes are public."""
    return _page(request, face)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_trustee(request: HttpRequest, face: Address) -> HttpResponse:
    """An issuer asks that another trustee keep its class."""
    viewer, found = acting_as(request, Role.ISSUER), queries.share_class(face)
    if found.issuer != viewer.door:
        raise NotFound
    trustees = [
        (str(each.door), each.name)
        for each in participants.organisations(Role.TRUSTEE)
        if each.door != found.trustee and participants.is_active(each.door)
    ]
    return asked(
        request,
        TrusteeForm(request.POST or None, trustees=trustees),
        lambda form: services.prepare_ask_trustee(
            actor=viewer, face=face, trustee=Address(form.cleaned_data["trustee"])
        ),
        heading=gettext("Another trustee"),
        words=gettext(
            "Only its trustee can mint units of a class. The regulator confirms the new one after seven days."
        ),
        back=reverse("securities:class", args=[face]),
        back_words=found.name,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_conversion(request: HttpRequest, face: Address) -> HttpResponse:
    """An issuer asks for one ratio for all units of its class."""
    viewer, found = acting_as(request, Role.ISSUER), queries.share_class(face)
    if found.issuer != viewer.door:
        raise NotFound
    return asked(
        request,
        ConversionForm(request.POST or None),
        lambda form: services.prepare_ask_conversion(actor=viewer, face=face, **form.cleaned_data),
        heading=gettext("Convert the class"),
        words=gettext(
            "One ratio for every holder alike. The trustee confirms it after seven days, and then it begins."
        ),
        back=reverse("securities:class", args=[face]),
        back_words=found.name,
    )


@require_POST
def confirm_trustee(request: HttpRequest, face: Address) -> HttpResponse:
    """The regulator proposes to confirm the trustee that was asked for."""
    viewer = acting_as(request, Role.REGULATOR)
    try:
        return redirect("portal:act", services.confirm_trustee(actor=viewer, face=face).id)
    except CastorError as problem:
        return _page(request, face, problem=problem, status=problem.status)


@require_POST
def confirm_conversion(request: HttpRequest, face: Address) -> HttpResponse:
    """The trustee proposes to confirm the conversion that was asked for."""
    viewer = acting_as(request, Role.TRUSTEE)
    try:
        return redirect("portal:act", services.confirm_conversion(actor=viewer, face=face).id)
    except CastorError as problem:
        return _page(request, face, problem=problem, status=problem.status)


@require_POST
def push_conversion(request: HttpRequest, face: Address) -> HttpResponse:
    """Anybody who is signed in converts the next batch."""
    viewer = signed_in(request)
    try:
        return redirect("portal:act", services.push_conversion(actor=viewer, face=face).id)
    except CastorError as problem:
        return _page(request, face, problem=problem, status=problem.status)


@never_cache
@require_safe
def register(request: HttpRequest, face: Address) -> HttpResponse:
    """Who held a class at the end of a day: a page, or a file (`as` is csv, xlsx or pdf)."""
    viewer, given = signed_in(request), request.GET.get("on", "")
    found = queries.register(viewer, face, on=read_day(given))
    if answer := register_file(found, request):
        return answer
    shown = {"register": found, "on": given, "today": dt.datetime.fromtimestamp(found.at, MALAYSIA)}
    return render(request, "securities/register.html", shown)


def register_file(found: Register, request: HttpRequest) -> HttpResponse | None:
    """The file of a register that is asked for (`as`), where one is."""
    name = f"register-{found.share_class.face}"
    if request.GET.get("as") == "pdf":
        return file(paper.register(found), f"{name}.pdf")
    kind = sheets.wanted(request)
    return sheets.table(tables.register(found), name, kind) if kind else None


def read_day(text: str) -> dt.date | None:
    """A day as 2031-01-31; None for no text. Raises Malformed."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise Malformed from wrong


def _page(
    request: HttpRequest, face: Address, *, problem: CastorError | None = None, status: int = 200
) -> HttpResponse:
    viewer, found, now = signed_in(request), queries.share_class(face), participants.chain_time()
    asked_for, conversion = found.next_trustee, found.conversion
    form = QuestionForm(request.GET if "account" in request.GET else None)
    shown: dict[str, Any] = {
        "class": found,
        "progress": queries.progress(face),
        "done": conversion.total - conversion.left if conversion else 0,
        "issues": viewer.door == found.issuer,
        "declares": viewer.door == found.issuer and queries.chooses_dividends(),
        "may_see": queries.sees_holders(viewer, face),
        "confirms_trustee": viewer.role is Role.REGULATOR
        and viewer.maker
        and asked_for is not None
        and asked_for.earliest <= now,
        "confirms_conversion": viewer.door == found.trustee
        and viewer.maker
        and conversion is not None
        and not conversion.begun
        and conversion.earliest <= now,
        "form": form,
        "actions": queries.actions_of(viewer, face),
        "problem": problem,
    }
    if form.is_bound and form.is_valid():
        try:
            given = form.cleaned_data
            shown["answers"] = queries.answers(
                face, account=given["account"], to=given["to"], number=given["number"]
            )
        except CastorError as away:
            shown["problem"], status = away, away.status
    return render(request, "securities/class.html", shown, status=status)
