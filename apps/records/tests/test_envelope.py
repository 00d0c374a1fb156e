"""What is encrypted opens at its own place, for its own readers, and nowhere else."""

from __future__ import annotations

import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from apps.records import envelope
from apps.records.errors import RecordBroken
from apps.vocabulary.types import Address

ROW = uuid.UUID(int=7)
OPERATOR = Address("0x" + "0a" * 20)
SIBLING = Address("0x" + "0b" * 20)
KEY = bytes(range(32))
PLAIN = b"Ivan"


def sealed() -> bytes:
    return envelope.seal(KEY, PLAIN, table="records_record", row=ROW, field="content", version=2)


@pytest.mark.parametrize(
    ("table", "row", "field", "version"),
    [
        ("records_recordfile", ROW, "content", 2),
        ("records_record", uuid.UUID(int=8), "content", 2),
        ("records_record", ROW, "name", 2),
        ("records_record", ROW, "content", 1),
    ],
)
def test_it_opens_nowhere_else(table: str, row: uuid.UUID, field: str, version: int) -> None:
    with pytest.raises(RecordBroken):
        envelope.unseal(KEY, sealed(), table=table, row=row, field=field, version=version)


def test_no_changed_byte_passes() -> None:
    original = sealed()
    for at in range(len(original)):
        changed = bytearray(original)
        changed[at] ^= 1
        with pytest.raises(RecordBroken):
            envelope.unseal(KEY, bytes(changed), table="records_record", row=ROW, field="content", version=2)


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_what_is_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(RecordBroken):
        envelope.unseal(KEY, sealed()[:length], table="records_record", row=ROW, field="content", version=2)


def test_it_opens_at_its_place_and_is_never_the_same_twice() -> None:
    first, second = sealed(), sealed()
    assert first != second
    assert envelope.unseal(KEY, first, table="records_record", row=ROW, field="content", version=2) == PLAIN


def test_a_data_key_opens_for_its_reader_and_record_only() -> None:
    reader, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    wrapped = envelope.wrap(KEY, reader.public_key(), record=ROW, door=OPERATOR)
    assert envelope.unwrap(wrapped, reader, record=ROW, door=OPERATOR) == KEY
    with pytest.raises(RecordBroken):
        envelope.unwrap(wrapped, other, record=ROW, door=OPERATOR)
    with pytest.raises(RecordBroken):
        envelope.unwrap(wrapped, reader, record=uuid.UUID(int=8), door=OPERATOR)
    with pytest.raises(RecordBroken):
        envelope.unwrap(wrapped, reader, record=ROW, door=SIBLING)
    with pytest.raises(RecordBroken):
        envelope.unwrap(b"", reader, record=ROW, door=OPERATOR)


def test_a_locator_is_two_words_that_only_its_reader_follows() -> None:
    reader, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    anchor = bytes(range(32, 64))
    words = envelope.locate(ROW, reader.public_key(), anchor=anchor, door=OPERATOR)
    assert [len(word) for word in words] == [32, 32]
    assert envelope.find(words, reader, anchor=anchor, door=OPERATOR) == ROW
    assert words != envelope.locate(ROW, reader.public_key(), anchor=anchor, door=OPERATOR)
    with pytest.raises(RecordBroken):
        envelope.find(words, other, anchor=anchor, door=OPERATOR)
    with pytest.raises(RecordBroken):
        envelope.find((bytes(32), bytes(32)), reader, anchor=anchor, door=OPERATOR)
