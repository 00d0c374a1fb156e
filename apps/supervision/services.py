"""What supervision does: it looks after every block, and people say what they found."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation

from apps.ledger import queries as ledger_queries
from apps.ledger import readmodel
from apps.ledger import services as ledger
from apps.ledger.queries import Trail
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records import services as writing
from apps.records.types import Fields, Heading, Readers
from apps.supervision import queries
from apps.supervision.errors import NoteNeeded, TrailTooLong
from apps.supervision.queries.alerts import WATCH, reference_of
from apps.supervision.queries.facts import quick, slow
from apps.supervision.queries.ledgered import ledgered, touched
from apps.supervision.queries.reports import sheets
from apps.supervision.rules import checked, found
from apps.supervision.types import ALERT, AlertState
from apps.supervision.types.explored import Thing, What
from apps.supervision.types.facts import Finding
from apps.supervision.types.reported import Report, ReportKind
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address, Role, Viewer

SLOW_SECONDS = 60
"""How often banks, deadlines, reports, keys and records are looked at."""
WHOLE_SECONDS = (60, 600)
"""How often everything is counted anew, whatever was touched: at least, and at most."""
SHARE = 100
"""Between two counts of everything goes a hundred times what one takes, within these bounds."""
FIRST_LOOK_BACK = 24 * 3600
TURN = "supervision:turn"
TURN_SECONDS = 60
MOST_NEW = 200
"""So many alerts are written by one look; the rest by the next."""
LONGEST_KEY = 100
SHORT_WALK, LONGEST_WALK = 1_000, 5_000
SHORTEST_NOTE, LONGEST_NOTE = 5, 500


def look() -> bool:
    """Holds the market's promises and rules against the read model, where there is a block that was not
    looked at yet. Whether it looked.

    Does nothing where this portal does not act for the regulator, or another worker is at it.
    """
    door, head = participants.regulator(), readmodel.head()
    if door is None or head is None or not records.acts_for(door):
        return False
    before: dict[str, Any] = cache.get(WATCH) or {}
    now = int(timezone.now().timestamp())
    late = now - before.get("slow_at", 0) >= SLOW_SECONDS
    if (before.get("block"), before.get("hash")) == (head.number, head.hash) and not late:
        return False
    if not cache.add(TURN, now, TURN_SECONDS):
        return False
    try:
        _look(door, before, head, now, late=late)
    finally:
        cache.delete(TURN)
    return True


@transaction.atomic
def mark(*, actor: Viewer, alert: uuid.UUID, note: str, seen: int | None = None) -> Heading:
    """Says that somebody looked at an alert, and what they found; it re-opens when it happens again.

    `seen` is the version that was looked at. Raises NotAllowed, NotFound, NoteNeeded; RecordChanged where it
    happened again, or a colleague was faster.
    """
    if actor.role is not Role.REGULATOR or actor.account is None:
        raise NotAllowed
    said = " ".join(note.split())
    if not SHORTEST_NOTE <= len(said) <= LONGEST_NOTE:
        raise NoteNeeded
    found_record = records.glance(actor, alert)
    if found_record.heading.kind != ALERT.name:
        raise NotFound
    marks = json.loads(str(found_record.fields.get("marks", "[]")))
    marks.append(
        {
            "by": actor.account,
            "at": timezone.now().isoformat(),
            "note": said,
            "occurrence": found_record.fields["occurrence"],
        }
    )
    return writing.amend(
        actor=actor,
        record=alert,
        fields={"marks": json.dumps(marks)},
        state=AlertState.MARKED,
        seen=seen,
    )


def explore(*, actor: Viewer, what: What, key: str, after: str | None = None) -> Thing:
    """Opens a thing of the record for staff. What is another's answers as if it were not there, and that
    somebody asked for it is in the audit log. Raises SignInNeeded, NotAllowed, NotFound, Malformed, NodeAway.
    """
    if actor.account is None:
        raise SignInNeeded
    if not actor.is_staff:
        raise NotAllowed
    try:
        found = queries.thing(actor, what, key, after=after)
    except NotFound:
        if what is What.RECORD and _is_id(key):  # a record says to nobody but its readers that it is there
            _note_denied(actor, what, key)
        raise
    if not queries.oversees(actor, found.doors):
        _note_denied(actor, what, key)
        raise NotFound
    return found


def report(
    *,
    actor: Viewer,
    kind: ReportKind,
    block: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    of: str = "",
) -> Report:
    """A report as of a block (by default the last one read), made from the events up to there, over days of
    Malaysia (both included; by default the last thirty up to the block); returns of one organisation, where
    `of` names its door.

    The same block and days give the same report. Raises NotAllowed, NoSuchBlock, NodeAway.
    """
    if actor.role is not Role.REGULATOR or actor.door is None:
        raise NotAllowed
    newest = readmodel.head()
    number = block if block is not None else newest.number if newest else 0
    with ledger.standing_at(number) as epoch, translation.override("en"):
        head = readmodel.head()
        at, hashed = (head.timestamp, head.hash) if head else (0, "")
        low, high = _days(at, since, until)
        office = Viewer(role=Role.REGULATOR, door=actor.door, account=actor.account)
        made = sheets(kind, office, low, high, of)
        return Report(kind, number, hashed, at, low, high, epoch.digest(), made, of)


def walk_trail(*, actor: Viewer, first: int | None, last: int | None) -> Trail:
    """Whether an event is missing between two blocks (by default the last thousand), at most 5,000 at once:
    longer walks are `manage.py check_trail`'s. Raises NotAllowed, TrailTooLong, NoSuchBlock, NodeAway.
    """
    if actor.role is not Role.REGULATOR:
        raise NotAllowed
    newest, begun = readmodel.head(), ledger_queries.market()
    end = last if last is not None else newest.number if newest else 0
    start = first if first is not None else max(begun.start_block if begun else 0, end - SHORT_WALK + 1)
    if end - start >= LONGEST_WALK:
        raise TrailTooLong(most=LONGEST_WALK)
    return ledger_queries.trail(start, end)


# -- parts ----------------------------------------------------------------------------------------------


def _days(at: int, since: dt.date | None, until: dt.date | None) -> tuple[int, int]:
    """Days as moments: from the first one's midnight until before the last one's end."""
    last = until or dt.datetime.fromtimestamp(at, MALAYSIA).date()
    first = since or last - dt.timedelta(days=29)
    begin, end = (dt.datetime.combine(day, dt.time(), MALAYSIA) for day in (first, last))
    return int(begin.timestamp()), int(end.timestamp()) + 24 * 3600


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _note_denied(actor: Viewer, what: What, key: str) -> None:
    writing.note_denied(actor=actor, asked=f"explorer: {what} {key[:LONGEST_KEY]}")


def _look(door: Address, before: Mapping[str, Any], head: readmodel.Head, now: int, *, late: bool) -> None:
    office = Viewer(role=Role.REGULATOR, door=door)
    began = time.monotonic()
    whole = not before or now - before["whole_at"] >= before["pause"] or head.number < before["block"]
    changed = None if whole else touched(before["time"])
    known = {(key, subject): since for key, subject, since in before.get("broken", ())}
    held = checked(ledgered(changed, also={subject for _, subject in known}))
    broken = [
        (each.key, subject, known.get((each.key, subject), head.number))
        for each in held
        for subject in each.broken
    ]
    findings = found(quick(office, changed, broken))
    if late:
        since = before.get("slow_at", now - FIRST_LOOK_BACK)
        findings += found(slow(office, since=since))
    raised = _raise(door, findings, dict(before.get("raised", {})), head.number)
    counted = changed is None or changed.everything
    least, most = WHOLE_SECONDS
    pause = min(most, max(least, int(SHARE * (time.monotonic() - began))))
    kept = {
        "block": head.number,
        "hash": head.hash,
        "time": head.timestamp,
        "at": now,
        "slow_at": now if late else before["slow_at"],
        "whole": head.number if counted else before["whole"],
        "whole_at": now if counted else before["whole_at"],
        "pause": pause if counted else before["pause"],
        "counts": {each.key: each.looked_at for each in held} if counted else before["counts"],
        "broken": broken,
        "raised": raised,
    }
    cache.set(WATCH, kept, None)


def _raise(door: Address, findings: Iterable[Finding], raised: dict[str, int], block: int) -> dict[str, int]:
    """Writes what is new, or happened again: `raised` has the occurrence by reference of what is written."""
    new = {reference_of(each.rule, each.subject): each for each in findings}
    new = {key: each for key, each in new.items() if raised.get(key) != each.occurrence}
    for reference, each in list(new.items())[:MOST_NEW]:
        _write(door, reference, each, block)
        raised[reference] = each.occurrence
    return raised


@transaction.atomic
def _write(door: Address, reference: str, finding: Finding, block: int) -> None:
    office = Viewer(role=Role.REGULATOR, door=door)
    fields: Fields = {
        "subject": finding.subject,
        "about": finding.about,
        "occurrence": finding.occurrence,
        "figures": json.dumps(dict(finding.figures)),
        "events": json.dumps([[each.at, each.transaction] for each in finding.events]),
        "block": block,
    }
    known = records.headings_called(office, ALERT.name, reference)
    if not known:
        writing.create(
            actor=office,
            kind=ALERT,
            fields={**fields, "marks": "[]"},
            readers=Readers(regulator=door),
            owner=door,
            state=AlertState.OPEN,
            reference=reference,
        )
        return
    written = records.glance(office, known[0].id)
    if written.fields.get("occurrence") != finding.occurrence:
        writing.amend(actor=office, record=known[0].id, fields=fields, state=AlertState.OPEN)
