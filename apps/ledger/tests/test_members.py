"""Members of sorted sets: keys come back as they were, shorter meanwhile, and sort as they did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.ledger import abi
from apps.ledger.feeds import place_of
from apps.ledger.members import END_OF_VALUE, encoded, key_of, shortened
from apps.ledger.names import Names

ADDRESS = abi.checksum(bytes(range(180, 200)))
HASH = "0x" + "9c" * 32
PLACE = place_of(2**40 + 7, 3, 1)
VALUES = st.none() | st.booleans() | st.integers(-(2**300), 2**300) | st.text("a\x01é0", max_size=4)
DIGITS = st.text("0123456789abcdefABCDEF", max_size=80)
KEYS = st.lists(
    st.one_of(
        st.sampled_from([ADDRESS, HASH, PLACE, ":", "-"]),
        DIGITS.map("0x".__add__),
        DIGITS,
        st.text(max_size=9),
    )
).map("".join)


@given(VALUES, KEYS.filter(lambda key: "\x00" not in key))
def test_a_key_comes_back_from_its_member(value: str | int | None, key: str) -> None:
    assert key_of(encoded(value) + END_OF_VALUE + shortened(key)) == key


@given(
    st.lists(
        st.tuples(st.integers(0, 2**48 - 1), st.integers(0, 2**24 - 1), st.integers(0, 4095)), min_size=2
    )
)
def test_places_sort_as_the_chain_does(places: list[tuple[int, int, int]]) -> None:
    keys = [place_of(*each) for each in places]
    assert [key_of(b"0\x00" + each) for each in sorted(map(shortened, keys))] == sorted(keys)


@pytest.mark.parametrize(
    ("key", "size"), [(PLACE, 14), (ADDRESS, 27), (f"{ADDRESS}:{ADDRESS}", 55), (HASH, 42), ("word", 4)]
)
def test_what_keys_are_made_of_is_short(key: str, size: int) -> None:
    assert len(shortened(key)) == size


def test_a_name_that_was_added_is_never_denied() -> None:
    names, added = Names(), [("kind", str(n)) for n in range(20_000)]
    for each in added:
        names.add(each)
    assert all(each in names for each in added)
    assert sum(("other", str(n)) in names for n in range(20_000)) < 20
