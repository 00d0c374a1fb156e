"""Records read in full, and parts of them shown to others with a proof. Each is in the audit log."""

from __future__ import annotations

import hashlib
import uuid

from django.db import transaction

from apps.records import audit, content, queries
from apps.records.errors import RecordBroken
from apps.records.types import Content, Deed, FileNote, Json
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Viewer


@transaction.atomic
def read(*, actor: Viewer, record: uuid.UUID, reason: str) -> Content:
    """A record in full, for staff of a reader; the read is logged with its reason.

    Raises NotFound, ReasonNeeded, RecordBroken, RecordErased.
    """
    row = queries.row(actor, record)
    body = content.opened(row, content.data_key(row, actor))
    audit.append(actor=actor, deed=Deed.READ, row=row, reason=reason)
    return Content(heading=content.heading(row), fields=body.fields, files=body.files)


@transaction.atomic
def read_file(
    *, actor: Viewer, record: uuid.UUID, file: uuid.UUID, reason: str = ""
) -> tuple[FileNote, bytes]:
    """A file with its note. Staff give a reason, which is logged; its owner needs none.

    Raises NotFound, ReasonNeeded, RecordBroken when the file is missing, cut short, swapped or changed.
    """
    row = queries.row(actor, record)
    key = content.data_key(row, actor)
    note = next((note for note in content.opened(row, key).files if note.id == file), None)
    if note is None:
        raise NotFound
    if actor.is_staff:
        audit.append(actor=actor, deed=Deed.FILE, row=row, reason=reason)
    data = content.opened_file(key, row, file)
    if hashlib.sha256(data).hexdigest() != note.sha256:
        raise RecordBroken(problem="file changed")
    return note, data


@transaction.atomic
def note(*, actor: Viewer, record: uuid.UUID, deed: Deed, reason: str) -> None:
    """Write into the audit log what was done about a record. Raises NotFound, ReasonNeeded."""
    audit.append(actor=actor, deed=deed, row=queries.row(actor, record), reason=reason)


@transaction.atomic
def note_denied(*, actor: Viewer, asked: str) -> None:
    """Write into the audit log that somebody asked for what is not theirs to see: `asked` names it by address
    or number, never by a person's name. Raises ReasonNeeded, NotAllowed for a visitor.
    """
    audit.append(actor=actor, deed=Deed.DENIED, row=None, reason=asked)


@transaction.atomic
def disclose(
    *, actor: Viewer, record: uuid.UUID, fields: tuple[str, ...], reason: str = ""
) -> dict[str, Json]:
    """Single fields of a record's anchored version, with what proves them: a document that anybody can check
    (`disclosure.verified`). Staff give a reason; the owner needs none; both are in the audit log.

    Raises NotFound for a field that is not there, NotDisclosable while no version is anchored.
    """
    row = queries.row(actor, record)
    document = queries.disclosure_of(row, content.data_key(row, actor), fields)
    why = reason if actor.is_staff else "disclosed by its owner"
    audit.append(actor=actor, deed=Deed.DISCLOSED, row=row, reason=why)
    return document
