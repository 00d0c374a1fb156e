"""Erasing destroys what a record says, and leaves its dates, its anchor and the chain as they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from apps.records import queries, services
from apps.records.errors import KeyMissing, ReasonNeeded, RecordErased, RetentionRuns
from apps.records.models import KeyWrap, Record, RecordFile, RecordVersion, SearchWord
from apps.records.tests.cast import IVAN, OMAR, PDF, written

pytestmark = pytest.mark.usefixtures("keystore")


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


def test_the_ciphertext_from_a_backup_stays_unreadable() -> None:
    record = written().id
    backup = Record.objects.get(pk=record)
    services.erase(actor=IVAN, record=record, reason="I changed my mind")
    Record.objects.filter(pk=record).update(sealed=backup.sealed, root=backup.root, erased_at=None)
    with pytest.raises(KeyMissing):
        services.read(actor=OMAR, record=record, reason="a restored backup")
