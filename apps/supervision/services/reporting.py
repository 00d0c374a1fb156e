"""Reports as of a block: asked for by a person, made by the clerk in slices, kept with their files.

The same block and days give the same report, and its files the same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import time
import uuid
from dataclasses import asdict
from typing import Final, cast

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation

from apps.ledger import readmodel
from apps.ledger import services as ledger
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records import services as writing
from apps.records.errors import RecordBroken
from apps.records.types import Fields, Heading, Readers
from apps.supervision import sheets
from apps.supervision.errors import BlockGone
from apps.supervision.queries import reports as tables
from apps.supervision.queries.kept import asked_in
from apps.supervision.types.reported import FORMS, REPORT, Asked, Report, ReportKind, ReportState
from apps.vocabulary.errors import CastorError, NotAllowed, NotFound, Unavailable
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address, Role, Viewer

SLICE_SECONDS: Final = 15
"""How long the clerk is at reports before it lets others have their turn."""
TURN: Final = "supervision:reports"
TURN_SECONDS: Final = 60
"""No task takes longer (settings, Celery): a clerk that died keeps others waiting for so long."""
MOST_TRIES: Final = 3
PAUSE: Final = dt.timedelta(minutes=1)
"""Before a second try; before each further one it is three times as long."""

logger = logging.getLogger(__name__)


def ask_report(
    *,
    actor: Viewer,
    kind: ReportKind,
    block: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    of: str = "",
) -> uuid.UUID:
    """Has a report made, and says under which id it is kept; one that was asked for before is not made again.

    As of a block (by default the last one read), over days of Malaysia (both included; by default the last
    thirty up to the block); returns of one organisation, where `of` names its door. It is made at once where
    the block is replayed, else by the clerk. Raises NotAllowed, NoSuchBlock, NodeAway.
    """
    office = _office(actor)
    asked = _asked(kind, block, since, until, of)
    with transaction.atomic():
        heading = _kept(office, actor.account, asked)
    if heading.state == ReportState.WAITING and ledger.replayed(asked.block).ready:
        _make(office, heading.id, asked)
    return heading.id


def make_reports() -> None:
    """Goes on with the reports that wait, the one that waits longest first, for some seconds.

    Does nothing where this portal does not act for the regulator, or another clerk is at it. Where a part
    does not answer they wait; what fails for another reason is told, and tried again twice, later. Raises
    Unavailable.
    """
    door = participants.regulator()
    if door is None or not records.acts_for(door):
        return
    office, now = Viewer(role=Role.REGULATOR, door=door), timezone.now()
    waiting = [
        each
        for each in records.headings(office, [REPORT.name], [ReportState.WAITING])
        if each.due_at is None or each.due_at <= now
    ]
    if not waiting or not cache.add(TURN, 1, TURN_SECONDS):
        return
    until = time.monotonic() + SLICE_SECONDS
    try:
        for each in waiting:
            _go_on(office, each.id, until - time.monotonic())
            if time.monotonic() >= until:
                break
    finally:
        cache.delete(TURN)


def report(
    *,
    actor: Viewer,
    kind: ReportKind,
    block: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    of: str = "",
) -> Report:
    """A report here and now, which takes as long as a rebuild up to its block: for commands. Arguments and
    what is raised are those of `ask_report`.
    """
    office = _office(actor)
    asked = _asked(kind, block, since, until, of)
    ledger.replay(asked.block)
    return _made(office, asked)


def report_file(*, actor: Viewer, id: uuid.UUID, form: str) -> tuple[str, bytes]:
    """A kept report's file, with a name for it; who fetched it is in the audit log. Raises NotAllowed,
    NotFound.
    """
    if actor.role is not Role.REGULATOR:
        raise NotAllowed
    found = records.glance(actor, id)
    note = found.file(form)
    if found.heading.kind != REPORT.name or note is None:
        raise NotFound
    _, content = writing.read_file(actor=actor, record=id, file=note.id, reason=f"report as {form}")
    return note.name, content


# -- asking ---------------------------------------------------------------------------------------------


def _office(actor: Viewer) -> Viewer:
    if actor.role is not Role.REGULATOR or actor.door is None:
        raise NotAllowed
    return Viewer(role=Role.REGULATOR, door=actor.door)


def _asked(
    kind: ReportKind, block: int | None, since: dt.date | None, until: dt.date | None, of: str
) -> Asked:
    newest = readmodel.head()
    found = ledger.told_block(block if block is not None else newest.number if newest else 0)
    low, high = _days(found.timestamp, since, until)
    return Asked(kind, found.number, found.hash, found.timestamp, low, high, of)


def _days(at: int, since: dt.date | None, until: dt.date | None) -> tuple[int, int]:
    """Days as moments: from the first one's midnight until before the last one's end."""
    last = until or dt.datetime.fromtimestamp(at, MALAYSIA).date()
    first = since or last - dt.timedelta(days=29)
    begin, end = (dt.datetime.combine(day, dt.time(), MALAYSIA) for day in (first, last))
    return int(begin.timestamp()), int(end.timestamp()) + 24 * 3600


def _kept(office: Viewer, account: int | None, asked: Asked) -> Heading:
    """The report's record: the one that is there (one that failed is tried anew), or a new one."""
    said = json.dumps(asdict(asked))
    reference = f"{asked.kind}:{asked.block}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
    known = records.headings_called(office, REPORT.name, reference)
    if known and known[0].state != ReportState.FAILED:
        return known[0]
    if known:
        return writing.amend(actor=office, record=known[0].id, fields={"tries": 0}, state=ReportState.WAITING)
    return writing.create(
        actor=office,
        kind=REPORT,
        fields={"asked": said},
        readers=Readers(regulator=cast("Address", office.door)),
        owner=office.door,
        account=account,
        state=ReportState.WAITING,
        reference=reference,
    )


# -- making ---------------------------------------------------------------------------------------------


def _go_on(office: Viewer, id: uuid.UUID, within: float) -> None:
    try:
        asked = asked_in(records.in_full(office, id))
    except RecordBroken:  # the sweep tells of it
        return
    try:
        if ledger.replay(asked.block, within=within).ready:
            _make(office, id, asked)
    except Unavailable:
        raise
    except Exception as failure:  # whatever it is, who asked is told of it
        logger.exception("a report failed", extra={"report": str(id)})
        _failed(office, id, asked, failure)


@transaction.atomic
def _make(office: Viewer, id: uuid.UUID, asked: Asked) -> None:
    made = _made(office, asked)
    for form in FORMS:
        name = f"castor-{asked.kind}-{asked.block}.{form}"
        writing.keep(actor=office, record=id, slot=form, name=name, data=sheets.FORMS[form](made))
    fields: Fields = {"record": made.record, "tables": json.dumps(sheets.first_rows(made)), "failure": ""}
    writing.amend(actor=office, record=id, fields=fields, state=ReportState.MADE)


def _made(office: Viewer, asked: Asked) -> Report:
    """In English, whoever asks. Raises NotReplayed; BlockGone where the chain went another way."""
    with ledger.standing_at(asked.block) as standing, translation.override("en"):
        if standing.head.hash != asked.block_hash:
            raise BlockGone(block=asked.block)
        found = tables.sheets(asked.kind, office, asked.since, asked.until, asked.of)
        return Report(asked, standing.digest, found)


@transaction.atomic
def _failed(office: Viewer, id: uuid.UUID, asked: Asked, failure: Exception) -> None:
    """It is tried again later, or at last by whoever asks again."""
    code = failure.code if isinstance(failure, CastorError) else type(failure).__name__
    tries = int(str(records.in_full(office, id).fields.get("tries", 0))) + 1
    writing.amend(actor=office, record=id, fields={"failure": code, "tries": tries})
    if tries < MOST_TRIES:
        state, again = ReportState.WAITING, timezone.now() + PAUSE * 3 ** (tries - 1)
    else:
        state, again = ReportState.FAILED, None
        ledger.let_go(asked.block)
    since = frozenset({ReportState.WAITING})
    writing.change_state(actor=office, record=id, state=state, since=since, due_at=again)
