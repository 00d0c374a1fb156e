"""A chain on paper, for what a real node does too slowly to try thousands of times: it speaks as the
gateway does.

Its market has one contract that nobody announces, the `Till`. It announces tills (`Opened`), and takes and
gives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from apps.ledger import abi
from apps.ledger.abi import ContractAbi
from apps.ledger.origin import Origin
from apps.ledger.types import Block, Hash, RawLog
from apps.vocabulary.types import Address

MASTER = abi.address("0x" + "aa" * 20)
TEMPLATE = abi.address("0x" + "bb" * 20)
GENESIS_TIME = 1_700_000_000


def till(n: int) -> Address:
    """The address of the n-th till."""
    return abi.address(f"0x{n:040x}")


def _event(name: str, *inputs: tuple[str, str, bool]) -> dict[str, Any]:
    fields = [{"name": n, "type": kind, "indexed": indexed} for n, kind, indexed in inputs]
    return {"type": "event", "name": name, "inputs": fields}


ABIS = {
    "MarketMaster": ContractAbi.read(
        "MarketMaster",
        [
            _event(
                "Opened",
                ("instance", "address", True),
                ("template", "address", True),
                ("name", "bytes32", True),
                ("door", "address", False),
            )
        ],
    ),
    "Till": ContractAbi.read(
        "Till",
        [
            _event("Taken", ("amount", "uint256", False), ("note", "string", False)),
            _event("Emptied"),
            _event("Closed"),
        ],
    ),
    "Investor": ContractAbi.read(
        "Investor",
        [
            _event(
                "Performed",
                ("nonce", "uint256", True),
                ("target", "address", True),
                ("selector", "bytes4", False),
            ),
            _event("Refused", ("nonce", "uint256", True), ("reason", "bytes", False)),
        ],
    ),
}


def opened(instance: Address, name: str = "Till") -> RawLog:
    """The master announces a contract."""
    words = {"instance": instance, "template": TEMPLATE, "name": "0x" + name.encode().ljust(32, b"\0").hex()}
    return log_of("MarketMaster", "Opened", MASTER, door=MASTER, **words)


def taken(n: int, amount: int, note: str = "") -> RawLog:
    """A till takes money."""
    return log_of("Till", "Taken", till(n), amount=amount, note=note)


def emptied(n: int) -> RawLog:
    """A till is emptied."""
    return log_of("Till", "Emptied", till(n))


def closed(n: int) -> RawLog:
    """A till goes away."""
    return log_of("Till", "Closed", till(n))


def log_of(contract: str, event: str, source: Address, **arguments: Any) -> RawLog:
    """A log as a node's JSON has it, without its place in the chain."""
    signature = ABIS[contract].events[event]
    topics: list[str] = [signature.topic]
    topics += [
        "0x" + abi.word(each.type, arguments[each.name]).hex() for each in signature.inputs if each.indexed
    ]
    plain = [each for each in signature.inputs if not each.indexed]
    data = abi.encode(plain, [arguments[each.name] for each in plain])
    return {"address": source.lower(), "topics": topics, "data": "0x" + data.hex()}


class PaperChain:
    """Blocks of logs. `fork` is what makes one history's hashes differ from another's."""

    chain_id = 777
    url = ""

    def __init__(self) -> None:
        self.final_number = 0
        self._blocks: list[tuple[Block, list[RawLog]]] = []
        self.mine()

    @property
    def origin(self) -> Origin:
        """The market begins in block 1, with its master."""
        return Origin(self.genesis_hash, 1, {MASTER: "MarketMaster"})

    @property
    def genesis_hash(self) -> Hash:
        return self._blocks[0][0].hash

    def mine(self, *logs: RawLog, fork: int = 0) -> Block:
        """The next block, with these logs."""
        number = len(self._blocks)
        parent = self._blocks[-1][0].hash if self._blocks else Hash("0x" + "00" * 32)
        content = repr((number, parent, logs, fork)).encode()
        block = Block(
            number=number,
            hash=Hash("0x" + hashlib.sha256(content).hexdigest()),
            parent=parent,
            timestamp=GENESIS_TIME + 2 * number,
            base_fee=0,
            gas_limit=30_000_000,
            has_logs=bool(logs),
        )
        placed = [
            each
            | {
                "blockNumber": hex(number),
                "blockHash": block.hash,
                "logIndex": hex(i),
                "transactionHash": "0x" + hashlib.sha256(content + bytes([i])).hexdigest(),
            }
            for i, each in enumerate(logs)
        ]
        self._blocks.append((block, placed))
        return block

    def drop(self, depth: int) -> None:
        """The newest blocks were never there."""
        del self._blocks[-depth:]

    # -- as the gateway speaks --------------------------------------------------------------------------

    def head(self) -> Block:
        return self._blocks[-1][0]

    def final(self) -> Block | None:
        return self.block(self.final_number)

    def block(self, number: int | str = "latest") -> Block | None:
        if number == "latest":
            return self.head()
        return self._blocks[int(number)][0] if int(number) < len(self._blocks) else None

    def blocks(self, numbers: Sequence[int]) -> list[Block | None]:
        return [self.block(n) for n in numbers]

    def logs(self, first: int, last: int, addresses: Sequence[Address] | None = None) -> list[RawLog]:
        return [log for _, logs in self._blocks[first : last + 1] for log in logs]
