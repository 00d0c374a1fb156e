"""The ledger's test kit for the other apps: projections and queries without Redis, events without a chain."""

from __future__ import annotations

from apps.ledger.testing.memory import MemoryStorage, MemoryWrite, event

__all__ = ["MemoryStorage", "MemoryWrite", "event"]
