"""What a list is narrowed to by its address: `from` and `to` are days of Malaysia, `least` and `most` are
ringgit. What cannot be read narrows nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from apps.treasury import rules
from apps.treasury.queries import Span
from apps.vocabulary.words import WrongAmount, read_sen


def span_of(request: HttpRequest) -> Span:
    """The span that a request asks for."""
    since, until = days_of(request)
    return Span(
        since=rules.begin_of(since) if since else None,
        until=rules.begin_of(until + dt.timedelta(days=1)) - 1 if until else None,
        least=_sen(request, "least"),
        most=_sen(request, "most"),
    )


def days_of(request: HttpRequest) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day that a request asks for."""
    return _day(request, "from"), _day(request, "to")


def start_of(request: HttpRequest) -> int:
    """From which place on a list is asked for."""
    asked = request.GET.get("start", "0")
    return min(int(asked), 1_000_000) if asked.isascii() and asked.isdigit() else 0


def shown(request: HttpRequest) -> dict[str, Any]:
    """What the boxes show: what was typed, as far as it can be read; `narrowed` where there is any."""
    since, until = days_of(request)
    span = span_of(request)
    return {
        "since": since.isoformat() if since else "",
        "until": until.isoformat() if until else "",
        "least": request.GET["least"].strip() if span.least is not None else "",
        "most": request.GET["most"].strip() if span.most is not None else "",
        "narrowed": span != Span(),
    }


def _day(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get(name, "")[:10])
    except ValueError:
        return None


def _sen(request: HttpRequest, name: str) -> int | None:
    try:
        return read_sen(request.GET.get(name, "")[:30])
    except WrongAmount:
        return None
