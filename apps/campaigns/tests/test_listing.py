"""The public list: open ones first, closing soonest; then what is to come; then what has ended, by date."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from apps.campaigns import listing
from apps.campaigns.types import CAMPAIGNS, State, Stored
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.errors import Malformed

NOW = 1_000
BOOK = {
    # what each is called here: stored state, opens at, closes at, ended at, raised
    "closes last": (Stored.READY, 10, 1_900, None, 5),
    "closes first": (Stored.READY, 20, 1_100, None, 9),
    "opens second": (Stored.APPROVED, 1_600, 1_650, None, 0),
    "opens first": (Stored.READY, 1_500, 1_800, None, 0),
    "due": (Stored.READY, 30, 990, None, 7),
    "cooling off": (Stored.COOLING_OFF, 30, 980, None, 8),
    "ended long ago": (Stored.SETTLED, 1, 2, 300, 100),
    "ended last": (Stored.FAILED, 1, 2, 900, 50),
}
PROPER = [
    "closes first", "closes last", "opens first", "opens second", "cooling off", "due", "ended last",
    "ended long ago",
]  # fmt: skip


@pytest.fixture(autouse=True)
def market() -> Iterator[MemoryWrite]:
    """The book, and two that nobody approved."""
    write = MemoryWrite()
    for name, (state, opens_at, closes_at, ended_at, raised) in BOOK.items():
        write.put(CAMPAIGNS, name, _document(name, state, opens_at, closes_at, ended_at, raised, approved=1))
    for name, state in (("proposed", Stored.PROPOSED), ("taken back at once", Stored.CANCELLED)):
        write.put(CAMPAIGNS, name, _document(name, state, 1_100, 1_200, 1_000, 0, approved=None))
    with write.reading():
        yield write


def _document(
    name: str, state: Stored, opens: int, closes: int, ended: int | None, raised: int, *, approved: int | None
) -> dict[str, object]:
    return {
        "address": name, "state": state, "opens_at": opens, "closes_at": closes, "ended_at": ended,
        "raised": raised, "proposed_at": 1, "approved_at": approved,
    }  # fmt: skip


def pages(order: str = "closing", states: tuple[State, ...] = (), *, limit: int = 3) -> list[list[str]]:
    found, after = [], None
    while True:
        rows, after = listing.listed(order, states, {}, NOW, after=after, limit=limit)
        found.append([str(each["address"]) for each in rows])
        if after is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 8, 50])
def test_each_is_there_once_in_order_whatever_the_page(limit: int) -> None:
    found = pages(limit=limit)
    assert [each for page in found for each in page] == PROPER
    assert all(len(page) == limit for page in found[:-1])
    assert found[-1]


def test_a_state_narrows_it_without_an_empty_page_at_the_end() -> None:
    assert pages(states=listing.FILTERS["open"], limit=2) == [["closes first", "closes last"]]
    assert pages(states=listing.FILTERS["upcoming"], limit=1) == [["opens first"], ["opens second"]]
    assert pages(states=listing.FILTERS["ended"], limit=1) == [["ended last"]]


def test_other_orders_go_over_all_of_them() -> None:
    (first, *_) = pages("raised")
    assert first == ["ended long ago", "ended last", "closes first"]


@pytest.mark.parametrize("after", ["x", "9.", "-1.", ".", "²."])
def test_a_page_that_no_list_gave_is_refused(after: str) -> None:
    with pytest.raises(Malformed):
        listing.listed("closing", (), {}, NOW, after=after, limit=3)
