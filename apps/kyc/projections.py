"""What applications must know of the chain: the regulator, each operator's trustees, whom an operator
admitted.
"""

from __future__ import annotations

from apps.ledger.readmodel import Collection
from apps.ledger.registry import Event, Write, project
from apps.vocabulary.types import Role

ADMISSIONS = Collection("admission", orders=("at",), facets=("role", "operator", "person"))
"""Participants as they were admitted, by door: door, role (its word), operator (a client's parent), person,
at.
"""

GUARDIANS = Collection("guardian", orders=("since",), facets=("operator",))
"""The trustees that an operator is linked to, by `operator:trustee`: operator, trustee, since (chain
seconds).
"""

_ACTIVE = 3
"""`Link.Active` of Types.sol."""


@project("Admitted", contract="MarketMaster")
def admitted(event: Event, write: Write) -> None:
    """A participant has its door."""
    door = event["door"]
    document = {
        "door": door,
        "role": Role(event["role"]).word,
        "operator": event["parent"],
        "person": event["person"],
        "at": event.at,
    }
    write.put(ADMISSIONS, door, document)


@project("Linked", contract="MarketMaster")
def linked(event: Event, write: Write) -> None:
    """A link of a trustee and an operator came into force, or no longer is."""
    operator, trustee = event["operator"], event["trustee"]
    key = f"{operator}:{trustee}"
    if event["link"] == _ACTIVE:
        write.put(GUARDIANS, key, {"operator": operator, "trustee": trustee, "since": event.at})
    else:
        write.delete(GUARDIANS, key)
