"""Values of the portal's frame."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation: where to, what it says, its icon, and whether the reader is there now."""

    url: str
    label: str
    icon: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class MarketState:
    """What a banner may have to say.

    `now`: chain time in seconds; `node_away`: the node does not answer; `behind`: the read model lags
    visibly; `clock_offset`: seconds that the market's clock is ahead of the wall's, 0 within a minute.
    """

    now: int = 0
    node_away: bool = False
    behind: bool = False
    clock_offset: int = 0


@dataclass(frozen=True, slots=True)
class Teaser:
    """A campaign in a grid: amounts in sen, `closes_at` in chain seconds (0: not shown)."""

    url: str
    title: str
    pitch: str
    state: str
    raised: int
    minimum: int
    maximum: int
    investors: int
    closes_at: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: its label and its value as text; on a start page also where it leads, and a note."""

    label: str
    value: str
    icon: str = ""
    url: str = ""
    note: str = ""
