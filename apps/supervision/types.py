"""The words of supervision: what happened, as a line that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.vocabulary.types import Address


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
class Supply:
    """A trustee's ringgit, in sen: in circulation, at the bank, summed over its holders."""

    trustee: Address
    name: str
    supply: int
    trust_balance: int
    holdings: int

    @property
    def unminted(self) -> int:
        """What lies at the bank and is not minted yet, in sen; below nothing, something is missing there."""
        return self.trust_balance - self.supply

    @property
    def agrees(self) -> bool:
        """Whether what circulates is what is held; what lies at the bank may be ahead of what is minted."""
        return self.supply == self.holdings and self.supply <= self.trust_balance


@dataclass(frozen=True, slots=True)
class MarketFigures:
    """The market at a glance; `now` (chain seconds) and `block`: where the record stands."""

    trustees: int
    operators: int
    issuers: int
    investors: int
    live_campaigns: int
    events: int
    now: int
    block: int
