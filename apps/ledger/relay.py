"""The Relay contract's calls, and what its transactions' logs say about each act they carried. Pure.

Its two calls are encoded by hand (`contracts/src/relay/Relay.sol`; a test compares with the general encoder).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from eth_hash.auto import keccak

from apps.ledger.abi import Signature, contract, word
from apps.ledger.types import DoorAct, Push, RawLog, SignedAct
from apps.vocabulary.types import Address

TRANSACTION_OVERHEAD = 40_000
"""What a relay transaction uses beside its items, its call data aside."""
ITEM_OVERHEAD = 12_000
"""What the relay uses for each item beside the item's own cap; EIP-150 keeps a 64th on top."""
CHECKS_GAS = 100_000
"""What a door uses around an act: its own guards, and the overhead that Door.sol keeps back (60,000)."""


class Outcome(Enum):
    """What a transaction's logs say of one of its items; `left`: its gas did not reach so far."""

    PERFORMED = "performed"
    REFUSED = "refused"
    SKIPPED = "skipped"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Result:
    """An item's outcome, with the revert data of what refused it."""

    outcome: Outcome
    reason: bytes = b""


def relay_call(acts: Sequence[SignedAct]) -> bytes:
    """The call data of `Relay.relay`."""
    return (
        contract("Relay").functions["relay"].selector
        + _word(32)
        + _array([_signed_act(each) for each in acts])
    )


def push_call(pushes: Sequence[Push]) -> bytes:
    """The call data of `Relay.push`."""
    return contract("Relay").functions["push"].selector + _word(32) + _array([_push(each) for each in pushes])


def door_relay_call(signed: SignedAct) -> bytes:
    """The call data of a door's own `relay`."""
    act, signers, signatures = _act(signed.act), _signers(signed), _signatures(signed)
    first = 3 * 32
    heads = (first, first + len(act), first + len(act) + len(signers))
    return b"".join(
        (
            contract("IDoor").functions["relay"].selector,
            *(_word(each) for each in heads),
            act,
            signers,
            signatures,
        )
    )


def door_arguments(act: DoorAct) -> bytes:
    """An act as the only argument of a door's function, such as `simulate`."""
    return _word(32) + _act(act)


def item_gas(cap: int) -> int:
    """What a transaction must hold ready for an item of this gas cap."""
    return ITEM_OVERHEAD + cap + cap // 63 + 1


def signer_order(signer: bytes) -> bytes:
    """What a door sorts an act's signers by."""
    return keccak(signer)


# -- logs -----------------------------------------------------------------------------------------------


def results_of_acts(logs: Iterable[RawLog], relay: Address) -> dict[tuple[str, int], Result]:
    """What became of each act, by (door in lower case, nonce); a door's own event outweighs the relay's."""
    performed, refused, skipped = (
        _events("Door", "Performed"),
        _events("Door", "Refused"),
        _events("Relay", "Skipped"),
    )
    found: dict[tuple[str, int], Result] = {}
    for log in logs:
        topic, source = log["topics"][0], log["address"].lower()
        if topic == performed.topic:
            found[source, int(log["topics"][1], 16)] = Result(Outcome.PERFORMED)
        elif topic == refused.topic:
            found[source, int(log["topics"][1], 16)] = Result(Outcome.REFUSED, _reason(refused, log))
        elif topic == skipped.topic and source == relay.lower():
            door = "0x" + log["topics"][1][-40:].lower()
            found.setdefault(
                (door, int(log["topics"][2], 16)), Result(Outcome.SKIPPED, _reason(skipped, log))
            )
    return found


def results_of_pushes(logs: Iterable[RawLog], relay: Address) -> dict[int, Result]:
    """What became of each push, by its index in the transaction."""
    pushed, refused = _events("Relay", "Pushed"), _events("Relay", "PushRefused")
    found: dict[int, Result] = {}
    for log in logs:
        if log["address"].lower() != relay.lower():
            continue
        if log["topics"][0] == pushed.topic:
            found[int(log["topics"][1], 16)] = Result(Outcome.PERFORMED)
        elif log["topics"][0] == refused.topic:
            found[int(log["topics"][1], 16)] = Result(Outcome.REFUSED, _reason(refused, log))
    return found


def stopped_at(logs: Iterable[RawLog], relay: Address) -> int | None:
    """The place of the first item that was not tried for want of gas; None where all were."""
    topic = _events("Relay", "Stopped").topic
    found = (each for each in logs if each["topics"][0] == topic and each["address"].lower() == relay.lower())
    return next((int(each["data"], 16) for each in found), None)


def act_topics(nonces: Sequence[int]) -> list[list[str]]:
    """The log filter for what a door said about these nonces."""
    events = [_events("Door", "Performed").topic, _events("Door", "Refused").topic]
    return [[str(each) for each in events], ["0x" + _word(each).hex() for each in nonces]]


@cache
def _events(name: str, event: str) -> Signature:
    # The doors share their events; each role's template declares them, and the interface as well.
    return contract(name if name != "Door" else "IDoor").events[event]


def _reason(event: Signature, log: RawLog) -> bytes:
    return bytes.fromhex(event.read_log(log)["reason"][2:])


# -- words ----------------------------------------------------------------------------------------------


def _signed_act(each: SignedAct) -> bytes:
    act, signers, signatures = _act(each.act), _signers(each), _signatures(each)
    first = 5 * 32
    return b"".join(
        (
            word("address", each.door),
            _word(each.gas_cap),
            _word(first),
            _word(first + len(act)),
            _word(first + len(act) + len(signers)),
            act,
            signers,
            signatures,
        )
    )


def _signers(signed: SignedAct) -> bytes:
    return _array([_bytes(each) for each in signed.signers])


def _signatures(signed: SignedAct) -> bytes:
    return _array([_bytes(each) for each in signed.signatures])


def _act(act: DoorAct) -> bytes:
    return b"".join(
        (
            word("address", act.target),
            _word(6 * 32),
            word("address", act.asset),
            _word(act.most),
            _word(act.nonce),
            _word(act.deadline),
            _bytes(act.call),
        )
    )


def _push(each: Push) -> bytes:
    return word("address", each.target) + _word(each.gas_cap) + _word(3 * 32) + _bytes(each.call)


def _array(items: Sequence[bytes]) -> bytes:
    """A list of dynamic items: their number, their places, and they."""
    places, place = [], 32 * len(items)
    for each in items:
        places.append(_word(place))
        place += len(each)
    return _word(len(items)) + b"".join(places) + b"".join(items)


def _bytes(value: bytes) -> bytes:
    return _word(len(value)) + value + bytes(-len(value) % 32)


def _word(value: int) -> bytes:
    return value.to_bytes(32, "big")
