"""What happened, line by line: for each door, for those who oversee it, and for the whole market.

A line holds a sentence's key and its figures, never prose: the page that shows it translates it.
"""

from __future__ import annotations

from apps.ledger.readmodel import PAGE, Collection, Page, Where

FEED = Collection("feed", orders=("at",), facets=("sentence",), tags=("doors",), counted=("sentence",))
"""Lines by place: block, index, at (chain seconds), transaction, contract, source, sentence, arguments,
doors.
"""


def place_of(block: int, index: int, line: int) -> str:
    """A line's key: it sorts as the chain's order does."""
    return f"{block:012x}-{index:06x}-{line:03x}"


def feed(
    door: str | None,
    *,
    sentence: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
    low: int | None = None,
    high: int | None = None,
) -> Page:
    """The newest lines of a door and of all that it oversees, or (None) of the whole market.

    Who may look at which door is the caller's to decide. `low` and `high` bound chain time, both included.
    """
    where: Where = ({"doors": door} if door else {}) | ({"sentence": sentence} if sentence else {})
    return FEED.page(order="at", where=where, after=after, limit=limit, descending=True, low=low, high=high)
