"""Whatever is changed or deleted in any table of records, by whoever can write the database, is found."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from apps.ledger.testing import MemoryWrite
from apps.records import known, services, soundness
from apps.records.errors import RecordDoubted
from apps.records.models import KeyWrap, Record, RecordFile, RecordRead, RecordVersion, SearchWord
from apps.records.services.watching import SLICES
from apps.records.tests.cast import IVAN, NOTE, OMAR, PDF, SAM, written
from apps.records.tests.test_tampering import anchor
from apps.records.types import Deed

pytestmark = pytest.mark.usefixtures("keystore")

EDITED: dict[type[Model], tuple[str, ...]] = {
    Record: ("sealed", "root", "version", "state", "owner", "anchor_id", "amount", "reference", "account"),
    RecordVersion: ("sealed", "root", "version"),
    KeyWrap: ("wrapped", "reader"),
    RecordFile: ("sealed",),
    SearchWord: ("tag",),
    RecordRead: ("number", "what", "account", "reason", "digest"),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """One record with everything that belongs to it."""

    record: uuid.UUID
    tables: tuple[Sequence[Model], ...]


@pytest.fixture
def looked_at(chain_says: MemoryWrite, django_capture_on_commit_callbacks: Any) -> Watched:
    """A record of three versions with two files, anchored and sound, that was read three times."""
    with django_capture_on_commit_callbacks(execute=True):
        record = written().id
        services.attach(actor=IVAN, record=record, slot="scan", name="a.pdf", data=PDF)
        services.attach(actor=IVAN, record=record, slot="scan", name="b.pdf", data=PDF)
        for reason in ("yearly review", "a complaint", "the bank asked"):
            services.read(actor=OMAR, record=record, reason=reason)
    anchor(chain_says, Record.objects.get(pk=record))
    found = services.sweep(0, of=1)
    assert (found.looked_at, found.broken, found.missing, found.log) == (1, (), (), "")
    parts = (RecordVersion, KeyWrap, RecordFile, SearchWord, RecordRead)
    tables = [list(part._default_manager.filter(record_id=record)) for part in parts]
    return Watched(record, (list(Record.objects.filter(pk=record)), *tables))


def is_found(record: uuid.UUID) -> bool:
    """What the sweep asks, without what it writes down."""
    row = Record.objects.filter(pk=record).first()
    broken = row is not None and bool(soundness.problem_of(row))
    return broken or bool(soundness.missing(0, of=1)) or bool(soundness.log_problem(0, of=1))


def test_a_thousand_random_edits_and_deletions_are_all_found(looked_at: Watched) -> None:
    chance, missed, deleted = random.Random(1_000), [], 0
    assert not is_found(looked_at.record)
    for _ in range(1_000):
        row = chance.choice(chance.choice(looked_at.tables))
        column = chance.choice(("", *EDITED[type(row)]))
        rows = type(row)._default_manager.filter(pk=row.pk)
        deleted += not column
        with transaction.atomic():
            point = transaction.savepoint()
            if column:
                rows.update(**{column: _edited(chance, getattr(row, column))})
            else:
                rows._raw_delete(rows.db)
            if not is_found(looked_at.record):
                missed.append((type(row).__name__, column or "deleted"))
            transaction.savepoint_rollback(point)
    assert missed == []
    assert deleted > 150


def _edited(chance: random.Random, value: object) -> object:
    if isinstance(value, bytes | memoryview):
        raw = bytearray(value)
        raw[chance.randrange(len(raw))] ^= chance.randrange(1, 256)
        return bytes(raw)
    if isinstance(value, int) or value is None:
        return (value or 0) + chance.randrange(1, 1_000)
    return f"{value}x"[-24:]


# -- deleted outright

Committed = Callable[..., Any]


def delete(record: uuid.UUID) -> None:
    """Everything of a record, as somebody with the database's password would."""
    for part in (SearchWord, KeyWrap, RecordFile, RecordVersion, RecordRead):
        rows = part._default_manager.filter(record_id=record)
        rows._raw_delete(rows.db)
    there = Record.objects.filter(pk=record)
    there._raw_delete(there.db)


def test_a_draft_that_was_deleted_is_missed_at_once_and_told_once(
    chain_says: MemoryWrite, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record = written().id
    delete(record)
    with pytest.raises(RecordDoubted):
        services.require_sound(actor=IVAN, kinds=[NOTE.name])
    services.require_sound(actor=SAM, kinds=[NOTE.name])
    found = [name for step in range(SLICES) for name in services.sweep(step).missing]
    assert found == [str(record)]
    services.sweep(0, of=1)
    assert [line.what for line in RecordRead.objects.all()] == [Deed.MISSING]


def test_an_anchored_record_is_missed_by_the_chain_alone(chain_says: MemoryWrite, settings: Any) -> None:
    settings.CASTOR_ORGANISATIONS = ["*"]
    record = Record.objects.get(pk=written().id)
    anchor(chain_says, record)
    assert services.sweep(0, of=1).missing == ()
    delete(record.pk)
    found = [name for step in range(SLICES) for name in services.sweep(step).missing]
    assert found == ["0x" + bytes(record.anchor_id).hex()]


def test_another_portal_s_anchors_are_not_looked_for(chain_says: MemoryWrite, settings: Any) -> None:
    settings.CASTOR_ORGANISATIONS = []
    record = Record.objects.get(pk=written().id)
    anchor(chain_says, record)
    delete(record.pk)
    assert services.sweep(0, of=1).missing == ()


def test_the_log_s_end_is_missed(
    chain_says: MemoryWrite, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record = written().id
        for reason in ("yearly review", "a complaint"):
            services.read(actor=OMAR, record=record, reason=reason)
    RecordRead.objects.filter(number=2).delete()
    assert services.sweep(0, of=1).log == "cut off before line 2, or written anew"
    assert RecordRead.objects.order_by("number").values_list("what", flat=True).last() == Deed.BROKEN


def test_a_record_from_before_there_were_notes_is_noted_by_the_sweep(
    chain_says: MemoryWrite, django_capture_on_commit_callbacks: Committed
) -> None:
    record = written().id
    assert known.records_of(IVAN.account or 0) == set()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            services.sweep(0, of=1)
    assert known.records_of(IVAN.account or 0) == {record}


def test_notes_that_cannot_be_written_undo_nothing(
    chain_says: MemoryWrite, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    (tmp_path / "keys" / "known").write_text("no folder")
    with django_capture_on_commit_callbacks(execute=True):
        record = written().id
    services.read(actor=OMAR, record=record, reason="yearly review")
    (tmp_path / "keys" / "known").unlink()
    with django_capture_on_commit_callbacks(execute=True):
        assert services.sweep(0, of=1).broken == ()
    assert known.records_of(IVAN.account or 0) == {record}
    settings.CASTOR_RECORD_KEYS = ""
    assert (known.last_line(), known.records_of(IVAN.account or 0)) == (None, set())
