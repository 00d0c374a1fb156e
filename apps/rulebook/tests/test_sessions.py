"""R21 as one figure, and R20 by operator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.rulebook import rules
from apps.rulebook.services import PSTX
from apps.vocabulary.types import Address
from apps.vocabulary.words import NotAnAddress

OMAR = Address("0x" + "00" * 19 + "11")


@pytest.mark.parametrize(
    "wrong",
    [
        replace(PSTX, band=1 << 24),
        replace(PSTX, entry=(5, 4)),
        replace(PSTX, entry=(0, 10_081)),
        replace(PSTX, days=frozenset({7})),
        replace(PSTX, hours=(0, 1_441)),
        replace(PSTX, longest=1 << 14),
    ],
)
def test_what_does_not_fit(wrong: object) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        rules.packed_sessions(wrong)  # type: ignore[arg-type]  # parametrize knows no types


def test_sessions_are_packed_as_the_contract_reads_them() -> None:
    """The same figure as `_keepHours` in BookCourse.t.sol."""
    entry, matching = (1_440 + 600) << 24 | (3 * 1_440 + 1_020) << 38, 12 << 52 | 600 << 59 | 1_020 << 70
    packed = rules.packed_sessions(PSTX)
    assert packed == 200_000 | entry | matching | 1 << 81 | (28 * 24) << 82
    assert rules.unpacked_sessions(packed) == PSTX


def test_a_permission_is_named_by_its_operator() -> None:
    name = rules.permission(OMAR)
    assert rules.rule_word(name) == b"R20" + bytes(9) + bytes.fromhex(OMAR[2:])
    assert rules.rule_named(name).unit == "flag"
    with pytest.raises(NotAnAddress):
        rules.rule_word("R20:0x12")
