"""The wall clock, for sessions, codes, delays and consents. Deadlines of the market run by chain time."""

from __future__ import annotations

from datetime import UTC, datetime


def wall() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
