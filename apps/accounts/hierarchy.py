"""What accounts must know of the market's participants, read from the documents that their app projects.

Accounts lie below the participants' app; the documents' names and fields are what both agree on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.accounts.types import OperatorChoice
from apps.ledger.readmodel import collection_of
from apps.vocabulary.types import Address, Role


def is_signer(door: Address, address: Address) -> bool:
    """Whether the read model knows `address` as a signer of `door` now."""
    return collection_of("signer").get(f"{door}:{address}") is not None


def signs_no_more(door: Address, address: str) -> bool:
    """Whether the read model knows signers of `door`, and `address` is none of them.

    A door of which nothing is known yet (the read model is being filled) answers False: nobody is signed out
    by that. Raises Unavailable.
    """
    known = signers(door)
    return bool(known) and address not in known


def signers(door: Address) -> list[str]:
    """What signs for a door, as addresses; empty where the read model knows none."""
    found = collection_of("participant").get(door) or {}
    return [str(key).partition(":")[2] for key in found.get("signers", ())]


def guardians(door: Address) -> tuple[Address | None, Address | None]:
    """A client's operator and trustee, as the read model has them; None for what it lacks."""
    found = collection_of("participant").get(door) or {}
    operator, trustee = found.get("parent"), found.get("trustee")
    return (Address(operator) if operator else None, Address(trustee) if trustee else None)


def name_of(door: Address | None) -> str:
    """An organisation's name; empty for whom the read model does not know."""
    found = collection_of("participant").get(door) if door else None
    return str(found["name"]) if found else ""


def door_of(signer: Address, *, role: Role, parent: Address) -> Address | None:
    """The one door of this role below this parent that `signer` signs for; None for none or several."""
    doors = [str(each["door"]) for each in collection_of("signer").walk(where={"key": signer})]
    found = [
        door
        for door, each in zip(doors, collection_of("participant").many(doors), strict=True)
        if each is not None and each["role"] == role.word and each["parent"] == parent
    ]
    return Address(found[0]) if len(found) == 1 else None


def operators() -> list[OperatorChoice]:
    """The operators that take clients: active ones, by name."""
    found = [
        OperatorChoice(door=Address(str(each["door"])), name=str(each["name"]))
        for each in _participants(Role.OPERATOR)
        if each.get("standing") == "active"
    ]
    return sorted(found, key=lambda choice: choice.name)


def organisation(name: str, role: Role) -> Address | None:
    """The door of the organisation of this name and role, or None."""
    for each in _participants(role):
        if str(each["name"]).casefold() == name.casefold():
            return Address(str(each["door"]))
    return None


def _participants(role: Role) -> list[Mapping[str, Any]]:
    participants = collection_of("participant")
    return list(participants.walk(where={"role": role.word}))
