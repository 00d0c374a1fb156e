"""Malaysia's time, in which the market's days begin and end. No I/O, no Django."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

MALAYSIA: Final = timezone(timedelta(hours=8), "MYT")


def moment(at: int) -> str:
    """A chain second as files say it: `05 Jan 2026, 17:00 MYT`."""
    return f"{datetime.fromtimestamp(at, MALAYSIA):%d %b %Y, %H:%M} MYT"
