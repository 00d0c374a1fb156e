"""Asks the contracts beforehand, so that a refusal is their own and comes in the same answer.

`Door.simulate` runs an act as if its signers had signed, and always reverts. Whether they did, `Door.relay`
says when it is called with so little gas that it stops behind the signatures, before the act
(`DoorGasTooLow`).
"""

from __future__ import annotations

from collections.abc import Sequence

from apps.ledger import abi
from apps.ledger.errors import NodeAway, NodeRefused, Refused
from apps.ledger.gateway import gateway
from apps.ledger.relay import CHECKS_GAS, door_arguments, door_relay_call
from apps.ledger.sentences import sentence
from apps.ledger.transactions import calldata_gas
from apps.ledger.types import DoorAct, SignedAct
from apps.vocabulary.types import Address


def simulate(door: Address, act: DoorAct, *, gas: int) -> None:
    """Whether the door's act would be performed now, given this much gas.

    Raises Refused with the contract's typed error, NodeAway where nobody can tell.
    """
    data = _simulate_call(act)
    (answer,) = gateway().calls([(door, data)], gas=gas + calldata_gas(data))
    _read(answer)


def simulate_signed(acts: Sequence[SignedAct]) -> list[Refused | None]:
    """As `simulate` for each by itself, and whether its door accepts the signatures: the refusal
    (`DoorBadSignature`, `DoorNotASigner` …), or None. One round trip for all. Raises NodeAway.
    """
    calls = []
    for each in acts:
        relayed = door_relay_call(each)
        gas = each.gas_cap + calldata_gas(relayed)
        # Without what its guards are given the act itself is not begun: the next call runs it.
        calls += [(each.door, relayed, gas - CHECKS_GAS), (each.door, _simulate_call(each.act), gas)]
    answers = iter(gateway().calls_of(calls))
    return [_refusal(signature, outcome) for signature, outcome in zip(answers, answers, strict=True)]


def _refusal(signature: bytes | NodeRefused, outcome: bytes | NodeRefused) -> Refused | None:
    if isinstance(signature, NodeRefused):
        reason = _reverted(signature)
        if abi.read_error(reason).name != "DoorGasTooLow":
            return refused(reason)
    try:
        _read(outcome)
    except Refused as refusal:
        return refusal
    return None


def _simulate_call(act: DoorAct) -> bytes:
    return abi.function("IDoor", "simulate").selector + door_arguments(act)


def _read(answer: bytes | NodeRefused) -> None:
    if isinstance(answer, bytes):
        # A call that does not revert met no door: there is no contract at this address.
        raise refused(b"")
    reason = _reverted(answer)
    outcome = abi.read_error(reason)
    if outcome.name != "Simulated":
        raise refused(reason)
    if not outcome.arguments["ok"]:
        raise refused(bytes.fromhex(outcome.arguments["reason"][2:]))


def simulate_push(target: Address, data: bytes, *, sender: Address) -> int:
    """The gas that anybody's call of `target` would use now. Raises Refused, NodeAway."""
    try:
        return gateway().estimate(target, data, sender=sender)
    except NodeRefused as answer:
        raise refused(_reverted(answer)) from answer


def refused(reason: bytes) -> Refused:
    """Revert data as the refusal that a person reads."""
    error = abi.read_error(reason)
    return Refused(
        sentence(error.name, error.arguments),
        name=error.name,
        selector=error.selector,
        figures=error.arguments,
    )


def _reverted(answer: NodeRefused) -> bytes:
    """The revert data of an answer; what is no revert says nothing about the act."""
    if not answer.data and "revert" not in answer.message.lower():
        raise NodeAway from answer
    return answer.data
