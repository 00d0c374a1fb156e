"""A page that asks, shows what is to be signed, and has it signed: alike for all that a client does here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.ledger.types import Signable
from apps.vocabulary.errors import CastorError

Asked = TypeVar("Asked", bound=Form)


def asked(
    request: HttpRequest,
    form: Asked,
    prepare: Callable[[Asked], Signable],
    *,
    heading: str,
    words: str,
    back: str,
    back_words: str,
    nothing: str = "",
    why: str = "",
) -> HttpResponse:
    """The form; once it is rightly filled, the act that it prepares. `nothing`, and `why`, where it could ask
    nothing.
    """
    shown: dict[str, object] = {
        "form": form,
        "heading": heading,
        "words": words,
        "back": back,
        "back_words": back_words,
        "nothing": nothing,
        "why": why,
    }
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                shown["prepared"], status = prepare(form).as_json(), 200
            except CastorError as problem:
                shown["problem"], status = problem, problem.status
    return render(request, "securities/ask.html", shown, status=status)
