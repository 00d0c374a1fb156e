"""Every external function of every contract that changes something, called by everybody.

A call is simulated as if the caller's own door (or, for a stranger, a plain account) had made it, with
arguments that name things of world.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from apps.ledger import abi, readmodel
from apps.ledger.abi import Parameter, Signature
from apps.ledger.errors import NodeRefused
from apps.ledger.gateway import gateway
from apps.ledger.testing.stage import FOREVER
from apps.participants import queries as participants
from apps.vocabulary.types import ZERO_ADDRESS, Address, Role
from castor_web.stack.places import ROOT
from castor_web.tests.access.world import VIEWERS, World

STRANGER: Final = "0x00000000000000000000000000000000005a3501"
NOT_THEIRS: Final = frozenset(
    {
        "DoorAlreadyInitialized",
        "DoorNotASigner",
        "DoorOnlyMaster",
        "DoorOnlySelf",
        "FaceAlreadyInitialized",
        "FaceOnlyMaster",
        "InstanceOnlyActor",
        "InstanceOnlyMaster",
        "MasterMoveNotAsked",
        "MasterNotAFace",
        "MasterNotAModule",
        "MasterNotActing",
        "MasterNotAnInstance",
        "MasterNotHolding",
        "MasterNotItsParent",
        "MasterNotTheOwner",
        "MasterNotYourSupply",
        "MasterWrongRole",
        "NotAParticipant",
        "RecordsNotYours",
        "RecoveryNotAGuardian",
        "RelayOnlySelf",
        "RulebookOnlyInstance",
    }
)
"""The refusals that say: not by you. Whoever is refused otherwise, or not at all, is let in."""

_CONTRACT = re.compile(r"^contract (\w+)", re.MULTILINE)
_NUMBERS: Final = {
    "role": int(Role.INVESTOR), "class": 1, "standing": 2, "needed": 2, "nonce": 2**200,
    "validUntil": FOREVER, "until": FOREVER, "deadline": FOREVER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Called:
    """A function of a contract, and what each viewer is told: `o` let in, `-` refused."""

    contract: str
    function: str
    letters: dict[str, str]


@cache
def functions() -> dict[tuple[str, str], Signature]:
    """By contract and canonical signature: whatever can be called from outside and may change something, of
    each contract that is not only a part of others.
    """
    sources = "\n".join(path.read_text() for path in sorted((ROOT / "contracts" / "src").rglob("*.sol")))
    found = {}
    for contract in sorted(set(_CONTRACT.findall(sources))):
        entries = json.loads((abi.FOLDER / f"{contract}.json").read_text())["abi"]
        for entry in entries:
            if entry["type"] == "function" and entry["stateMutability"] not in ("view", "pure"):
                inputs = tuple(Parameter.read(each) for each in entry["inputs"])
                signature = Signature(contract, entry["name"], inputs)
                found[contract, signature.text] = signature
    return found


def targets(world: World) -> dict[str, str]:
    """Where each contract of the market stands that a call can go to."""
    floor, objects = world.floor, world.objects
    found = {
        "MarketMaster": floor.stage.market.master,
        "MarketOffice": floor.stage.market.master,
        "Regulator": floor.stage.regulator.door,
        "Trustee": floor.tan.door,
        "Operator": floor.omar.door,
        "Issuer": floor.ida.door,
        "Investor": floor.ivan.door,
        "MoneyToken": floor.money,
        "EquityToken": floor.face,
        "Relay": floor.stage.market.relay,
        "Campaign": objects["campaign"],
    }
    modules = readmodel.Collection("module", facets=("template",))
    for each in modules.walk():
        found.setdefault("".join(part.capitalize() for part in each["name"].split("-")), each["code"])
    return {contract: str(address) for contract, address in found.items()}


def called(world: World) -> Iterator[Called]:
    """Each function of each contract that stands, called by everybody."""
    standing = targets(world)
    callers = {who: _caller(world, who) for who in VIEWERS}
    for (contract, text), signature in functions().items():
        if contract in standing:
            chosen = _chosen(world, contract, signature.name, standing[contract])
            data = signature.encode(*(_argument(each, chosen) for each in signature.inputs))
            letters = {who: _letter(standing[contract], data, sender) for who, sender in callers.items()}
            yield Called(contract, text, letters)


def _caller(world: World, who: str) -> str:
    return STRANGER if who == "visitor" else str(world.viewer(who).door)


def _letter(to: str, data: bytes, sender: str) -> str:
    try:
        gateway().call(to, data, sender=sender)
    except NodeRefused as refusal:
        return "-" if abi.read_error(refusal.data).name in NOT_THEIRS else "o"
    return "o"


def _argument(parameter: Parameter, chosen: dict[str, Any]) -> Any:
    """Something that is there, by the parameter's name and type."""
    kind, name = parameter.type, parameter.name.strip("_")
    if kind.endswith("[]"):
        return []
    if parameter.fields:
        return [_argument(each, chosen) for each in parameter.fields]
    if kind == "address":
        return chosen.get(name, chosen["door"])
    if name in chosen and isinstance(chosen[name], bytes):
        return chosen[name]
    if kind.startswith("bytes"):
        return b"" if kind == "bytes" else bytes(int(kind[5:]) - 1) + b"\1"
    return True if kind == "bool" else chosen.get(name, 1)


def _chosen(world: World, contract: str, function: str, target: str) -> dict[str, Any]:
    """What arguments stand for, by their names: what the function is meant for, so that who calls decides."""
    floor, certificate = world.floor, world.objects["certificate"]
    found: dict[str, Any] = {
        **_NUMBERS,
        "asset": ZERO_ADDRESS, "call": abi.function("MoneyToken", "transfer").encode(floor.iris.door, 1),
        "campaign": world.objects["campaign"], "certificate": certificate,
        "checker": floor.money, "code": floor.stage.market.relay, "door": floor.ivan.door,
        "escrow": ZERO_ADDRESS, "face": floor.face, "id": certificate, "issuer": floor.ida.door,
        "key": STRANGER, "maker": STRANGER, "money": floor.money, "operator": floor.omar.door,
        "other": floor.omar.door, "predecessor": ZERO_ADDRESS, "spender": floor.iris.door,
        "successor": floor.tara.door, "target": floor.money, "to": floor.iris.door,
        "token": floor.money, "trustee": floor.tan.door, "value": certificate,
    }  # fmt: skip
    if contract == "Regulator":
        found |= {"participant": floor.tan.door, "role": int(Role.TRUSTEE)}
    if function == "removeSigner":
        found |= {"key": participants.signers_of(Address(target))[0].key, "x": bytes(32), "y": bytes(32)}
    return found


def spread(letters: dict[str, str]) -> str:
    """The letters of a line, in the columns of the table."""
    groups: Sequence[tuple[int, int]] = ((0, 1), (1, 4), (4, 6), (6, 8), (8, 10), (10, 11))
    return " ".join("".join(letters[who] for who in VIEWERS[a:b]) for a, b in groups)
