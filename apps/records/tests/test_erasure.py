"""Erasing destroys what a record says, and leaves its dates, its anchor and the chain as they are."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.db.models import Model
from django.utils import timezone

from apps.records import content, queries, services
from apps.records.errors import (
    ReasonNeeded,
    RecordBroken,
    RecordErased,
    RetentionRuns,
    SecondPersonNeeded,
)
from apps.records.models import KeyWrap, Record, RecordFile, RecordVersion, SearchWord
from apps.records.tests.cast import IVAN, OMAR, OTTO, PDF, written
from apps.records.types import Deed
from apps.vocabulary.errors import NotAllowed

pytestmark = pytest.mark.usefixtures("keystore", "chain_says")


def test_it_waits_for_the_end_of_retention() -> None:
    record = written().id
    services.change_state(actor=OMAR, record=record, state="decided", since=frozenset({"draft"}))
    with pytest.raises(RetentionRuns):
        services.erase(actor=OMAR, record=record, reason="the person asked")
    until = timezone.now() + dt.timedelta(days=7 * 365)
    services.change_state(
        actor=OMAR, record=record, state="closed", since=frozenset({"decided"}), kept_until=until
    )
    with pytest.raises(RetentionRuns):
        services.erase(actor=OMAR, record=record, reason="the person asked")
    assert queries.own(IVAN, record).fields


def test_it_needs_a_reason() -> None:
    with pytest.raises(ReasonNeeded):
        services.erase(actor=IVAN, record=written().id, reason="")


def test_nothing_of_the_content_is_left(keystore: Path) -> None:
    record = written().id
    services.attach(actor=IVAN, record=record, slot="scan", name="a.pdf", data=PDF)
    before = Record.objects.get(pk=record)
    services.erase(actor=IVAN, record=record, reason="I changed my mind")
    after = Record.objects.get(pk=record)
    assert (bytes(after.sealed), bytes(after.root)) == (b"", b"")
    for part in (KeyWrap, RecordFile, RecordVersion, SearchWord):
        assert not part._default_manager.filter(record=record).exists()
    assert (after.opened_at, bytes(after.anchor_id)) == (before.opened_at, bytes(before.anchor_id))
    assert queries.heading(OMAR, record).erased


def test_an_erased_record_says_so() -> None:
    record = written().id
    services.erase(actor=IVAN, record=record, reason="I changed my mind")
    with pytest.raises(RecordErased):
        services.read(actor=OMAR, record=record, reason="yearly review")
    with pytest.raises(RecordErased):
        services.amend(actor=IVAN, record=record, fields={"text": "again"})
    with pytest.raises(RecordErased):
        queries.check(OMAR, record)
    assert queries.glance(OMAR, record).fields == {}


def decided(kept_until: dt.datetime | None = None) -> uuid.UUID:
    """A record of Ivan's that was decided; by default long enough ago."""
    record, until = written().id, kept_until or timezone.now() - dt.timedelta(days=1)
    services.change_state(
        actor=OMAR, record=record, state="decided", since=frozenset({"draft"}), kept_until=until
    )
    return record


def test_one_asks_and_another_does_it() -> None:
    record = decided()
    with pytest.raises(SecondPersonNeeded):
        services.erase(actor=OTTO, record=record, reason="nobody asked for it")
    with pytest.raises(NotAllowed):
        services.ask_erasure(actor=OTTO, record=record, reason="a checker asks")
    services.ask_erasure(actor=OMAR, record=record, reason="the retention is over")
    both = dataclasses.replace(OMAR, checker=True)
    with pytest.raises(SecondPersonNeeded):
        services.erase(actor=both, record=record, reason="I asked for it myself")
    assert services.erase(actor=OTTO, record=record, reason="checked the dates").erased
    assert [line.deed for line in queries.reads(OMAR, record)] == [Deed.ERASED, Deed.ERASURE_ASKED]


def test_what_was_refused_must_be_asked_for_again() -> None:
    record = decided()
    services.ask_erasure(actor=OMAR, record=record, reason="the retention is over")
    services.refuse_erasure(actor=OTTO, record=record, reason="a court still needs it")
    with pytest.raises(SecondPersonNeeded):
        services.erase(actor=OTTO, record=record, reason="checked the dates")


def test_nobody_is_asked_before_the_retention_is_over() -> None:
    record = decided(timezone.now() + dt.timedelta(days=1))
    with pytest.raises(RetentionRuns):
        services.ask_erasure(actor=OMAR, record=record, reason="the person asked")


def backup_of(record: uuid.UUID) -> list[Model]:
    """Every row of the database that belongs to a record."""
    parts = (Record, KeyWrap, RecordVersion, RecordFile, SearchWord)
    return [
        row
        for part in parts
        for row in part._default_manager.filter(**{"pk" if part is Record else "record_id": record})
    ]


@pytest.mark.django_db(transaction=True)
def test_a_restored_backup_stays_unreadable_and_is_erased_again() -> None:
    record = written().id
    services.attach(actor=IVAN, record=record, slot="scan", name="a.pdf", data=PDF)
    kept = backup_of(record)
    services.erase(actor=IVAN, record=record, reason="I changed my mind")
    for row in kept:
        row.save()
    assert Record.objects.get(pk=record).erased_at is None
    assert KeyWrap.objects.filter(record_id=record).count() == 3
    with pytest.raises(RecordErased):
        services.read(actor=OMAR, record=record, reason="a restored backup")
    with pytest.raises(RecordErased):
        queries.own(IVAN, record)
    services.sweep(0, of=1)
    assert Record.objects.get(pk=record).erased_at is not None
    assert not KeyWrap.objects.filter(record_id=record).exists()


@pytest.mark.django_db(transaction=True)
def test_the_wrapped_key_alone_opens_nothing(keystore: Path) -> None:
    record = Record.objects.get(pk=written().id)
    wrapped = content.wrapped_key(record, OMAR)
    assert content.opened(record, content.data_key(record, OMAR)).fields
    with pytest.raises(RecordBroken):
        content.opened(record, wrapped)
