"""What people type is read in one way everywhere: addresses, amounts, short texts; and no table runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.vocabulary.tables import csv_lines, safe_cell
from apps.vocabulary.types import LARGEST
from apps.vocabulary.words import (
    NotAnAddress,
    TextTooLong,
    WrongAmount,
    read_address,
    read_sen,
    ringgit,
    text_word,
)

CHECKSUM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


@pytest.mark.parametrize("text", ["", "0x12", CHECKSUM[2:], CHECKSUM.replace("5aA", "5Aa"), CHECKSUM + "0"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        read_address(text)


def test_an_address_is_read_in_any_one_case() -> None:
    for text in (CHECKSUM, CHECKSUM.lower(), f" 0x{CHECKSUM[2:].upper()} "):
        assert read_address(text) == CHECKSUM


@pytest.mark.parametrize(
    "text", ["", "0", "0.00", "-5", "1.234", "1,2", "12,34", "1e3", "٣", "RM", "9" * 17, "9" * 20]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(WrongAmount):
        read_sen(text)


@given(sen=st.integers(1, LARGEST))
def test_an_amount_reads_back(sen: int) -> None:
    assert read_sen(ringgit(sen)) == sen
    assert read_sen(f"RM {sen // 100}.{sen % 100:02d}") == sen


def test_less_than_nothing_has_a_minus() -> None:
    assert ringgit(-123_450) == "-1,234.50"


@pytest.mark.parametrize("text", ["", " ", "é" * 16])
def test_a_text_that_the_chain_cannot_keep_is_refused(text: str) -> None:
    with pytest.raises(TextTooLong):
        text_word(text)


def test_a_short_text_is_one_word() -> None:
    assert text_word("  too   late ") == b"too late".ljust(32, b"\0")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_figures_and_plain_texts_stay() -> None:
    assert list(csv_lines([("who", "how many"), ("Kopi", -1)])) == ["who,how many\r\n", "Kopi,-1\r\n"]
