"""Records erased: by their owner before anything was decided, later by two people, after retention."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from apps.records import audit, content, keys, rules
from apps.records.errors import RetentionRuns, SecondPersonNeeded
from apps.records.models import KeyWrap, Record, RecordFile, RecordVersion, SearchWord
from apps.records.services.writing import locked, may_write
from apps.records.types import Deed, Heading, Kind, kind_called
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Viewer


@transaction.atomic
def ask_erasure(*, actor: Viewer, record: uuid.UUID, reason: str) -> Heading:
    """A maker asks for a record's content to be destroyed; somebody else does it (`erase`).

    Raises RetentionRuns before the retention is over (R33), NotAllowed, ReasonNeeded.
    """
    row, _ = _erasable(actor, record)
    if not actor.is_staff or not actor.maker:
        raise NotAllowed
    audit.append(actor=actor, deed=Deed.ERASURE_ASKED, row=row, reason=reason)
    row.erasure_asked_by = actor.account
    content.store(row, "erasure_asked_by")
    return content.heading(row)


@transaction.atomic
def refuse_erasure(*, actor: Viewer, record: uuid.UUID, reason: str) -> Heading:
    """The erasure that somebody asked for is not carried out. Raises SecondPersonNeeded where nobody did."""
    row = locked(actor, record, None)
    may_write(actor, row, kind_called(row.kind))
    if row.erasure_asked_by is None or not actor.is_staff:
        raise SecondPersonNeeded
    audit.append(actor=actor, deed=Deed.ERASURE_REFUSED, row=row, reason=reason)
    row.erasure_asked_by = None
    content.store(row, "erasure_asked_by")
    return content.heading(row)


@transaction.atomic
def erase(*, actor: Viewer, record: uuid.UUID, reason: str) -> Heading:
    """Destroy salts, keys, content, files and words; id, dates and anchors stay, and the chain stays valid.

    The owner, while nothing is decided; else a checker, after another member of staff asked for it. Raises
    RetentionRuns before the retention is over (R33), SecondPersonNeeded, NotAllowed, ReasonNeeded.
    """
    row, kind = _erasable(actor, record)
    second = row.erasure_asked_by not in (None, actor.account) and actor.checker
    if actor.is_staff and row.state not in kind.loose and not second:
        raise SecondPersonNeeded
    audit.append(actor=actor, deed=Deed.ERASED, row=row, reason=reason)
    wipe(row)
    return content.heading(row)


@transaction.atomic
def destroy(*, actor: Viewer, record: uuid.UUID, reason: str) -> None:
    """Erase a record that is nothing without another, together with that other: what was asked for that,
    counts for this. Raises NotAllowed for who does not write the kind, ReasonNeeded.
    """
    row = locked(actor, record, None)
    may_write(actor, row, kind_called(row.kind))
    audit.append(actor=actor, deed=Deed.ERASED, row=row, reason=reason)
    wipe(row)


def wipe(row: Record) -> None:
    """What erasing does to a row, also again after an old backup was restored."""
    now = timezone.now()
    for part in (KeyWrap, RecordFile, RecordVersion, SearchWord):
        part._default_manager.filter(record=row).delete()
    row.sealed, row.root, row.erased_at, row.changed_at = b"", b"", now, now
    content.store(row, "sealed", "root", "erased_at", "changed_at")
    if row.split_key:
        # Only once nothing can take the erasure back: a half is gone for good.
        transaction.on_commit(lambda: keys.destroy_half(row.id))


def _erasable(actor: Viewer, record: uuid.UUID) -> tuple[Record, Kind]:
    row = locked(actor, record, None)
    kind = kind_called(row.kind)
    may_write(actor, row, kind)
    if not rules.may_erase(kind, row.state, row.kept_until, timezone.now()):
        raise RetentionRuns(kept_until=row.kept_until)
    return row, kind
