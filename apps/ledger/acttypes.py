"""Which acts a door can address to a target, as the kernel has them registered.

The read model answers; what it does not know yet (a door that was admitted a moment ago, a market whose
indexer has not started) the kernel itself is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from apps.ledger import abi
from apps.ledger.directory import CONTRACTS, act_type
from apps.ledger.errors import UnknownAct
from apps.ledger.gateway import gateway
from apps.ledger.market import market
from apps.ledger.store import ReadModelAway
from apps.ledger.types import ActType
from apps.vocabulary.types import Address


def find(*, door: Address, target: Address, name: str) -> ActType:
    """The act of this name (such as `Pledge`) that the door can address to the target.

    Raises UnknownAct where there is none, NodeAway where only the node could tell and does not answer.
    """
    return _in_read_model(target, name) or _on_chain(door, target, name)


def of_staff(kind: ActType, target: Address) -> ActType:
    """The act as an organisation's door asks for it: two signers for all but a module's act, as
    `Guardian.sol` says.
    """
    try:
        known = CONTRACTS.get(target)
    except ReadModelAway:
        return kind
    is_module = known is None or known["code"] == target
    return kind if is_module else replace(kind, signers=max(2, kind.signers))


def _in_read_model(target: Address, name: str) -> ActType | None:
    try:
        found = act_type(target, name)
    except ReadModelAway:
        return None
    return _read(found) if found else None


def _on_chain(door: Address, target: Address, name: str) -> ActType:
    """Every definition of this name is tried against the kernel's own answer for this door and target."""
    master = Address(market().master)
    type_of = abi.function("MarketMaster", "typeOf")
    candidates = _definitions(master, name)
    answers = gateway().calls(
        [(master, type_of.encode(door, target, each["selector"])) for each in candidates]
    )
    for each, answer in zip(candidates, answers, strict=True):
        if not isinstance(answer, bytes):
            continue
        found = type_of.results(answer)
        if found["typeHash"] == each["typeHash"]:
            return ActType(target, each["selector"], each["definition"], found["gasFloor"], found["signers"])
    raise UnknownAct(act=name, target=target)


def _definitions(master: Address, name: str) -> list[Mapping[str, Any]]:
    """The registrations of acts of this name, from the kernel's own log."""
    registered = abi.contract("MarketMaster").events["ActRegistered"]
    logs = gateway().logs(market().start_block, "latest", [master], [registered.topic])
    found = [registered.read_log(each) for each in logs]
    return [each for each in found if each["definition"].partition("(")[0] == name]


def _read(document: Mapping[str, Any]) -> ActType:
    return ActType(
        code=document["code"],
        selector=document["selector"],
        definition=document["definition"],
        gas_floor=document["gas_floor"],
        signers=document["signers"],
    )
