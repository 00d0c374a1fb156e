"""The live board: what happens in the market, in sentences, with filters and an export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.ledger import queries as ledger
from apps.participants import queries as participants
from apps.supervision import queries
from apps.supervision.forms import BoardForm
from apps.supervision.types import Told
from apps.vocabulary.tables import csv_lines
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import staff_member

HEAD = ("time", "block", "event", "sentence", "contract", "address", "transaction")


@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What happened, the newest first. htmx asks for the lines alone, or for the figures (`figures`)."""
    viewer, form = staff_member(request), BoardForm(request.GET)
    asked = form.asked()
    live = "after" not in request.GET and "paused" not in request.GET
    query = _without(request, "figures")
    if "figures" in request.GET:
        shown: dict[str, Any] = {"figures": queries.figures(viewer), "live": live, "query": query}
        return render(request, "supervision/_figures.html", shown)
    after = request.GET.get("after") or None
    page = queries.board(viewer, after=after, persons=True, **asked)
    shown = {"lines": page.lines, "next_cursor": page.next, "first": after}
    if getattr(request, "htmx", False):
        return render(request, "supervision/_board.html", shown)
    door: Address | None = asked["door"]
    shown |= {
        "figures": queries.figures(viewer),
        "supplies": queries.supplies(viewer) if viewer.role is Role.REGULATOR else (),
        "form": form,
        "door": door,
        "door_name": participants.name_of(door) if door else "",
        "live": live,
        "paused": "paused" in request.GET,
        "kiosk": "kiosk" in request.GET,
        "ranges": _ranges(),
        "asked_range": asked["since"] is not None or asked["until"] is not None,
        "query": query,
    }
    return render(request, "supervision/board.html", shown)


@require_safe
async def live(request: HttpRequest) -> StreamingHttpResponse:
    """Says that there is news, as server-sent events; the page then asks for what it may see."""
    doors, kinds = await sync_to_async(_watched)(request)
    # A stream lasts: it must not hold a connection to PostgreSQL.
    await sync_to_async(connections.close_all)()
    return StreamingHttpResponse(
        ledger.stream(doors=doors, touching=kinds),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@never_cache
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same board as CSV, every line of it."""
    lines = queries.every_line(staff_member(request), **BoardForm(request.GET).asked())
    return StreamingHttpResponse(
        csv_lines(chain([HEAD], map(_row, lines))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="castor-events.csv"'},
    )


# -- parts ----------------------------------------------------------------------------------------------


def _without(request: HttpRequest, name: str) -> str:
    left = request.GET.copy()
    left.pop(name, None)
    return left.urlencode()


def _ranges() -> list[tuple[str, str]]:
    """Since when, in the reader's words, as the form's own field reads it; by the market's clock."""
    now = datetime.fromtimestamp(participants.chain_time(), UTC).astimezone(MALAYSIA)
    spans = (
        (gettext("Last hour"), timedelta(hours=1)),
        (gettext("Last day"), timedelta(days=1)),
        (gettext("Last week"), timedelta(days=7)),
        (gettext("Last 30 days"), timedelta(days=30)),
    )
    return [(word, f"{now - span:%Y-%m-%dT%H:%M}") for word, span in spans]


def _watched(request: HttpRequest) -> tuple[list[str], Mapping[str, None]]:
    return queries.watched(staff_member(request), BoardForm(request.GET).asked()["door"])


def _row(told: Told) -> tuple[object, ...]:
    when = datetime.fromtimestamp(told.at, UTC).isoformat()
    return when, told.block, told.key, told.text, told.contract, told.address, told.transaction
