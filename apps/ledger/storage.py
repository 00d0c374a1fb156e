"""What the read model needs of the place it is kept in: Redis for the market, memory for a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

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


Answer = TypeVar("Answer")
MOST_REMEMBERED = 5_000
"""Answers of the read model that one request keeps: what reads more is an export, and asks again."""


class Sight:
    """The read model as one request sees it: each question is put once, so that it has one answer."""

    def __init__(self, storage: Storage | None) -> None:
        self._storage = storage
        self._documents: dict[tuple[str, str], bytes | None] = {}
        self._answers: dict[tuple[Any, ...], Any] = {}

    def documents(self, kind: str, keys: Sequence[str]) -> list[bytes | None]:
        """See `Storage`."""
        known = self._documents
        unknown = [key for key in dict.fromkeys(keys) if (kind, key) not in known]
        if unknown:
            found = dict(zip(unknown, self._under().documents(kind, unknown), strict=True))
            if len(known) + len(unknown) > MOST_REMEMBERED:
                return [found[key] if key in found else known[kind, key] for key in keys]
            known |= {(kind, key): raw for key, raw in found.items()}
        return [known[kind, key] for key in keys]

    def members(self, name: str, low: bytes, high: bytes, *, limit: int, descending: bool) -> list[bytes]:
        """See `Storage`."""
        return self._under().members(name, low, high, limit=limit, descending=descending)

    def holds(self, name: str, members: Sequence[bytes]) -> list[bool]:
        """See `Storage`."""
        return self._under().holds(name, members)

    def sizes(self, names: Sequence[str]) -> list[int]:
        """See `Storage`."""
        return self._once(("sizes", *names), lambda: self._under().sizes(names))

    def common(self, names: Sequence[str]) -> int:
        """See `Storage`."""
        return self._once(("common", *names), lambda: self._under().common(names))

    def values(self, name: str) -> dict[str, int]:
        """See `Storage`."""
        return self._once(("values", name), lambda: self._under().values(name))

    def checkpoint(self) -> bytes | None:
        """See `Storage`."""
        return self._once(("checkpoint",), lambda: self._under().checkpoint())

    def _under(self) -> Storage:
        if self._storage is None:
            self._storage = store.live()
        return self._storage

    def anew(self) -> Sight:
        """The same read model, with nothing remembered."""
        return Sight(self._storage)

    def _once(self, question: tuple[Any, ...], ask: Callable[[], Answer]) -> Answer:
        if question not in self._answers:
            self._answers[question] = ask()
        answer: Answer = self._answers[question]
        return answer


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


@contextmanager
def one_sight() -> Iterator[None]:
    """What is read in this block is asked for once, of one epoch: for a request, never for what waits for
    news.
    """
    with reading_from(Sight(_instead.get())):
        yield


@contextmanager
def afresh() -> Iterator[None]:
    """What is read in this block is asked anew, whatever the request remembers: for who must know whether a
    block came in between.
    """
    present = current()
    with reading_from(present.anew() if isinstance(present, Sight) else present):
        yield
