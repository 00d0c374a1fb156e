"""The ledger's own projections: which contracts are the market's, and which acts they know."""

from __future__ import annotations

from apps.ledger.boot import CONTRACT_OF, DOORS, FACES, VERIFIERS
from apps.ledger.directory import ACT_TYPES, CONTRACTS, MODULES, TEMPLATES
from apps.ledger.outcomes import OUTCOMES
from apps.ledger.registry import Event, Write, ignore, project


def know(write: Write, address: str, name: str, *, block: int, code: str | None = None) -> None:
    """From now on this address's events are read, as those of the contract of that name."""
    document = {"address": address, "name": name, "code": code or address, "block": block}
    write.put(CONTRACTS, address, document)


@project("DoorTemplateSet", contract="MarketMaster")
def door_template_set(event: Event, write: Write) -> None:
    """What the doors of a role are clones of."""
    _template(write, DOORS[event["role"] - 1], event["code"])


@project("FaceTemplateSet", contract="MarketMaster")
def face_template_set(event: Event, write: Write) -> None:
    """What the faces of a kind are clones of."""
    _template(write, FACES[event["kind"] - 1], event["code"])


@project("VerifierRegistered", contract="MarketMaster")
def verifier_registered(event: Event, write: Write) -> None:
    """A verifier of signers. Those that the market was born with come first, in the order of their names."""
    name = next((each for each in VERIFIERS if write.get(TEMPLATES, each) is None), None)
    if name is not None:
        _template(write, name, event["verifier"])


@project("Admitted", contract="MarketMaster")
def admitted(event: Event, write: Write) -> None:
    """A participant's door."""
    _clone(write, event["door"], DOORS[event["role"] - 1], event)


@project("FaceCreated", contract="MarketMaster")
def face_created(event: Event, write: Write) -> None:
    """A token contract."""
    _clone(write, event["face"], FACES[event["kind"] - 1], event)


@project("ModuleActivated", contract="MarketMaster")
def module_activated(event: Event, write: Write) -> None:
    """A module's new logic, or the template of instances to come. Its predecessor's events are still read."""
    name, code = event.text("name"), event["code"]
    contract = CONTRACT_OF.get(name, name)
    document = {"name": name, "contract": contract, "code": code, "template": event["template"]}
    write.put(MODULES, name, {**document, "block": event.block})
    if not event["template"]:
        know(write, code, contract, block=event.block)


@project("Opened", contract="MarketMaster")
def opened(event: Event, write: Write) -> None:
    """An instance: a clone of a template."""
    name = event.text("name")
    contract = CONTRACT_OF.get(name, name)
    know(write, event["instance"], contract, block=event.block, code=event["template"])


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


def _template(write: Write, contract: str, code: str) -> None:
    write.put(TEMPLATES, contract, {"contract": contract, "code": code})


def _clone(write: Write, address: str, contract: str, event: Event) -> None:
    template = write.get(TEMPLATES, contract)
    know(write, address, contract, block=event.block, code=template["code"] if template else None)


for _contract, _event in OUTCOMES:
    ignore(_event, contract=_contract, because="it is told to the outbox (see outcomes)")
ignore("Sealed", contract="MarketMaster", because="the regulator's door was admitted just before")
ignore("Stopped", contract="Relay", because="receipts tell the outbox how far a transaction came")
