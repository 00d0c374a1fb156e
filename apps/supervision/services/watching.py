"""Supervision looks after every block, and people say what they found."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from apps.ledger import readmodel
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records import services as writing
from apps.records.types import Fields, Heading, Readers
from apps.supervision.errors import NoteNeeded
from apps.supervision.queries.alerts import WATCH, reference_of
from apps.supervision.queries.facts import quick, slow
from apps.supervision.queries.ledgered import Touched, ledgered, touched
from apps.supervision.rules import checked, found
from apps.supervision.rules.invariants import Held
from apps.supervision.types import ALERT, AlertState
from apps.supervision.types.facts import Finding
from apps.vocabulary.errors import NotAllowed, NotFound
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
LOOKS_AGAIN = 5
"""At something that seems broken while block after block comes in."""
MOST_NEW = 200
"""So many alerts are written by one look; the rest by the next."""
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


# -- parts ----------------------------------------------------------------------------------------------


def _look(door: Address, before: Mapping[str, Any], head: readmodel.Head, now: int, *, late: bool) -> None:
    office = Viewer(role=Role.REGULATOR, door=door)
    began = time.monotonic()
    whole = not before or now - before["whole_at"] >= before["pause"] or head.number < before["block"]
    changed = None if whole else touched(before["time"])
    known = {(key, subject): since for key, subject, since in before.get("broken", ())}
    held = _held(changed, {subject for _, subject in known})
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


def _held(changed: Touched | None, also: Iterable[str]) -> list[Held]:
    """How the promises stand. Figures that are read while a block comes in are of two blocks: what seems
    broken is counted again, alone, until no block came in between, and only what stays broken is.
    """
    held = list(checked(ledgered(changed, also)))
    for _ in range(LOOKS_AGAIN):
        suspects = {subject for each in held for subject in each.broken}
        if not suspects:
            break
        before = readmodel.head()
        again = {each.key: set(each.broken) for each in checked(ledgered(Touched(), suspects, counted=True))}
        held = [
            replace(each, broken=tuple(one for one in each.broken if one in again[each.key])) for each in held
        ]
        if readmodel.head() == before:
            break
    return held


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
