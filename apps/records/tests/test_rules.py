"""Masks, words and files: what a glance shows, what a search finds, what is taken."""

from __future__ import annotations

import datetime as dt

import pytest

from apps.records import rules
from apps.records.errors import FileRefused
from apps.records.types import Field, Json, Kind, Mask
from apps.vocabulary.types import Address, Role

PERSON = Kind(
    name="person-of-the-rules-test",
    fields=(Field("name"), Field("number", Mask.TAIL), Field("born", Mask.HIDDEN)),
    writers=frozenset({Role.OPERATOR}),
    loose=frozenset({"draft"}),
)
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
OPERATOR = Address("0x" + "0a" * 20)


def test_a_glance_shows_tails_and_hides_what_it_does_not_know() -> None:
    fields: dict[str, Json] = {
        "name": "Ivan",
        "number": "900101-14-5671",
        "born": "1990-01-01",
        "odd": "secret",
    }
    shown = rules.masked(PERSON, fields)
    assert shown == {"name": "Ivan", "number": "•••• 5671", "born": "••••", "odd": "••••"}


@pytest.mark.parametrize(("value", "shown"), [("1234", "••••"), ("12345678", "••••"), ("", ""), (None, None)])
def test_a_short_value_has_no_tail(value: Json, shown: Json) -> None:
    assert rules.veil(value, Mask.TAIL) == shown


def test_a_name_is_found_without_case_and_accents() -> None:
    assert rules.words("José  bin ÁLI") == {"jose", "bin", "ali"}


def test_a_number_is_found_with_and_without_its_dashes() -> None:
    assert "900101145671" in rules.words("900101-14-5671")
    assert rules.words("900101145671") <= rules.words("900101-14-5671") | {"900101145671"}


def test_words_inside_lists_are_found() -> None:
    assert rules.words([{"name": "Ida"}, {"name": "Tan"}]) == {"ida", "tan"}


def test_equal_words_of_two_operators_do_not_meet() -> None:
    key = bytes(32)
    assert rules.word_tag(key, OPERATOR, "ivan") != rules.word_tag(key, Address("0x" + "0b" * 20), "ivan")
    assert rules.word_tag(key, OPERATOR, "ivan") != rules.word_tag(b"\x01" * 32, OPERATOR, "ivan")


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"MZ\x90", b"%PD", b"GIF89a"])
def test_what_does_not_look_like_a_taken_type_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        rules.sniffed_type(data)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(FileRefused):
        rules.sniffed_type(b"%PDF-" + bytes(rules.LARGEST_FILE))


def test_the_first_bytes_say_what_a_file_is() -> None:
    assert rules.sniffed_type(b"%PDF-1.7 ...") == "application/pdf"
    assert rules.sniffed_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert rules.sniffed_type(b"\x89PNG\r\n\x1a\n...") == "image/png"


@pytest.mark.parametrize(
    ("name", "plain"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\id.png", "id.png"), ("a\r\nb.pdf", "ab.pdf"), ("..", "file")],
)
def test_a_file_name_is_only_a_name(name: str, plain: str) -> None:
    assert rules.plain_name(name) == plain


def test_content_stays_until_its_retention_is_over() -> None:
    assert not rules.may_erase(PERSON, "approved", None, NOW)
    assert not rules.may_erase(PERSON, "approved", NOW + dt.timedelta(seconds=1), NOW)
    assert rules.may_erase(PERSON, "approved", NOW, NOW)
    assert rules.may_erase(PERSON, "draft", None, NOW)
