"""Reports that somebody asked for, as they are kept: for the regulator alone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from apps.accounts import queries as accounts
from apps.ledger import services as ledger
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content
from apps.supervision.types.reported import (
    FORMS,
    REPORT,
    Asked,
    Kept,
    KeptReports,
    Paper,
    ReportKind,
    ReportState,
    Shown,
)
from apps.vocabulary.errors import NotAllowed, NotFound, Unavailable
from apps.vocabulary.types import Role, Viewer

PAGE = 25


def kept_reports(viewer: Viewer, *, start: int = 0) -> KeptReports:
    """A page of the reports that were asked for, the latest first. Raises NotAllowed."""
    found = list(_rows(viewer).order_by("-opened_at", "-pk")[start : start + PAGE + 1])
    names = _names(viewer)
    rows = [_kept(each, names) for each in records.glances(viewer, found[:PAGE]) if each.fields]
    return KeptReports(rows, start + PAGE if len(found) > PAGE else None)


def kept_report(viewer: Viewer, id: uuid.UUID) -> Kept:
    """One of them, with what a page shows of it. Raises NotAllowed, NotFound."""
    found = records.glances(viewer, _rows(viewer).filter(pk=id))
    if not found or not found[0].fields:
        raise NotFound
    return _kept(found[0], _names(viewer))


def asked_in(found: Content) -> Asked:
    """What its record says that was asked for."""
    said = json.loads(str(found.fields["asked"]))
    return Asked(**said | {"kind": ReportKind(said["kind"])})


# -- parts ----------------------------------------------------------------------------------------------


def _rows(viewer: Viewer) -> QuerySet[Any]:
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    return records.visible(viewer).filter(kind=REPORT.name, erased_at=None)


def _names(viewer: Viewer) -> Mapping[int, str]:
    return {each.account: each.name for each in accounts.staff_of(viewer.door)} if viewer.door else {}


def _kept(found: Content, names: Mapping[int, str]) -> Kept:
    asked, said = asked_in(found), found.fields
    state = ReportState(found.heading.state)
    done, blocks = _progress(asked.block) if state is ReportState.WAITING else (None, None)
    notes = {note.slot: note for note in found.files}
    return Kept(
        id=found.heading.id,
        asked=asked,
        of_name=participants.name_of(asked.of) if asked.of else "",
        state=state,
        by_name=names.get(found.heading.account or 0, ""),
        asked_at=found.heading.opened_at,
        record=str(said.get("record", "")),
        tables=tuple(_shown(each) for each in json.loads(str(said.get("tables", "[]")))),
        papers=tuple(Paper(form, notes[form].size, notes[form].sha256) for form in FORMS if form in notes),
        failure=str(said.get("failure", "")),
        tries=int(str(said.get("tries", 0))),
        again_at=found.heading.due_at,
        done=done,
        blocks=blocks,
    )


def _progress(block: int) -> tuple[int | None, int | None]:
    """Not known while the node does not answer: the report goes on once it does."""
    try:
        now = ledger.replayed(block)
    except Unavailable:
        return None, None
    return now.done, now.blocks


def _shown(table: Mapping[str, Any]) -> Shown:
    return Shown(
        table["title"],
        tuple(table["columns"]),
        tuple(table["numbers"]),
        tuple(tuple(row) for row in table["rows"]),
        table["total"],
    )
