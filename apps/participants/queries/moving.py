"""Clients that ask to go over to another operator, and where one may go."""

from __future__ import annotations

from apps.participants.projections import PARTICIPANTS
from apps.participants.queries.hierarchy import PAGE, Page, is_active, organisations, read_participant
from apps.participants.types import Participant
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer


def moves_to(viewer: Viewer, *, after: str | None = None, limit: int = PAGE) -> Page:
    """The clients of others that ask the viewer's organisation to take them over, the newest client first.

    An operator sees of them what stands on the chain, for they asked it. Raises SignInNeeded, NotAllowed.
    """
    if viewer.door is None:
        raise SignInNeeded
    if viewer.role is not Role.OPERATOR:
        raise NotAllowed
    where = {"moving_to": str(viewer.door)}
    found = PARTICIPANTS.page(order="admitted_at", where=where, after=after, limit=limit, descending=True)
    return Page([read_participant(each) for each in found.rows], found.next)


def count_moves_to(viewer: Viewer) -> int:
    """How many ask."""
    return PARTICIPANTS.count({"moving_to": str(viewer.door)}) if viewer.door else 0


def move_of(viewer: Viewer, client: Address) -> Participant:
    """A client that asked the viewer's organisation to take it over. Raises NotFound for any other."""
    found = PARTICIPANTS.get(client)
    if found is None or viewer.door is None or found["moving_to"] != viewer.door:
        raise NotFound
    return read_participant(found)


def ways_out(client: Participant) -> list[tuple[Participant, Participant]]:
    """The operators that a client may ask, each with a trustee linked to it; who may not act is left out."""
    trustees = {each.door: each for each in organisations(Role.TRUSTEE) if is_active(each.door)}
    return [
        (operator, trustees[partner])
        for operator in organisations(Role.OPERATOR)
        if operator.door != client.parent and is_active(operator.door)
        for partner in operator.partners
        if partner in trustees
    ]
