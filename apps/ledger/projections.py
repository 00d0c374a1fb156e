"""The ledger's own projections: which contracts are the market's, and which acts they know."""

from __future__ import annotations

from apps.ledger.readmodel import Collection
from apps.ledger.registry import Event, Write, project
from apps.vocabulary.types import Role

CONTRACTS = Collection("contract", facets=("name",))
"""The market's contracts by address: address, name (as in contracts/abi), code (whose act types it answers),
block (since when). Only their events are read.
"""

MODULES = Collection("module", facets=("template",))
"""Modules and instance templates in force, by name: name, code (address), template (or module), block."""

DOOR_CODES = Collection("door_code")
"""The door template in force of each role, by its word: role, code."""

ACT_TYPES = Collection("act_type", facets=("code", "name"))
"""Registered acts by `code:selector`: code, selector, hash, definition (the EIP-712 struct type), name,
gas_floor, signers.
"""

_FACES = {1: "MoneyToken", 2: "EquityToken"}


def text_of(word: str) -> str:
    """A short text that the contracts keep in 32 bytes, left-aligned."""
    return bytes.fromhex(word[2:]).rstrip(b"\0").decode("utf-8", "replace")


def know(write: Write, address: str, name: str, *, block: int, code: str | None = None) -> None:
    """From now on this address's events are read, as those of the contract of that name."""
    document = {"address": address, "name": name, "code": code or address, "block": block}
    write.put(CONTRACTS, address, document)


@project("DoorTemplateSet", contract="MarketMaster")
def door_template_set(event: Event, write: Write) -> None:
    """The next door of this role is a clone of this code."""
    role = Role(event["role"]).word
    write.put(DOOR_CODES, role, {"role": role, "code": event["code"]})


@project("Admitted", contract="MarketMaster")
def admitted(event: Event, write: Write) -> None:
    """A participant's door."""
    role = Role(event["role"])
    template = write.get(DOOR_CODES, role.word)
    code = template["code"] if template is not None else None
    know(write, event["door"], role.name.capitalize(), block=event.block, code=code)


@project("FaceCreated", contract="MarketMaster")
def face_created(event: Event, write: Write) -> None:
    """A token contract."""
    know(write, event["face"], _FACES[event["kind"]], block=event.block)


@project("ModuleActivated", contract="MarketMaster")
def module_activated(event: Event, write: Write) -> None:
    """A module's new logic, or the template of instances to come. Its predecessor's events are still read."""
    name, code = text_of(event["name"]), event["code"]
    write.put(
        MODULES, name, {"name": name, "code": code, "template": event["template"], "block": event.block}
    )
    if not event["template"]:
        know(write, code, name, block=event.block)


@project("Opened", contract="MarketMaster")
def opened(event: Event, write: Write) -> None:
    """An instance: a clone of a template."""
    know(write, event["instance"], text_of(event["name"]), block=event.block, code=event["template"])


@project("ActRegistered", contract="MarketMaster")
def act_registered(event: Event, write: Write) -> None:
    """A kind of act that the doors can do from now on."""
    definition = event["definition"]
    document = {
        "code": event["code"],
        "selector": event["selector"],
        "hash": event["typeHash"],
        "definition": definition,
        "name": definition.partition("(")[0],
        "gas_floor": event["gasFloor"],
        "signers": event["signers"],
    }
    write.put(ACT_TYPES, f"{event['code']}:{event['selector']}", document)
