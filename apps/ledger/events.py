"""Events as projections get them, and how they are read out of a node's logs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_abi.exceptions import DecodingError

from apps.ledger import abi
from apps.ledger.types import Block, Hash, RawLog
from apps.vocabulary.types import Address


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one of the market's contracts.

    `contract` is the contract's name and `source` its address; `at` is chain time in seconds; `arguments` are
    by the names of the Solidity declaration: integers, booleans, checksum addresses, 0x-hex for bytes.
    """

    name: str
    contract: str
    source: Address
    arguments: Mapping[str, Any]
    block: int
    index: int
    at: int
    transaction: Hash

    def __getitem__(self, argument: str) -> Any:
        return self.arguments[argument]

    def text(self, argument: str) -> str:
        """A short text that the contracts keep in 32 bytes, left-aligned."""
        return bytes.fromhex(self.arguments[argument][2:]).rstrip(b"\0").decode("utf-8", "replace")

    @property
    def place(self) -> str:
        """A key for what happened here: it sorts as the chain's order does."""
        return f"{self.block:012x}-{self.index:06x}"


class UnknownEvent(Exception):
    """A contract of the market said something that this version has no words for.

    The read model would be wrong without it, so the indexer stops until a version that knows it goes on.
    """


def read_event(log: RawLog, contract: str, block: Block) -> Event:
    """The event of a log.

    Raises UnknownEvent where the contract's committed ABI has no such event, or the data is not the event's.
    """
    known = abi.contracts().get(contract)
    if known is None:
        raise UnknownEvent(f"{_place_of(log, contract, block)}: contracts/abi has no {contract}")
    signature = known.topics.get(Hash(log["topics"][0])) if log["topics"] else None
    if signature is None:
        where = _place_of(log, contract, block)
        raise UnknownEvent(f"{where}: {contract} has no event of topic {log['topics'][:1]}")
    try:
        arguments = signature.read_log(log)
    except (DecodingError, ValueError, StopIteration) as failure:
        where = _place_of(log, contract, block)
        raise UnknownEvent(f"{where}: the data is not that of {signature.text}") from failure
    return Event(
        name=signature.name,
        contract=contract,
        source=abi.address(log["address"]),
        arguments=arguments,
        block=block.number,
        index=int(log["logIndex"], 16),
        at=block.timestamp,
        transaction=Hash(log["transactionHash"]),
    )


def _place_of(log: RawLog, contract: str, block: Block) -> str:
    return f"log {int(log['logIndex'], 16)} of block {block.number}, from {contract} at {log['address']}"
