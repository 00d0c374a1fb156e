"""The inbox."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.notices import queries, services
from apps.notices.types import Topic
from apps.vocabulary.viewers import viewer_of


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One's notices, by topic, all or unread."""
    asked = request.GET
    topic = Topic(asked["topic"]) if asked.get("topic") in set(Topic) else None
    given = asked.get("start", "0")
    start = min(int(given), 1_000_000) if given.isascii() and given.isdigit() else 0
    viewer, unread = viewer_of(request), asked.get("unread") == "1"
    page = queries.inbox(viewer, unread=unread, topic=topic, start=start)
    shown = {
        "page": page,
        "topic": topic,
        "topics": list(Topic),
        "unread": unread,
        "waiting": queries.unread(viewer),
        "start": start,
    }
    return render(request, "notices/inbox.html", shown)


@require_POST
def open_notice(request: HttpRequest, notice: uuid.UUID) -> HttpResponse:
    """Marks it as read and goes to where it leads."""
    viewer = viewer_of(request)
    services.mark_read(actor=viewer, notice=notice)
    return redirect(queries.notice(viewer, notice).url)


@require_POST
def read(request: HttpRequest, notice: uuid.UUID) -> HttpResponse:
    """Marks it as read."""
    services.mark_read(actor=viewer_of(request), notice=notice)
    return redirect("notices:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks all as read."""
    services.mark_all_read(actor=viewer_of(request))
    return redirect("notices:inbox")
