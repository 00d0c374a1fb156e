"""The register of members of a class, as it was at the end of any day: read from what moved, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from apps.participants import queries as participants
from apps.securities import rules
from apps.securities.queries.holdings import seen_class
from apps.securities.types import UNIT_MOVES, Member, Register
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address, Role, Viewer


def register(viewer: Viewer, face: Address, *, on: date | None = None) -> Register:
    """Who held the class at the end of a Malaysian day (None: now), and who had ceased to until then.

    Holders are doors: persons' names are with their operators. Raises NotFound for who may not see it.
    """
    shown = seen_class(viewer, face)
    now = participants.chain_time()
    at = now if on is None else min(now, end_of(on))
    lines = members(UNIT_MOVES.walk(order="at", where={"face": face}, low=0, high=at))
    names = participants.names_of(list(lines))
    supply = sum(units for units, _, _ in lines.values())
    every = [
        Member(Address(door), names[door], units, rules.share_down(units, supply), since, until)
        for door, (units, since, until) in lines.items()
    ]
    every.sort(key=lambda each: (-each.units, -each.until, each.holder))
    return Register(
        shown,
        at,
        supply,
        members=tuple(each for each in every if each.units),
        # A campaign that handed out its units never was a member.
        former=tuple(
            each for each in every if not each.units and participants.role_of(each.holder) is not Role.NONE
        ),
    )


def end_of(day: date) -> int:
    """The last second of a Malaysian day, in chain seconds."""
    return int(datetime.combine(day, time.max, MALAYSIA).timestamp())


def members(moves: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int, int]]:
    """Units, since when and until when (0: still) of each who ever held some, from moves, oldest first."""
    lines: dict[str, tuple[int, int, int]] = {}
    for move in moves:
        for door, change in rules.changes(move).items():
            units, since, _ = lines.get(door, (0, move["at"], 0))
            left = units + change
            lines[door] = (left, since if units else move["at"], 0 if left else move["at"])
    return lines
