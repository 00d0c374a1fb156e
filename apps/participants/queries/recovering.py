"""Clients' keys that are being replaced: how it stands, and what is open to whom. The contract decides."""

from __future__ import annotations

from apps.participants.projections import PARTICIPANTS
from apps.participants.queries.hierarchy import (
    chain_time,
    is_active,
    name_of,
    participant,
    regulator,
    role_of,
    seen,
)
from apps.participants.types import RECOVERIES, VETOES, Guardian, Participant, RecoveryStanding
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Standing, Viewer

MOST_DUE = 100


def recovery_of(viewer: Viewer, client: Address) -> RecoveryStanding:
    """How the replacing of a client's key stands. Raises NotFound for whom the viewer does not see, and for
    organisations.
    """
    found = participant(viewer, client)
    if found.role not in (Role.ISSUER, Role.INVESTOR):
        raise NotFound
    guardians = tuple(_guardian(each, found) for each in _doors(found))
    going = found.recovery
    return RecoveryStanding(
        client=found,
        recovery=going,
        guardians=guardians,
        ready=going is not None and 0 < going.ready_at <= chain_time(),
        may=next((each.may for each in guardians if each.door == viewer.door), ""),
        withdraw=going is not None and going.asked_by == viewer.door and viewer.door != client,
    )


def recoveries(viewer: Viewer) -> list[Participant]:
    """The clients whom the viewer sees and whose key is being replaced, what is due first."""
    doors = [str(each["door"]) for each in RECOVERIES.walk()]
    visible = seen(viewer, doors)
    return [participant(viewer, Address(door)) for door in doors if door in visible]


def due_recoveries() -> list[Address]:
    """The clients whose new key can be put into force now."""
    due = RECOVERIES.page(low=1, high=chain_time(), limit=MOST_DUE).rows
    return [Address(each["door"]) for each in due]


def _doors(client: Participant) -> list[Address]:
    """Client, operator and trustee; the regulator too where one is revoked or the vetoes are spent."""
    doors = [each for each in (client.door, client.parent, client.trustee) if each is not None]
    top = regulator()
    decides = client.vetoes >= VETOES or any(_revoked(each) for each in doors[1:])
    return [*doors, top] if decides and top is not None else doors


def _guardian(door: Address, client: Participant) -> Guardian:
    going, role = client.recovery, role_of(door)
    did = "" if going is None else {going.asked_by: "asked", going.agreed_by: "agreed"}.get(door, "")
    may = ""
    if _acts(door, client):
        # What was asked by who is no guardian any more is void.
        if going is None or not (_acts(going.asked_by, client) or going.ready_at):
            may = "ask" if client.vetoes < VETOES or role is Role.REGULATOR else ""
        elif not going.ready_at and not did:
            may = "agree"
    return Guardian(door, role, name_of(door), may, did)


def _acts(door: Address, client: Participant) -> bool:
    if door not in _doors(client):
        return False
    return door in (client.door, regulator()) or is_active(door)


def _revoked(door: Address) -> bool:
    found = PARTICIPANTS.get(door)
    return found is not None and found["standing"] == Standing.REVOKED.name.lower()
