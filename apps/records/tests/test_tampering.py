"""A row or file that was changed, swapped, rolled back or cut short is noticed, and not shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.ledger.testing import MemoryWrite, event
from apps.records import content, envelope, keys, queries, services
from apps.records.errors import RecordBroken, RecordChanged, RecordDoubted
from apps.records.models import KeyWrap, Record, RecordFile, RecordVersion
from apps.records.services.watching import SLICES
from apps.records.tests.cast import FIELDS, IVAN, NOTE, OMAR, OPERATOR, PDF, written
from apps.records.types import Deed, Outcome

pytestmark = pytest.mark.usefixtures("keystore")


def anchor(chain_says: MemoryWrite, record: Record) -> None:
    """The chain says that it has this version of the record."""
    chain_says.play(
        event(
            "Anchored",
            "Records",
            door=OPERATOR,
            record="0x" + bytes(record.anchor_id).hex(),
            version=1,
            root="0x" + bytes(record.root).hex(),
            locator=["0x" + word.hex() for word in services.locator(record)],
        )
    )


def anchored(chain_says: MemoryWrite) -> Record:
    """A note at its second version, anchored there."""
    heading = services.amend(actor=IVAN, record=written().id, fields={"text": "second"})
    record = Record.objects.get(pk=heading.id)
    anchor(chain_says, record)
    return record


def _swap(first: Record, second: Record, *columns: str) -> int:
    values = {column: getattr(second, column) for column in columns}
    return Record.objects.filter(pk=first.pk).update(**values)


def _earlier(record: Record, *columns: str) -> int:
    """Back to the first version, with the stamp that it would have: even who has that key is found out."""
    earlier, record = RecordVersion.objects.get(record=record, version=1), Record.objects.get(pk=record.pk)
    for column in columns:
        setattr(record, column, getattr(earlier, column))
    values = {column: getattr(earlier, column) for column in columns}
    return Record.objects.filter(pk=record.pk).update(stamp=content.stamped(record), **values)


TAMPERINGS: dict[str, Callable[[Record, Record], object]] = {
    "content of another row": lambda row, other: _swap(row, other, "sealed", "root", "version"),
    "anchor of another row": lambda row, other: (
        Record.objects.filter(pk=other.pk).update(anchor_id=bytes(32)),
        _swap(row, other, "anchor_id"),
    ),
    "fresh anchor id": lambda row, other: Record.objects.filter(pk=row.pk).update(anchor_id=b"\x07" * 32),
    "other root": lambda row, other: Record.objects.filter(pk=row.pk).update(root=bytes(32)),
    "version alone": lambda row, other: Record.objects.filter(pk=row.pk).update(version=1),
    "content alone rolled back": lambda row, other: _earlier(row, "sealed"),
    "whole row rolled back": lambda row, other: _earlier(row, "sealed", "root", "version"),
    "cut short": lambda row, other: Record.objects.filter(pk=row.pk).update(sealed=bytes(row.sealed)[:-1]),
    "emptied": lambda row, other: Record.objects.filter(pk=row.pk).update(sealed=b""),
    "other owner": lambda row, other: Record.objects.filter(pk=row.pk).update(owner=OPERATOR),
    "other state": lambda row, other: Record.objects.filter(pk=row.pk).update(state="admitted"),
    "other kind": lambda row, other: Record.objects.filter(pk=row.pk).update(kind="another"),
    "key of another row": lambda row, other: KeyWrap.objects.filter(record=row).update(
        wrapped=KeyWrap.objects.get(record=other, reader=OPERATOR).wrapped
    ),
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_it_does_not_match_the_chain(how: str, chain_says: MemoryWrite) -> None:
    record, other = anchored(chain_says), anchored(chain_says)
    TAMPERINGS[how](record, other)
    assert queries.check(OMAR, record.pk).outcome is Outcome.MISMATCH


STILL_SOUND = ("whole row rolled back", "key of another row")
"""An earlier version under its own stamp, and content that was opened before: both as they were written."""


@pytest.mark.parametrize("how", [each for each in TAMPERINGS if each not in STILL_SOUND])
def test_what_was_published_and_changed_is_not_shown_on(how: str, chain_says: MemoryWrite) -> None:
    record, other = anchored(chain_says), anchored(chain_says)
    assert queries.as_published([Record.objects.get(pk=record.pk)])[0] is not None
    TAMPERINGS[how](record, other)
    assert queries.as_published([Record.objects.get(pk=record.pk)]) == [None]


def test_what_was_published_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record.objects.get(pk=written().id)
    (first,) = queries.as_published([record])
    monkeypatch.setattr(content, "data_key", None)
    (again,) = queries.as_published([Record.objects.get(pk=record.pk)])
    assert again is not None
    assert (again, again.fields) == (first, FIELDS)


def test_what_was_published_and_erased_is_not_shown_on() -> None:
    record = Record.objects.get(pk=written().id)
    assert queries.as_published([record])[0] is not None
    record.erased_at = record.changed_at
    content.store(record, "erased_at")
    assert queries.as_published([Record.objects.get(pk=record.pk)]) == [None]


def test_a_whole_row_rolled_back_is_named(chain_says: MemoryWrite) -> None:
    record = anchored(chain_says)
    _earlier(record, "sealed", "root", "version")
    found = queries.check(OMAR, record.pk)
    assert (found.problem, found.version) == ("another root", 1)


def test_a_row_rolled_back_beside_its_history_is_named(chain_says: MemoryWrite) -> None:
    record = anchored(chain_says)
    services.amend(actor=IVAN, record=record.pk, fields={"text": "third"})
    _earlier(record, "sealed", "root", "version")
    found = queries.check(OMAR, record.pk)
    assert (found.outcome, found.problem) == (Outcome.MISMATCH, "rolled back")


def test_a_broken_record_is_neither_shown_nor_written_on() -> None:
    record = written().id
    Record.objects.filter(pk=record).update(root=bytes(32))
    for act in (
        lambda: services.read(actor=OMAR, record=record, reason="yearly review"),
        lambda: queries.own(IVAN, record),
        lambda: services.amend(actor=IVAN, record=record, fields={"text": "on top"}),
    ):
        with pytest.raises(RecordBroken):
            act()
    assert queries.glance(OMAR, record).fields == {}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_the_sweep_finds_it_and_stops_its_person(how: str, chain_says: MemoryWrite) -> None:
    record, other = anchored(chain_says), anchored(chain_says)
    services.require_sound(actor=IVAN, kinds=[NOTE.name])
    TAMPERINGS[how](record, other)
    assert record.pk in services.sweep(0, of=1).broken
    assert queries.reads(OMAR, record.pk)[0].deed is Deed.BROKEN
    services.sweep(0, of=1)
    assert len(queries.reads(OMAR, record.pk)) == 1, "told once"
    with pytest.raises(RecordDoubted):
        services.require_sound(actor=IVAN, kinds=[NOTE.name, "another"])


def test_what_is_mended_is_told_too(chain_says: MemoryWrite) -> None:
    record = anchored(chain_says)
    Record.objects.filter(pk=record.pk).update(state="admitted")
    assert services.sweep(0, of=1).broken == (record.pk,)
    Record.objects.filter(pk=record.pk).update(state=record.state)
    assert services.sweep(0, of=1).broken == ()
    assert [entry.deed for entry in queries.reads(OMAR, record.pk)] == [Deed.SOUND, Deed.BROKEN]


def test_the_slices_are_all_of_the_records() -> None:
    for _ in range(20):
        written()
    assert sum(services.sweep(step).looked_at for step in range(SLICES)) == 20


def test_an_anchored_version_matches_until_it_is_amended(chain_says: MemoryWrite) -> None:
    record = written().id
    assert queries.check(OMAR, record).outcome is Outcome.NOT_ANCHORED
    anchor(chain_says, Record.objects.get(pk=record))
    assert queries.check(OMAR, record).outcome is Outcome.MATCH
    services.amend(actor=IVAN, record=record, fields={"text": "second"})
    found = queries.check(OMAR, record)
    assert (found.outcome, found.version, found.anchored_version) == (Outcome.NOT_ANCHORED, 2, 1)


def test_a_changed_earlier_version_is_noticed_too(chain_says: MemoryWrite) -> None:
    record = anchored(chain_says)
    services.amend(actor=IVAN, record=record.pk, fields={"text": "third"})
    RecordVersion.objects.filter(record=record, version=2).delete()
    assert queries.check(OMAR, record.pk).outcome is Outcome.MISMATCH


def test_the_locator_leads_each_reader_to_the_record() -> None:
    record = Record.objects.get(pk=written().id)
    words = services.locator(record)
    assert [len(word) for word in words] == [32] * 6
    for place, door in enumerate(content.readers(record).doors):
        assert door is not None
        pair = (words[2 * place], words[2 * place + 1])
        found = envelope.find(pair, keys.private(door), anchor=bytes(record.anchor_id), door=door)
        assert found == record.pk


def test_somebody_elses_change_in_between_is_not_overwritten() -> None:
    heading = written()
    services.amend(actor=IVAN, record=heading.id, fields={"text": "second"}, seen=1)
    with pytest.raises(RecordChanged):
        services.amend(actor=OMAR, record=heading.id, fields={"text": "third"}, seen=1)
    assert queries.own(IVAN, heading.id).fields == FIELDS | {"text": "second"}


def test_every_earlier_version_is_kept() -> None:
    record = written().id
    for text in ("second", "third"):
        services.amend(actor=IVAN, record=record, fields={"text": text})
    assert list(RecordVersion.objects.filter(record=record).values_list("version", flat=True)) == [1, 2]


@pytest.mark.parametrize("change", ["edited", "cut short", "missing", "of another record"])
def test_a_file_that_is_not_what_was_sent_is_not_given_out(change: str) -> None:
    record, other = written().id, written().id
    note = services.attach(actor=IVAN, record=record, slot="scan", name="a.pdf", data=PDF)
    second = services.attach(actor=IVAN, record=other, slot="scan", name="b.pdf", data=PDF)
    stored = RecordFile.objects.get(pk=note.id)
    sealed = bytes(stored.sealed)
    changed = {
        "edited": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "cut short": sealed[:-4],
        "of another record": bytes(RecordFile.objects.get(pk=second.id).sealed),
    }
    if change == "missing":
        stored.delete()
    else:
        RecordFile.objects.filter(pk=note.id).update(sealed=changed[change])
    with pytest.raises(RecordBroken):
        services.read_file(actor=OMAR, record=record, file=note.id, reason="yearly review")


def test_a_file_comes_back_as_it_was_sent() -> None:
    record = written().id
    note = services.attach(actor=IVAN, record=record, slot="scan", name="../id card.pdf", data=PDF)
    found, data = services.read_file(actor=IVAN, record=record, file=note.id)
    assert (data, found.name, found.type, found.size) == (PDF, "id card.pdf", "application/pdf", len(PDF))
    assert queries.own(IVAN, record).file("scan") == note


def test_a_sweep_asks_as_often_for_many_records_as_for_two() -> None:
    asked = []
    for more in (2, 6):
        for _ in range(more):
            written()
        with CaptureQueriesContext(connection) as asking:
            assert services.sweep(0, of=1).broken == ()
        asked.append(len(asking))
    assert asked[0] == asked[1]
