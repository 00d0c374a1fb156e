"""Who else an application concerns, as the hierarchy knows them: regulator, trustee, the client's door."""

from __future__ import annotations

from apps.participants import queries as participants
from apps.participants.types import Link
from apps.records.types import Readers
from apps.vocabulary.errors import Unavailable
from apps.vocabulary.types import Address, Role, Viewer


def readers(operator: Address) -> Readers:
    """Who an application to this operator is encrypted to; without a trustee as long as none is linked.

    Raises Unavailable before there is a market.
    """
    regulator = participants.regulator()
    if regulator is None:
        raise Unavailable
    return Readers(regulator=regulator, operator=operator, trustee=trustee_of(operator))


def trustee_of(operator: Address) -> Address | None:
    """The trustee in whose guard this operator's new clients come: the longest linked, None while none is."""
    linked = (link.trustee for link in participants.links_of(operator) if link.state is Link.ACTIVE)
    return next(linked, None)


def door_of(operator: Address, role: Role, person: bytes) -> Address | None:
    """The door that this operator gave a person in this role, once the read model has it."""
    office = Viewer(role=Role.OPERATOR, door=operator)
    for door in participants.doors_of_person("0x" + person.hex()):
        if participants.sees(office, door) and participants.role_of(door) is role:
            return door
    return None
