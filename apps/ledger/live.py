"""What live pages wait for: that something they show has changed. Reads Redis alone.

A page is told that there is news, not what it is; it then asks again for what it may see.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass

from apps.ledger import store

COMMENT_SECONDS = 15.0
"""Proxies close a connection on which nothing comes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A commit: the head's block number, the doors that feeds tell of, and the keys touched, by
    collection kind.
    """

    block: int
    doors: frozenset[str]
    touched: Mapping[str, Collection[str]]

    def concerns(self, doors: Collection[str] | None, touching: Mapping[str, Collection[str] | None]) -> bool:
        """Whether it is about one of these doors, or touches one of these documents (None: any of the
        kind).
        """
        if doors is not None and not self.doors.isdisjoint(doors):
            return True
        for kind, keys in touching.items():
            found = self.touched.get(kind, ())
            if found and (keys is None or not set(keys).isdisjoint(found)):
                return True
        return False


async def changes(
    *,
    doors: Collection[str] | None = None,
    touching: Mapping[str, Collection[str] | None] | None = None,
    every: float = COMMENT_SECONDS,
) -> AsyncIterator[Change | None]:
    """Each commit that concerns one of these doors or documents; None at the start and after `every` quiet
    seconds.

    What is committed after the first None is not missed. Raises ReadModelAway when Redis goes.
    """
    last = time.monotonic() - every
    async for raw in store.messages(every=every):
        change = _read(raw) if raw is not None else None
        if change is not None and change.concerns(doors, touching or {}):
            last = time.monotonic()
            yield change
        elif time.monotonic() - last >= every:
            last = time.monotonic()
            yield None


async def stream(
    *,
    doors: Collection[str] | None = None,
    touching: Mapping[str, Collection[str] | None] | None = None,
    event: str = "news",
    every: float = COMMENT_SECONDS,
) -> AsyncIterator[bytes]:
    """`changes` as server-sent events: `event` with the block number as its data, and comments in between.

    The first one comes at once, with block 0: a page asks again for what it may have missed between its
    making and its connection, or while its tab was in the background. Ends when Redis goes; the browser then
    connects anew by itself.
    """
    opened = False
    try:
        async for change in changes(doors=doors, touching=touching, every=every):
            if change is None and opened:
                yield b":\n\n"
            else:
                yield f"event: {event}\ndata: {change.block if change else 0}\n\n".encode()
            opened = True
    except store.ReadModelAway:
        return


def _read(raw: bytes) -> Change:
    found = json.loads(raw)
    return Change(found["block"], frozenset(found["doors"]), found["touched"])
