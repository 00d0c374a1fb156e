"""The order of the public list: what can be pledged to first, then what is to come, what is being settled,
and what has ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from apps.campaigns import rules
from apps.campaigns.types import CAMPAIGNS, State, Stored
from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop


class Section(NamedTuple):
    """A part of a list: the states in it, and how the collection sorts them."""

    states: tuple[State, ...]
    by: str
    descending: bool


_LIVE: Final = (State.LIVE,)
_TO_COME: Final = (State.APPROVED, State.READY)
_BEING_SETTLED: Final = (State.DUE, State.COOLING_OFF, State.SETTLING)
_SETTLED: Final = (State.SETTLED,)
_NOT_FUNDED: Final = (State.FAILED, State.CANCELLED)
_ALL: Final = (*_LIVE, *_TO_COME, *_BEING_SETTLED, *_SETTLED, *_NOT_FUNDED)

ORDERS: Final[Mapping[str, tuple[Section, ...]]] = {
    "closing": (
        Section(_LIVE, "closes_at", descending=False),
        Section(_TO_COME, "opens_at", descending=False),
        Section(_BEING_SETTLED, "closes_at", descending=False),
        Section((*_SETTLED, *_NOT_FUNDED), "ended_at", descending=True),
    ),
    "raised": (Section(_ALL, "raised", descending=True),),
    "newest": (Section(_ALL, "proposed_at", descending=True),),
}
"""How a list can be sorted: section after section."""

FILTERS: Final[Mapping[str, tuple[State, ...]]] = {
    "open": _LIVE,
    "upcoming": _TO_COME,
    "closing": _BEING_SETTLED,
    "funded": _SETTLED,
    "ended": _NOT_FUNDED,
}
"""The states that a list can be narrowed to."""

_STORED: Final[Mapping[State, Stored]] = {State.LIVE: Stored.READY, State.DUE: Stored.READY}
_ROUNDS: Final = 8

Row = Mapping[str, Any]


def listed(
    order: str, states: Sequence[State], where: Mapping[str, Any], now: int, *, after: str | None, limit: int
) -> tuple[list[Row], str | None]:
    """Documents of the public list at a chain second, and the `after` of the following page, None at the end.

    Raises Malformed for an `after` that no page gave.
    """
    sections = ORDERS.get(order, ORDERS["closing"])
    rows, following = _taken(sections, states, where, now, after=after, limit=limit)
    if following is not None:
        # What follows may be left out by its state at this second; a page that is empty is none.
        ahead, further = _taken(sections, states, where, now, after=following, limit=1)
        following = following if ahead or further else None
    return rows, following


def _taken(
    sections: Sequence[Section],
    states: Sequence[State],
    where: Mapping[str, Any],
    now: int,
    *,
    after: str | None,
    limit: int,
) -> tuple[list[Row], str | None]:
    number, place = _place(after, len(sections))
    rows: list[Row] = []
    rounds = _ROUNDS
    while number < len(sections):
        section = sections[number]
        wanted = [each for each in section.states if not states or each in states]
        if wanted and rounds and len(rows) < limit:
            page = CAMPAIGNS.page(
                order=section.by,
                where={
                    **where,
                    "state": sorted({(_STORED.get(each) or Stored(each)).value for each in wanted}),
                },
                after=place,
                limit=limit - len(rows),
                descending=section.descending,
            )
            rows += [
                each for each in page.rows if rules.is_public(each) and rules.state_at(each, now) in wanted
            ]
            rounds -= 1
            place = page.next
        elif wanted:
            return rows, f"{number}.{place or ''}"
        if place is None:
            number += 1
    return rows, None


def _place(after: str | None, sections: int) -> tuple[int, str | None]:
    """The section that a page begins in, and the place in it."""
    number, dot, place = (after or "0.").partition(".")
    if not dot or not number.isascii() or not number.isdigit() or int(number[:3]) >= sections:
        raise Malformed(gettext_noop("This page of the list is not known."))
    return int(number), place or None
