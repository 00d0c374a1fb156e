"""What can happen in a market, and four markets in which what matters happens."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

DAY: Final = 86_400
INVESTORS: Final = ("ivan", "ines", "rita", "rita again")
"""Rita has two doors, and is one retail person."""

AMOUNT = st.integers(0, 30_000)
WHO = st.sampled_from(INVESTORS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("deposit"), WHO, AMOUNT),
        st.tuples(st.just("withdraw"), WHO, AMOUNT),
        st.tuples(st.just("answer"), st.integers(1, 4), st.booleans()),
        st.tuples(st.just("pledge"), WHO, st.integers(0, 70), st.integers(0, 40)),
        st.tuples(st.just("pledge"), WHO, st.integers(10, 40), st.integers(1, 10)),
        st.tuples(st.just("intend"), WHO, st.integers(1, 60), st.integers(0, 1)),
        st.tuples(st.just("credit"), WHO, AMOUNT, st.integers(-1, 1)),
        st.tuples(st.just("show"), WHO),
        st.tuples(st.sampled_from(("allocate", "return_excess")), st.integers(1, 4)),
        st.tuples(st.just("take_back"), WHO),
        st.tuples(st.sampled_from(("close", "fail"))),
        st.tuples(st.sampled_from(("settle", "refund")), st.integers(1, 3)),
        st.tuples(st.just("collect"), WHO),
        st.tuples(st.just("wait"), st.sampled_from((DAY, 5 * DAY, 6 * DAY, 20 * DAY, 30 * DAY, 91 * DAY))),
    ),
    min_size=15,
    max_size=45,
)

SETTLES = [
    ("pledge", "ivan", 40, 1),
    ("pledge", "rita", 20, 1),
    ("pledge", "rita again", 20, 1),
    ("pledge", "ines", 70, 10),
    ("take_back", "rita"),
    ("withdraw", "rita", 500),
    ("answer", 1, True),
    ("settle", 1),
    ("wait", 6 * DAY),
    ("take_back", "ivan"),
    ("settle", 2),
    ("collect", "ines"),
    ("settle", 3),
]
FAILS = [
    ("pledge", "ivan", 30, 1),
    ("pledge", "ines", 40, 1),
    ("close",),
    ("wait", 30 * DAY),
    ("pledge", "ivan", 1, 1),
    ("close",),
    ("take_back", "ivan"),
    ("fail",),
    ("wait", 91 * DAY),
    ("fail",),
    ("refund", 1),
    ("collect", "ines"),
    ("refund", 3),
]
LATE = [
    ("intend", "ivan", 30, 1),
    ("intend", "ines", 40, 1),
    ("intend", "rita again", 5, 1),
    ("pledge", "rita", 10, 1),
    ("wait", 20 * DAY),
    ("pledge", "ivan", 30, 1),
    ("credit", "ivan", 5_000, 1),
    ("show", "ivan"),
    ("credit", "ivan", 5_000, -1),
    ("show", "ivan"),
    ("pledge", "ivan", 31, 1),
    ("pledge", "ivan", 30, 1),
    ("pledge", "ivan", 30, 1),
    ("credit", "ines", 1, -1),
    ("show", "ines"),
    ("close",),
    ("pledge", "ines", 40, 1),
    ("credit", "rita again", 1, -1),
    ("show", "rita again"),
    ("wait", 2 * DAY),
    ("pledge", "rita again", 5, 1),
    ("close",),
    ("wait", 6 * DAY),
    ("settle", 4),
]
"""Eighty units, seventy of them late: settled, without who came after the grace. Pro rata the same."""
CUT = [
    ("pledge", "ivan", 48, 1),
    ("pledge", "ivan", 1, 1),
    ("pledge", "ines", 47, 1),
    ("pledge", "rita", 20, 1),
    ("pledge", "rita again", 12, 1),
    ("wait", 22 * DAY),
    ("close",),
    ("allocate", 3),
    ("return_excess", 4),
    ("allocate", 3),
    ("return_excess", 1),
    ("take_back", "ines"),
    ("settle", 4),
    ("wait", 6 * DAY),
    ("settle", 4),
    ("return_excess", 4),
    ("settle", 2),
    ("settle", 2),
]
"""127 units asked for of a hundred; one of four withdraws after the close, and nobody gets hers."""
