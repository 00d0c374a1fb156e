"""Who else an application concerns, as the read model knows them: regulator, trustee, the client's door."""

from __future__ import annotations

from apps.kyc.projections import ADMISSIONS, GUARDIANS
from apps.records.types import Readers
from apps.vocabulary.errors import Unavailable
from apps.vocabulary.types import Address, Role


def readers(operator: Address) -> Readers:
    """Who an application to this operator is encrypted to; without a trustee as long as none is linked.

    Raises Unavailable before there is a market.
    """
    found = ADMISSIONS.page(where={"role": Role.REGULATOR.word}, limit=1).rows
    if not found:
        raise Unavailable
    return Readers(regulator=Address(found[0]["door"]), operator=operator, trustee=trustee_of(operator))


def trustee_of(operator: Address) -> Address | None:
    """The trustee in whose guard this operator's new clients come: the longest linked, None while none is."""
    found = GUARDIANS.page(where={"operator": operator}, limit=1).rows
    return Address(found[0]["trustee"]) if found else None


def door_of(operator: Address, role: Role, person: bytes) -> Address | None:
    """The door that this operator gave a person in this role, once the read model has it."""
    where = {"operator": operator, "role": role.word, "person": "0x" + person.hex()}
    found = ADMISSIONS.page(where=where, descending=True, limit=1).rows
    return Address(found[0]["door"]) if found else None
