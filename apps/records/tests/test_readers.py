"""Only a record's owner and its readers see it; each reads with a key of its own, a full read says why."""

from __future__ import annotations

import dataclasses
import uuid
from pathlib import Path

import pytest
from pytest_django import Settings

from apps.records import keys, queries, services
from apps.records.errors import KeyMissing, ReasonNeeded
from apps.records.models import KeyWrap, Record, RecordFile, RecordRead, RecordVersion, SearchWord
from apps.records.tests.cast import (
    FIELDS,
    IVAN,
    IVAN_DOOR,
    NOTE,
    OLGA,
    OMAR,
    OPERATOR,
    OTHER_OPERATOR,
    RANIA,
    READERS,
    SAM,
    TAN,
    written,
)
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound
from apps.vocabulary.types import VISITOR, Viewer

pytestmark = pytest.mark.usefixtures("keystore")


@pytest.mark.parametrize("viewer", [SAM, OLGA, VISITOR], ids=["stranger", "sibling", "visitor"])
def test_to_others_it_is_not_there(viewer: Viewer) -> None:
    record = written().id
    for ask in (queries.heading, queries.glance, queries.own, queries.check):
        with pytest.raises(NotFound):
            ask(viewer, record)
    with pytest.raises(NotFound):
        services.read(actor=viewer, record=record, reason="curiosity")
    with pytest.raises(NotFound):
        services.amend(actor=viewer, record=record, fields={"text": "mine"})
    with pytest.raises(NotFound):
        services.erase(actor=viewer, record=record, reason="curiosity")


def test_a_sibling_finds_no_key_even_with_the_row_in_hand() -> None:
    record = Record.objects.get(pk=written().id)
    Record.objects.filter(pk=record.pk).update(operator=OTHER_OPERATOR)
    with pytest.raises(KeyMissing):
        services.read(actor=OLGA, record=record.pk, reason="the row was made mine")
    KeyWrap.objects.filter(record=record, reader=OPERATOR).update(reader=OTHER_OPERATOR)
    assert queries.glance(OLGA, record.pk).fields == {}


@pytest.mark.parametrize("reason", ["", "    ", "why", "x" * 301])
def test_a_full_read_without_a_reason_is_refused(reason: str) -> None:
    record = written().id
    with pytest.raises(ReasonNeeded):
        services.read(actor=OMAR, record=record, reason=reason)
    assert not RecordRead.objects.exists()


def test_staff_do_not_read_by_the_owners_way() -> None:
    with pytest.raises(NotAllowed):
        queries.own(OMAR, written().id)


def test_a_record_is_not_written_for_somebody_else() -> None:
    with pytest.raises(NotAllowed):
        written(actor=SAM)
    with pytest.raises(NotAllowed):
        written(actor=OLGA)
    with pytest.raises(NotAllowed):
        services.amend(actor=TAN, record=written().id, fields={"text": "a trustee writes no notes"})


def test_a_field_that_the_kind_lacks_is_refused() -> None:
    with pytest.raises(Malformed):
        written(fields={**FIELDS, "role": "regulator"})


def test_a_reader_without_a_published_key_is_refused(settings: Settings) -> None:
    settings.CASTOR_ORGANISATIONS = [OPERATOR]
    with pytest.raises(KeyMissing):
        written(readers=dataclasses.replace(READERS, trustee=IVAN_DOOR))
    assert not Record.objects.exists()


def test_the_key_of_an_own_organisation_is_made_when_it_is_needed(settings: Settings) -> None:
    settings.CASTOR_ORGANISATIONS = ["*"]
    record = written(readers=dataclasses.replace(READERS, trustee=IVAN_DOOR)).id
    assert KeyWrap.objects.filter(record=record, reader=IVAN_DOOR).exists()


def test_a_second_key_for_an_organisation_is_refused() -> None:
    with pytest.raises(ValueError, match="another encryption key"):
        keys.publish(OPERATOR, keys.public(OTHER_OPERATOR))


@pytest.mark.parametrize("viewer", [OMAR, TAN, RANIA], ids=["operator", "trustee", "regulator"])
def test_each_reader_reads_with_its_own_key(viewer: Viewer, keystore: Path) -> None:
    record = written().id
    for other in {OMAR, TAN, RANIA} - {viewer}:
        (keystore / f"{str(other.door).lower()}.x25519.pem").unlink()
    assert services.read(actor=viewer, record=record, reason="yearly review").fields == FIELDS
    logged = RecordRead.objects.get(record_id=record)
    assert (logged.account, logged.door, logged.version) == (viewer.account, viewer.door, 1)


def test_a_glance_is_masked_and_not_logged() -> None:
    shown = queries.glance(OMAR, written().id)
    assert shown.masked
    assert shown.fields["number"] == "•••• 5671"
    assert not RecordRead.objects.exists()


def test_its_owner_reads_it_before_and_after_having_a_door() -> None:
    record = written().id
    assert queries.own(IVAN, record).fields == FIELDS
    services.give_owner(actor=OMAR, record=record, owner=IVAN_DOOR)
    later = Viewer(role=IVAN.role, door=IVAN_DOOR, account=77)
    assert queries.own(later, record).fields == FIELDS


def test_it_is_found_by_a_word_or_number_at_its_own_operator_only() -> None:
    record = written().id
    for text in ("ivan", "ISMAIL ivan", "900101145671", "900101-14-5671"):
        assert [found.pk for found in queries.find(OMAR, NOTE, text)] == [record]
        assert [found.pk for found in queries.find(RANIA, NOTE, text)] == [record]
        assert not queries.find(OLGA, NOTE, text).exists()
    assert not queries.find(OMAR, NOTE, "first").exists()
    assert not queries.find(OMAR, NOTE, " - ").exists()


def test_no_plain_word_is_in_any_table() -> None:
    services.attach(actor=IVAN, record=written().id, slot="scan", name="ismail.pdf", data=b"%PDF-ismail")
    stored = [
        bytes(value) if isinstance(value, memoryview) else str(value).encode()
        for model in (Record, RecordVersion, KeyWrap, RecordFile, SearchWord, RecordRead)
        for row in model._default_manager.values_list()
        for value in row
    ]
    assert stored
    assert not [value for value in stored if b"ismail" in value.lower() or b"5671" in value]


def test_an_unknown_record_is_not_there() -> None:
    with pytest.raises(NotFound):
        queries.heading(OMAR, uuid.uuid4())
