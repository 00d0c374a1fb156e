"""What several of these pages do alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.vocabulary.errors import CastorError


def asked_again(
    request: HttpRequest, template: str, form: Any, *, problem: CastorError | None = None, **more: Any
) -> HttpResponse:
    """The form: as it is asked for, or with what was wrong."""
    status = 200 if request.method != "POST" else problem.status if problem else 400
    return render(request, template, {"form": form, "problem": problem, **more}, status=status)
