"""A chain that is only a file: real logs of one investor's life, told again under other names."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from apps.ledger.gateway import gateway
from apps.ledger.origin import Origin, origin
from apps.ledger.types import Block, Hash, RawLog
from bench.market import PRICE, Market

LIVES_A_BLOCK = 5
FINAL_BELOW = 64


class LogFile:
    """What the indexer asks of a node, answered from a file with a line of logs for each block."""

    def __init__(self, path: Path, chain_id: int) -> None:
        self.chain_id = chain_id
        self._path = path
        self._places: list[int] = []
        with path.open("rb") as file:
            while line := file.readline():
                self._places.append(file.tell() - len(line))

    @property
    def genesis_hash(self) -> Hash:
        """Block 0's."""
        return _hash(0)

    def head(self) -> Block:
        """The last block of the file."""
        return self._header(len(self._places))

    def final(self) -> Block:
        """As an Ethereum node has it, some two epochs back."""
        return self._header(max(0, len(self._places) - FINAL_BELOW))

    def blocks(self, numbers: Sequence[int]) -> list[Block]:
        """Headers that follow upon each other."""
        return [self._header(each) for each in numbers]

    def logs(self, first: int, last: int) -> list[RawLog]:
        """Read and parsed, as a node's answer is."""
        found: list[RawLog] = []
        with self._path.open("rb") as file:
            file.seek(self._places[first - 1])
            for _ in range(first, last + 1):
                found += orjson.loads(file.readline())
        return found

    def _header(self, number: int) -> Block:
        return Block(
            number, _hash(number), _hash(number - 1), 1_800_000_000 + number, 1, 60_000_000, number > 0
        )


def written(market: Market, events: int, path: Path) -> tuple[LogFile, Origin, int]:
    """A file of about so many events (the market's own, then one life after another), where it begins, and
    how many they are.
    """
    known = origin()
    before = gateway().head().number
    own = gateway().logs(known.first_block, before)
    market.come(1)
    client = market.crowd.pop()
    pledge = market.client_act(client, "Pledge", market.campaign, most=PRICE, units=1, least=1)
    market.relay([pledge])
    life = json.dumps(gateway().logs(before + 1, "latest"))
    words = [client.door[2:].lower(), client.key.address[2:].lower()]
    lives = max(1, (events - len(own)) // len(json.loads(life)))
    with path.open("w") as file:
        file.write(json.dumps(_placed(own, 1)) + "\n")
        for number, some in enumerate(_lives(life, words, lives), start=2):
            file.write(json.dumps(_placed(some, number)) + "\n")
    count = len(own) + lives * len(json.loads(life))
    return LogFile(path, gateway().chain_id), Origin(_hash(0), 1, known.contracts), count


def _lives(life: str, words: Sequence[str], number: int) -> Iterator[list[RawLog]]:
    block: list[RawLog] = []
    for i in range(1, number + 1):
        told = life
        for word in words:
            told = told.replace(word, secrets.token_hex(20))
        block += json.loads(told)
        if i % LIVES_A_BLOCK == 0 or i == number:
            yield block
            block = []


def _placed(logs: Sequence[RawLog], number: int) -> list[RawLog]:
    """As if they stood in this block, in this order."""
    return [
        {**log, "blockNumber": hex(number), "blockHash": _hash(number), "logIndex": hex(i)}
        for i, log in enumerate(logs)
    ]


def _hash(number: int) -> Hash:
    return Hash(f"0x{number % (1 << 256):064x}")
