"""What the read model needs of the place it is kept in: Redis for the market, memory for a test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from apps.ledger import store


class Storage(Protocol):
    """Documents by kind and key, and the sorted sets of members (see `indexes`) that find them."""

    def documents(self, kind: str, keys: Sequence[str]) -> list[bytes | None]:
        """Packed documents, pairwise with the keys; None where there is none."""
        ...

    def members(self, name: str, low: bytes, high: bytes, *, limit: int, descending: bool) -> list[bytes]:
        """At most `limit` members of one set, from `low` (included) to `high` (excluded), or backwards."""
        ...

    def holds(self, name: str, members: Sequence[bytes]) -> list[bool]:
        """Whether each of these stands in the set."""
        ...

    def sizes(self, names: Sequence[str]) -> list[int]:
        """How many members each set has."""
        ...

    def common(self, names: Sequence[str]) -> int:
        """How many members all of these sets have in common."""
        ...

    def values(self, name: str) -> dict[str, int]:
        """The values of a facet (as JSON) with the number of documents that have each."""
        ...

    def checkpoint(self) -> bytes | None:
        """The packed checkpoint of the last commit, or None before the first."""
        ...


_instead: ContextVar[Storage | None] = ContextVar("storage_instead", default=None)


def current() -> Storage:
    """The storage that reads go to: the live epoch in Redis, unless a test put another in its place."""
    return _instead.get() or store.live()


@contextmanager
def reading_from(storage: Storage) -> Iterator[None]:
    """Sends the reads of this thread to another storage, for a test or for an epoch that is not live."""
    before = _instead.set(storage)
    try:
        yield
    finally:
        _instead.reset(before)
