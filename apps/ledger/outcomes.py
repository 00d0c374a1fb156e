"""What became of acts and pushes, as the chain's events say it: how the outbox learns it, exactly as often as
needed.

Outcomes are written with the block's documents, in one atomic step, and told to the outbox afterwards, oldest
first, again if it was interrupted: `settle` and `unsettle` must bear being told twice.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, Protocol

from apps.ledger import store
from apps.ledger.boot import DOORS
from apps.ledger.events import Event
from apps.ledger.types import Block, Hash
from apps.vocabulary.types import Address

Result = Literal["performed", "refused", "skipped", "pushed", "push_refused"]

OUTCOMES: dict[tuple[str, str], Result] = {
    ("Door", "Performed"): "performed",
    ("Door", "Refused"): "refused",
    ("Relay", "Skipped"): "skipped",
    ("Relay", "Pushed"): "pushed",
    ("Relay", "PushRefused"): "push_refused",
}
"""Which event, of which contract or family, tells which end."""
_TOLD = {name for _, name in OUTCOMES}

TURN_SECONDS = 60
"""Longer than the outbox takes for what a batch of blocks brings."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One act's end (`door` and `nonce`), or one push's (`push`: its place in the transaction, and `target`).

    `performed` and `refused` acts have spent their nonce; `skipped` ones have not. `reason` is the revert
    data as 0x-hex, `0x` for none; `place` the event's own, for the log.
    """

    result: Result
    transaction: Hash
    door: Address | None = None
    nonce: int | None = None
    push: int | None = None
    target: Address | None = None
    reason: str = "0x"
    place: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The block that outcomes stand in; `timestamp` in chain seconds."""

    number: int
    hash: Hash
    timestamp: int


class Settlement(Protocol):
    """Who is told (the outbox). Both bear being told twice."""

    def settle(self, block: Place, outcomes: Sequence[Outcome]) -> None:
        """These acts and pushes have come to their end in this block."""
        ...

    def unsettle(self, block_number: int) -> None:
        """Blocks from this number on are no longer in the chain: whatever was settled there goes back."""
        ...


def outcome_of(event: Event) -> Outcome | None:
    """The outcome that an event tells of, if it does."""
    if event.name not in _TOLD:
        return None
    result = OUTCOMES.get(("Door" if event.contract in DOORS else event.contract, event.name))
    if result is None:
        return None
    arguments = event.arguments
    acted = result in ("performed", "refused")
    return Outcome(
        result=result,
        transaction=event.transaction,
        door=event.source if acted else arguments.get("door"),
        nonce=arguments.get("nonce"),
        push=arguments.get("index"),
        target=arguments.get("target"),
        reason=arguments.get("reason", "0x"),
        place=event.place,
    )


def packed_outcomes(block: Block, outcomes: Sequence[Outcome]) -> bytes:
    """One block's outcomes as the read model keeps them until they are told."""
    place = Place(block.number, block.hash, block.timestamp)
    return json.dumps({"block": asdict(place), "outcomes": [_plain(each) for each in outcomes]}).encode()


def _plain(outcome: Outcome) -> dict[str, object]:
    # `asdict` copies deeply, at ten times the cost.
    return {name: getattr(outcome, name) for name in Outcome.__slots__}


def packed_return(number: int, serial: int) -> bytes:
    """That blocks from `number` on were taken back; `serial` keeps it apart from another time."""
    return json.dumps({"from": number, "serial": serial}).encode()


def tell(epoch: store.Epoch, settlement: Settlement, *, within: float = math.inf) -> int:
    """Tells the outbox what it has not been told yet, and returns how many blocks that were.

    One process at a time: another's turn leaves it to that process. After `within` seconds it is left for
    another time, for whoever tells has more to do.
    """
    told, until = 0, time.monotonic() + within
    if epoch.outcome() is None:
        return told
    with store.turn("outcomes", seconds=TURN_SECONDS) as renew:
        for raw in _waiting(epoch) if renew is not None else ():
            kept = json.loads(raw)
            if "from" in kept:
                settlement.unsettle(kept["from"])
            else:
                outcomes = [Outcome(**each) for each in kept["outcomes"]]
                settlement.settle(Place(**kept["block"]), outcomes)
            epoch.told(raw)
            told += 1
            if time.monotonic() > until:
                break
    return told


def _waiting(epoch: store.Epoch) -> Iterator[bytes]:
    while (raw := epoch.outcome()) is not None:
        yield raw
