"""Who held a class at the end of a second, from what moved until then: as the kernel's records have it."""

from __future__ import annotations

from apps.participants import queries as participants
from apps.securities import rules
from apps.securities.queries.registers import members
from apps.securities.types import HOLDINGS, UNIT_MOVES, holding_key
from apps.vocabulary.types import Address


def held_at(face: Address, at: int) -> dict[Address, int]:
    """Units by holder at the end of a second that has passed. What lies in a campaign is nobody's."""
    moves = UNIT_MOVES.walk(order="at", where={"face": face}, low=0, high=at)
    held = {door: units for door, (units, _, _) in members(moves).items() if units}
    return {each.door: held[door] for door, each in participants.participants_at(list(held)).items()}


def units_at(face: Address, door: Address, at: int) -> int:
    """One holder's units at the end of a second; those it has now, while that second is still to come."""
    if at >= participants.chain_time():
        line = HOLDINGS.get(holding_key(face, door))
        return line["units"] if line else 0
    moves = UNIT_MOVES.walk(order="at", where={"face": face, "parties": door}, low=0, high=at)
    return sum(rules.changes(each).get(door, 0) for each in moves)


def holders_of(face: Address) -> list[Address]:
    """Who holds units of a class now, instances left out."""
    doors = [each["holder"] for each in HOLDINGS.walk(where={"face": face})]
    return [each.door for each in participants.participants_at(doors).values()]


def faces_of(door: Address) -> list[Address]:
    """The classes that a door holds units of."""
    return [Address(each["face"]) for each in HOLDINGS.walk(where={"holder": door})]
