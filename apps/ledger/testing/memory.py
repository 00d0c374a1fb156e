"""The read model in memory: for tests of projections and queries, with the same orders and facets."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from apps.ledger import registry
from apps.ledger.events import Event
from apps.ledger.heads import Head
from apps.ledger.indexes import Changeset, changeset
from apps.ledger.readmodel import shape_of
from apps.ledger.storage import reading_from
from apps.ledger.types import Hash
from apps.ledger.write import Write
from apps.vocabulary.types import Address


class MemoryStorage:
    """What `storage.Storage` asks for, in dictionaries."""

    def __init__(self) -> None:
        self.kinds: dict[str, dict[str, bytes]] = {}
        self.sets: dict[str, list[bytes]] = {}
        self.counts: dict[str, dict[str, int]] = {}
        self.head: bytes | None = None

    def documents(self, kind: str, keys: Sequence[str]) -> list[bytes | None]:
        """See `storage.Storage`."""
        return [self.kinds.get(kind, {}).get(key) for key in keys]

    def members(self, name: str, low: bytes, high: bytes, *, limit: int, descending: bool) -> list[bytes]:
        """See `storage.Storage`."""
        places = self.sets.get(name, [])
        found = places[bisect.bisect_left(places, low) : bisect.bisect_left(places, high)]
        return found[::-1][:limit] if descending else found[:limit]

    def holds(self, name: str, members: Sequence[bytes]) -> list[bool]:
        """See `storage.Storage`."""
        places = set(self.sets.get(name, []))
        return [each in places for each in members]

    def sizes(self, names: Sequence[str]) -> list[int]:
        """See `storage.Storage`."""
        return [len(self.sets.get(name, [])) for name in names]

    def common(self, names: Sequence[str]) -> int:
        """See `storage.Storage`."""
        return len(set.intersection(*(set(self.sets.get(name, [])) for name in names)))

    def values(self, name: str) -> dict[str, int]:
        """See `storage.Storage`."""
        return dict(self.counts.get(name, {}))

    def checkpoint(self) -> bytes | None:
        """See `storage.Storage`."""
        return self.head

    def take(self, changes: Changeset) -> None:
        """Writes a changeset, as a commit does."""
        for kind, documents in changes.documents.items():
            there = self.kinds.setdefault(kind, {})
            for key, raw in documents.items():
                if raw is None:
                    there.pop(key, None)
                else:
                    there[key] = raw
        for name, gone in changes.left.items():
            self.sets[name] = sorted(set(self.sets[name]) - set(gone))
        for name, places in changes.entered.items():
            self.sets[name] = sorted({*self.sets.get(name, []), *places})
        for name, counts in changes.counted.items():
            before = self.counts.get(name, {})
            after = {value: before.get(value, 0) + counts.get(value, 0) for value in {*before, *counts}}
            self.counts[name] = {value: n for value, n in after.items() if n > 0}


class MemoryWrite(Write):
    """A Write into memory: `play` events at it, then `get` documents, or read collections inside
    `reading()`.
    """

    def __init__(self) -> None:
        self.storage = MemoryStorage()
        super().__init__(self.storage, overseers=registry.overseers)

    def play(self, *events: Event) -> None:
        """Runs the registered projections of these events, and commits."""
        for event in events:
            registry.apply(event, self)
        self.flush()

    def flush(self) -> None:
        """Commits what was written, so that collections find it."""
        pairs = self.changes().items()
        self.storage.take(changeset((shape_of(kind), key, *pair) for (kind, key), pair in pairs))
        self.before.clear()
        self.end_block()

    def stand(self, *, at: int, number: int = 1) -> None:
        """Lets the chain's head stand at this time (chain seconds) and block number."""
        self.storage.head = Head(
            number=number, hash=Hash("0x" + "11" * 32), parent=Hash("0x" + "10" * 32), timestamp=at
        ).pack()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Lets collections, and so an app's queries, read what was written here."""
        self.flush()
        with reading_from(self.storage):
            yield


def event(
    name: str,
    contract: str,
    arguments: Mapping[str, Any] | None = None,
    /,
    *,
    source: str = "0x00000000000000000000000000000000000000C0",
    block: int = 1,
    index: int = 0,
    at: int = 1_700_000_000,
    **more: Any,
) -> Event:
    """An event for a test; `arguments` (or further keywords) as the Solidity declaration names them."""
    return Event(
        name=name,
        contract=contract,
        source=Address(source),
        arguments={**(arguments or {}), **more},
        block=block,
        index=index,
        at=at,
        transaction=Hash("0x" + f"{block:032x}{index:032x}"),
    )
