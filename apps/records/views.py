"""Single fields of one's own record, shown to others with a proof; and the page on which anybody checks
it.
"""

from __future__ import annotations

import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from apps.records import queries, services
from apps.records.errors import DisclosureWrong
from apps.records.forms import DiscloseForm, VerifyForm
from apps.records.types import Standing
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.viewers import signed_in

_PRIVATE = {"notes", "decision"}


@require_http_methods(["GET", "HEAD", "POST"])
def disclose(request: HttpRequest, record: uuid.UUID) -> HttpResponse:
    """The owner chooses fields, and saves the document that proves them."""
    viewer = signed_in(request)
    if viewer.is_staff:
        raise NotFound
    names = [name for name in queries.disclosable(viewer, record) if name not in _PRIVATE]
    form = DiscloseForm(
        [(name, name.replace("_", " ").capitalize()) for name in names],
        request.POST if request.method == "POST" else None,
    )
    problem: CastorError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            document = services.disclose(
                actor=viewer, record=record, fields=tuple(form.cleaned_data["shown"])
            )
        except CastorError as error:
            problem = error
        else:
            answer = HttpResponse(json.dumps(document, indent=1), content_type="application/json")
            answer["Content-Disposition"] = 'attachment; filename="castor-disclosure.json"'
            return answer
    shown = {"form": form, "problem": problem, "check": queries.check(viewer, record)}
    status = 400 if form.errors else problem.status if problem else 200
    return render(request, "records/disclose.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """For anybody: what a disclosure proves, and what the chain says to it. Nothing is kept."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    shown: dict[str, object] = {"form": form}
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            found, standing = queries.disclosed(form.cleaned_data["file"].read())
        except DisclosureWrong as error:
            shown, status = {**shown, "problem": error}, 400
        else:
            proven = standing is Standing.ON_THE_CHAIN
            shown |= {"found": found, "standing": standing, "proven": proven, "record": found.record.hex()}
            shown["fields"] = sorted(found.fields.items())
    answer = render(request, "records/verify.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
