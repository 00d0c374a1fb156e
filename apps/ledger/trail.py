"""Whether anything is missing: the node's headers, blooms and logs against each other, and against what the
read model tells. And what one transaction said, read from the node itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eth_hash.auto import keccak

from apps.ledger import abi, heads
from apps.ledger.directory import CONTRACTS
from apps.ledger.errors import NoSuchBlock
from apps.ledger.events import Event, UnknownEvent, read_event
from apps.ledger.feeds import FEED
from apps.ledger.gateway import Gateway, gateway
from apps.ledger.market import market
from apps.ledger.types import Block, Hash, RawLog, Receipt
from apps.vocabulary.types import Address

CHUNK = 200
"""Blocks that are asked for at once."""
MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Carried:
    """A transaction of the chain: who sent it, when, and what the market's contracts said in it."""

    receipt: Receipt
    block: Block
    sender: Address
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that does not fit, at a block: `what` is a word (`parent`, `bloom`, `numbering`, `unread`,
    `untold`, `invented`, `head`), `place` where.
    """

    block: int
    what: str
    place: str = ""


@dataclass(slots=True)
class Trail:
    """A walk from one block to another: `logs` in all, `events` of the market's contracts, `lines` of the
    read model that tell of them. Complete where there are no `gaps`.
    """

    first: int
    last: int
    last_hash: str = ""
    blocks: int = 0
    logs: int = 0
    events: int = 0
    lines: int = 0
    gaps: list[Gap] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether no event is missing."""
        return not self.gaps


def carried(its_hash: str) -> Carried | None:
    """A transaction as the node has it; None for one that is in no block. Raises NodeAway."""
    node = gateway()
    (receipt,) = node.receipts([its_hash])
    block = node.block(receipt.block_number) if receipt is not None else None
    if receipt is None or block is None:
        return None
    sent = node.request("eth_getTransactionByHash", its_hash)
    known = _names(each["address"] for each in receipt.logs)
    named = [(each, known.get(abi.address(each["address"]))) for each in receipt.logs]
    events = [read_event(each, name, block) for each, name in named if name is not None]
    return Carried(receipt, block, abi.address(sent["from"]), tuple(events))


def trail(first: int, last: int) -> Trail:
    """Walks from block `first` to `last`, both included.

    Of each block: its parent is the block before; its logs are numbered without a gap; they make up its
    header's bloom filter to the bit, so that none is left out; each of a market's contract is read. And
    every line of the read model in between stands upon one of them. Raises NoSuchBlock, NodeAway,
    ReadModelAway.
    """
    head, begun = heads.head(), market()
    if head is None or not begun.start_block <= first <= last <= head.number:
        raise NoSuchBlock(block=last)
    walk, parent = Trail(first, last), ""
    spoken: dict[tuple[int, int], str] = {}
    times: list[int] = []
    for low in range(first, last + 1, CHUNK):
        headers, logs = _read(gateway(), low, min(last, low + CHUNK - 1))
        for header in headers:
            number, own = int(header["number"], 16), logs.get(int(header["number"], 16), [])
            if parent and header["parentHash"] != parent:
                walk.gaps.append(Gap(number, "parent"))
            walk.gaps += _gaps(header, own)
            parent = header["hash"]
            times.append(int(header["timestamp"], 16))
        walk.blocks += len(headers)
        walk.logs += sum(map(len, logs.values()))
        spoken |= _spoken(walk, headers, logs)
    walk.last_hash, walk.events = parent, len(spoken)
    if last == head.number and parent != head.hash:
        walk.gaps.append(Gap(last, "head"))
    walk.lines = _told(walk, spoken, min(times), max(times))
    del walk.gaps[MOST_PROBLEMS:]
    return walk


# -- parts ----------------------------------------------------------------------------------------------


def _read(node: Gateway, low: int, high: int) -> tuple[list[Mapping[str, Any]], dict[int, list[RawLog]]]:
    asked = [("eth_getBlockByNumber", [hex(n), False]) for n in range(low, high + 1)]
    headers = node.batch(asked)
    if None in headers:
        raise NoSuchBlock(block=high)
    logs: dict[int, list[RawLog]] = {}
    for each in node.logs(low, high):
        logs.setdefault(int(each["blockNumber"], 16), []).append(each)
    return headers, logs


def _gaps(header: Mapping[str, Any], logs: Sequence[RawLog]) -> Iterator[Gap]:
    number = int(header["number"], 16)
    if _bloom(logs) != int(header["logsBloom"], 16):
        yield Gap(number, "bloom")
    if [int(each["logIndex"], 16) for each in logs] != list(range(len(logs))):
        yield Gap(number, "numbering")
    if any(each["blockHash"] != header["hash"] for each in logs):
        yield Gap(number, "parent")


def _bloom(logs: Sequence[RawLog]) -> int:
    """The filter that a header must have for these logs: of each address and topic, three bits of 2,048."""
    bits = 0
    for value in {each for log in logs for each in (log["address"], *log["topics"])}:
        hashed = keccak(bytes.fromhex(value[2:]))
        for place in (0, 2, 4):
            bits |= 1 << ((hashed[place] << 8 | hashed[place + 1]) & 2047)
    return bits


def _spoken(
    walk: Trail, headers: Sequence[Mapping[str, Any]], logs: Mapping[int, list[RawLog]]
) -> dict[tuple[int, int], str]:
    """Where a contract of the market said something, with the transaction."""
    known = _names(each["address"] for block in logs.values() for each in block)
    found: dict[tuple[int, int], str] = {}
    for header in headers:
        number = int(header["number"], 16)
        for each in logs.get(number, ()):
            name = known.get(abi.address(each["address"]))
            if name is None:
                continue
            place = (number, int(each["logIndex"], 16))
            found[place] = each["transactionHash"]
            try:
                read_event(each, name, _plain(header))
            except UnknownEvent:
                walk.gaps.append(Gap(number, "unread", name))
    return found


def _told(walk: Trail, spoken: Mapping[tuple[int, int], str], since: int, until: int) -> int:
    """How many lines the read model has of these blocks; each must stand upon a log."""
    lines = 0
    for row in FEED.walk(order="at", low=since, high=until):
        if walk.first <= row["block"] <= walk.last:
            lines += 1
            if spoken.get((row["block"], row["index"])) != row["transaction"]:
                walk.gaps.append(Gap(row["block"], "invented", row["sentence"]))
    return lines


def _names(addresses: Iterator[str]) -> dict[str, str]:
    """The contracts' names by address, of those that are the market's."""
    different = list(dict.fromkeys(abi.address(each) for each in addresses))
    found = zip(different, CONTRACTS.many(different), strict=True)
    return {address: each["name"] for address, each in found if each is not None}


def _plain(header: Mapping[str, Any]) -> Block:
    return Block(
        number=int(header["number"], 16),
        hash=Hash(header["hash"]),
        parent=Hash(header["parentHash"]),
        timestamp=int(header["timestamp"], 16),
        base_fee=0,
        gas_limit=0,
        has_logs=True,
    )
