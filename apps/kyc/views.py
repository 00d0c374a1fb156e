"""The client's side: a task list, a page for each step, a last look before sending. Staff decide in the
admin.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.kyc import queries, rules, services
from apps.kyc.forms import DocumentForm, StepForm
from apps.kyc.types import LABELS, WORDS, ApplicationView, State, Step
from apps.records import services as records
from apps.records.documents import download
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Viewer
from apps.vocabulary.viewers import signed_in


def _viewer(request: HttpRequest) -> Viewer:
    viewer = signed_in(request)
    if viewer.is_staff:
        raise NotFound
    return viewer


def _application(viewer: Viewer) -> ApplicationView:
    found = queries.current(viewer)
    if found is None:
        raise NotFound
    return found


def _step(found: ApplicationView, name: str) -> Step:
    step = rules.step_called(found.heading.kind, name)
    if step is None or not found.with_client:
        raise NotFound
    return step


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The task list, or where the application has got to."""
    viewer = _viewer(request)
    erased = queries.erased(viewer)
    if erased is not None:
        return render(request, "kyc/erased.html", {"heading": erased})
    found = queries.current(viewer)
    shown: dict[str, Any] = {"application": found, "renewal": queries.renewal(viewer)}
    if found is not None:
        shown |= {"state_words": WORDS[found.state], "decision": found.content.fields.get("decision")}
        if found.state is State.ADMITTED:
            shown["check"] = queries.check(viewer, found.heading.id)
    return render(request, "kyc/tasks.html", shown)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin an application."""
    services.start(actor=_viewer(request))
    return redirect("kyc:tasks")


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One step: its questions, or its documents."""
    viewer = _viewer(request)
    found = _application(viewer)
    asked = _step(found, name)
    if asked.slots:
        return _documents(request, viewer, found, asked)
    form = StepForm(asked, found.content, request.POST if request.method == "POST" else None)
    problem: CastorError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.save_step(actor=viewer, step=name, answers=form.answers, seen=form.cleaned_data["seen"])
        except CastorError as error:
            problem = error
        else:
            return _onward(request, found, asked)
    shown = {
        "application": found,
        "step": asked,
        "form": form,
        "problem": problem,
        "notes": _notes(found, asked),
    }
    return render(request, "kyc/step.html", shown, status=400 if form.errors or problem else 200)


def _documents(request: HttpRequest, viewer: Viewer, found: ApplicationView, asked: Step) -> HttpResponse:
    slot = request.POST.get("slot", "")
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    problem: CastorError | None = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            services.attach(actor=viewer, slot=slot, name=sent.name, data=sent.read())
        except CastorError as error:
            problem = error
        else:
            messages.success(request, _("The document was received and encrypted."))
            return redirect("kyc:step", name=asked.name)
    papers = [
        {"slot": each, "label": LABELS[each], "file": found.content.file(each)}
        for each in rules.slots_for(asked, found.content.fields)
    ]
    shown = {
        "application": found,
        "step": asked,
        "papers": papers,
        "form": form,
        "problem": problem,
        "notes": _notes(found, asked),
    }
    return render(request, "kyc/documents.html", shown, status=400 if form.errors or problem else 200)


def _notes(found: ApplicationView, asked: Step) -> list[tuple[str, str]]:
    view = next(view for view in found.steps if view.step == asked)
    return [(str(LABELS[part]), note) for part, note in view.notes.items()]


def _onward(request: HttpRequest, found: ApplicationView, asked: Step) -> HttpResponse:
    """After a step comes the next one that is not done, and after the last one the whole."""
    messages.success(request, _("Saved."))
    left = [view.step.name for view in found.steps if not view.done and view.step != asked]
    return redirect("kyc:step", name=left[0]) if left else redirect("kyc:check")


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Check your answers, before sending them."""
    found = _application(_viewer(request))
    if not found.with_client:
        raise NotFound
    return render(request, "kyc/check.html", {"application": found, "answers": answers(found)})


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send the application."""
    services.send(actor=_viewer(request))
    messages.success(request, _("Your application was sent. You will be told what becomes of it."))
    return redirect("kyc:tasks")


@require_GET
def file(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """One of the client's own documents, as a download."""
    viewer = _viewer(request)
    found = _application(viewer)
    note, data = records.read_file(actor=viewer, record=found.heading.id, file=id)
    return download(note, data)


def answers(found: ApplicationView) -> list[tuple[Step, list[tuple[str, str]]]]:
    """Each step with its answers in words, files by their names."""
    return [
        (
            view.step,
            [(str(LABELS[part]), rules.part_in_words(part, found.content)) for part in view.step.parts],
        )
        for view in found.steps
    ]
