"""A request asks the read model for each thing once, and hears one answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from apps.ledger import storage
from apps.ledger.readmodel import Collection, afresh, head, one_sight
from apps.ledger.storage import Sight, Storage, reading_from
from apps.ledger.testing import MemoryWrite


@contextmanager
def counted(market: MemoryWrite) -> Iterator[list[str]]:
    """Reads of this block go to the market; the list has each question's name."""
    asked: list[str] = []

    class Counting:
        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            return getattr(market.storage, name)

    with reading_from(cast("Storage", Counting())), one_sight():
        yield asked


THINGS = Collection("thing_seen", facets=("colour",), counted=("colour",))


@pytest.fixture
def market() -> MemoryWrite:
    """Two things in a read model."""
    memory = MemoryWrite()
    memory.put(THINGS, "a", {"colour": "red"})
    memory.put(THINGS, "b", {"colour": "blue"})
    memory.flush()
    return memory


def test_what_is_asked_twice_is_read_once(market: MemoryWrite) -> None:
    with counted(market) as asked:
        for _ in range(3):
            assert THINGS.get("a") == {"colour": "red"}
            assert THINGS.many(["a", "gone"]) == [{"colour": "red"}, None]
            assert THINGS.counts("colour") == {"red": 1, "blue": 1}
            head()
    assert asked == ["documents", "documents", "values", "checkpoint"]


def test_what_changes_meanwhile_is_seen_by_the_next(market: MemoryWrite) -> None:
    with counted(market):
        assert THINGS.get("a") == {"colour": "red"}
        market.put(THINGS, "a", {"colour": "green"})
        market.flush()
        assert THINGS.get("a") == {"colour": "red"}
    with counted(market):
        assert THINGS.get("a") == {"colour": "green"}


def test_who_must_know_of_a_block_in_between_asks_afresh(market: MemoryWrite) -> None:
    with counted(market):
        assert THINGS.get("a") == {"colour": "red"}
        market.put(THINGS, "a", {"colour": "green"})
        market.flush()
        with afresh():
            assert THINGS.get("a") == {"colour": "green"}
        assert THINGS.get("a") == {"colour": "red"}


def test_what_is_changed_by_its_reader_is_the_readers_alone(market: MemoryWrite) -> None:
    with counted(market):
        found = THINGS.get("a")
        assert found is not None
        found["colour"] = "green"
        assert THINGS.get("a") == {"colour": "red"}


def test_an_export_is_not_kept(market: MemoryWrite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "MOST_REMEMBERED", 1)
    sight = Sight(market.storage)
    assert [raw is not None for raw in sight.documents(THINGS.kind, ["a", "b", "a"])] == [True, True, True]
    assert sight.documents(THINGS.kind, ["a"]) == market.storage.documents(THINGS.kind, ["a"])
