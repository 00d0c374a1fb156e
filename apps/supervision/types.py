"""The words of supervision: what happened, as a line that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a feed: `text` in the reader's language, `at` chain seconds, `key` the sentence's own."""

    place: str
    at: int
    text: str
    key: str
    block: int
    transaction: str
    contract: str
    address: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """A page of what happened, the newest first; `next` is the `after` of the following one."""

    lines: list[Told]
    next: str | None


@dataclass(frozen=True, slots=True)
class MarketFigures:
    """The market at a glance; `now` (chain seconds) and `block`: where the record stands."""

    trustees: int
    operators: int
    issuers: int
    investors: int
    events: int
    now: int
    block: int
