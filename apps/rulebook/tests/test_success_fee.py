"""R16: the fee's slabs, packed as Fees.sol reads them, its rate on the whole amount, rounded down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.rulebook import rules, services
from apps.rulebook.types import Slab

MILLION = 100_000_000
SLABS = next(each.value for each in services.MALAYSIA if each.rule == "R16")


@pytest.mark.parametrize(
    ("sen", "fee"),
    [
        (0, 0),
        (15, 1),
        (3 * MILLION, 3 * MILLION * 7 // 100),
        (3 * MILLION + 1, (3 * MILLION + 1) * 6 // 100),
        (5 * MILLION, 5 * MILLION * 6 // 100),
        (10 * MILLION, 10 * MILLION * 5 // 100),
        (15 * MILLION, 15 * MILLION * 45 // 1000),
        (20 * MILLION, 20 * MILLION * 4 // 100),
    ],
)
def test_the_malaysian_steps(sen: int, fee: int) -> None:
    assert rules.success_fee_down(SLABS, sen) == fee


def test_a_limit_that_the_bits_cannot_say_is_refused() -> None:
    for slab in (Slab(1, 0), Slab(0, 1), Slab(MILLION, 1_000_001), Slab(1_000_000 << 24, 1)):
        with pytest.raises(ValueError, match="slab"):
            rules.packed_slabs([slab])


@given(
    st.lists(
        st.builds(
            Slab,
            st.one_of(st.none(), st.integers(1, 0xFFFFFE).map(lambda steps: steps * 1_000_000)),
            st.integers(1, 1_000_000),
        ),
        max_size=5,
    )
)
def test_packing_loses_nothing(slabs: list[Slab]) -> None:
    assert rules.unpacked_slabs(rules.packed_slabs(slabs)) == slabs
