"""A deposit's reference: whoever mistypes it is told so, and never pays for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.treasury import rules
from apps.treasury.rules import ALPHABET, read_reference, reference_of

doors = st.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex())


def letters_of(reference: str) -> str:
    return reference.replace("-", "")


@given(door=doors)
def test_it_reads_as_it_is_written_in_any_case_and_spacing(door: str) -> None:
    reference = reference_of(door)
    for typed in (reference, reference.lower(), letters_of(reference), f" {reference.replace('-', ' ')} "):
        assert read_reference(typed) == reference
    assert read_reference(reference.replace("0", "o").replace("1", "l")) == reference


@given(door=doors, place=st.integers(0, 10), other=st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found(door: str, place: int, other: str) -> None:
    right = letters_of(reference_of(door))
    wrong = right[:place] + other + right[place + 1 :]
    assert (read_reference(wrong) is None) == (wrong != right)


@given(door=doors, first=st.integers(0, 10), second=st.integers(0, 10))
def test_two_swapped_letters_are_found_neighbours_or_not(door: str, first: int, second: int) -> None:
    right = list(letters_of(reference_of(door)))
    wrong = right.copy()
    wrong[first], wrong[second] = wrong[second], wrong[first]
    assert (read_reference("".join(wrong)) is None) == (wrong != right)


@pytest.mark.parametrize("text", ["", "-", "7K3M9", "U" * 11, "7K3M9-QX42T-CC", "٣" * 11, "\0" * 11])
def test_what_is_no_reference_is_none(text: str) -> None:
    assert read_reference(text) is None


@given(text=st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_reference(text)


def test_a_bank_reference_is_one_word_for_each_trustee() -> None:
    assert rules.bank_word("0x1", " ab12 ") == rules.bank_word("0x1", "AB12")
    assert rules.bank_word("0x1", "AB12") != rules.bank_word("0x2", "AB12")
