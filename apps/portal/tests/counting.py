"""A read model that counts how often it is asked: each question is a round trip to Redis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from apps.ledger.storage import reading_from
from apps.ledger.testing import MemoryWrite


class Counting:
    """Hands every question on, and counts it."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage
        self.trips = 0

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._storage, name)

        def counted(*arguments: Any, **more: Any) -> Any:
            self.trips += 1
            return asked(*arguments, **more)

        return counted


@contextmanager
def counted(market: MemoryWrite) -> Iterator[Counting]:
    """Reads of this thread go to the market, counted."""
    market.flush()
    counting = Counting(market.storage)
    with reading_from(counting):
        yield counting
