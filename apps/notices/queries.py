"""A person's inbox, and where the sources of notices stand."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from apps.ledger import feeds, readmodel
from apps.ledger import queries as ledger
from apps.ledger.errors import NoSuchAct
from apps.notices import rules
from apps.notices.types import CURSOR, NOTICE, Inbox, Notice, State, Topic, Word
from apps.notices.types.words import WORDS
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content, Heading
from apps.securities import queries as securities
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

PAGE = 20

# -- a person's own -------------------------------------------------------------------------------------


def inbox(
    viewer: Viewer, *, unread: bool = False, topic: Topic | None = None, start: int = 0, limit: int = PAGE
) -> Inbox:
    """The viewer's notices, the newest first. Raises SignInNeeded; NotAllowed for staff, who have queues."""
    require_client(viewer)
    found = records.visible(viewer).filter(kind=NOTICE.name)
    if unread:
        found = found.filter(state=State.UNREAD)
    if topic is not None:
        found = found.filter(reference__startswith=f"{topic}:")
    rows = list(found.order_by("-opened_at", "pk")[start : start + limit + 1])
    read = [read_notice(viewer, each) for each in records.glances(viewer, rows[:limit])]
    return Inbox(read, start + limit if len(rows) > limit else None)


def notice(viewer: Viewer, id: uuid.UUID) -> Notice:
    """One of them. Raises NotFound, also for another's."""
    require_own(viewer, id)
    return read_notice(viewer, records.glance(viewer, id))


def unread(viewer: Viewer) -> int:
    """How many notices the viewer has not read; none for visitors and staff."""
    return records.count_own(viewer, NOTICE.name, State.UNREAD.value)


def require_own(viewer: Viewer, notice: uuid.UUID) -> None:
    """Raises NotFound for another's notice, and for what is none."""
    require_client(viewer)
    if records.heading(viewer, notice).kind != NOTICE.name:
        raise NotFound


def require_client(viewer: Viewer) -> None:
    """Raises SignInNeeded, NotAllowed."""
    if viewer.account is None:
        raise SignInNeeded
    if viewer.is_staff:
        raise NotAllowed


def read_notice(viewer: Viewer, found: Content) -> Notice:
    """A notice's record in the words of the present language."""
    heading, fields = found.heading, found.fields
    key = str(fields.get("word", ""))
    word = WORDS[key]
    kept = fields.get("arguments")
    arguments: Mapping[str, Any] = kept if isinstance(kept, dict) else {}
    if key == "ActRefused":
        arguments = {**arguments, "name": gettext(rules.spaced(str(arguments.get("name", ""))))}
    (text,) = participants.said([(gettext(word.text), arguments)], called=_class_of(word, arguments))
    at = fields.get("at")
    return Notice(
        id=heading.id,
        word=key,
        title=gettext(word.title),
        text=f"{text} {_why(arguments)}".strip() if key == "ActRefused" else text,
        topic=word.topic,
        icon=word.icon,
        url=_url(word.page, arguments.get(word.argument)),
        at=at if isinstance(at, int) else 0,
        told_at=heading.opened_at,
        read=heading.state == State.READ,
    )


# -- the sources ----------------------------------------------------------------------------------------


def lock() -> None:
    """Until the transaction ends, no other worker tells."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('castor notices'))")


def cursor(source: str) -> Heading | None:
    """How far a source has been told; None before the first time, or without a market."""
    regulator = participants.regulator()
    if regulator is None:
        return None
    desk = Viewer(role=Role.REGULATOR, door=regulator)
    return next(iter(records.headings_called(desk, CURSOR.name, source)), None)


def lines_after(place: str, since: int | None, *, most: int) -> Iterator[Mapping[str, Any]]:
    """The feed's lines after a place, the oldest first, as far as their blocks are final: what is told is
    never taken back. `since` is the place's chain time.
    """
    head = readmodel.head()
    if head is None:
        return
    count = 0
    for line in feeds.FEED.walk(order="at", low=since):
        if line["place"] <= place:
            continue
        if line["block"] > head.final or count == most:
            return
        count += 1
        yield line


def due(now: dt.datetime, *, most: int) -> list[Heading]:
    """Notices whose e-mail has not been sent, the longest waiting first."""
    regulator = participants.regulator()
    if regulator is None:
        return []
    return records.due(Viewer(role=Role.REGULATOR, door=regulator), NOTICE.name, now, most=most)


def told(marks: Iterable[str]) -> frozenset[str]:
    """Those of several notices' marks that there is a notice of, in one question."""
    desk = Viewer(role=Role.REGULATOR, door=participants.regulator())
    rows = records.visible(desk).filter(kind=NOTICE.name, reference__in=list(marks))
    return frozenset(rows.values_list("reference", flat=True))


def _class_of(word: Word, arguments: Mapping[str, Any]) -> dict[str, str]:
    """The name of the share class that a notice names."""
    face = str(arguments.get("face", ""))
    if "{face:name}" not in word.text or not face:
        return {}
    return {face: securities.share_class(Address(face)).name}


def _why(arguments: Mapping[str, Any]) -> str:
    """The contract's own reason, in the present language, as long as the outbox keeps it."""
    try:
        return gettext(ledger.act(uuid.UUID(str(arguments.get("act", "")))).sentence)
    except (NoSuchAct, ValueError):
        return ""


def _url(page: str, argument: object) -> str:
    """Where a notice leads; the inbox, where no app serves that."""
    try:
        return reverse(page, args=[argument] if argument else [])
    except NoReverseMatch:
        return reverse("notices:inbox")
