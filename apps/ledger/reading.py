"""Reads the chain: some blocks with their logs at a time, as many as the node answers well."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.ledger.errors import NodeAway, NodeRefused
from apps.ledger.gateway import Gateway
from apps.ledger.types import Block, RawLog

FEW_BLOCKS, MOST_BLOCKS = 8, 500
MANY_LOGS = 2_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """What follows a block, as the node had it when `newest` was its newest block.

    `blocks` are none where nothing follows, or where the node changed its mind in between; `logs` (by block's
    number) are None where they are not just those of these blocks, or are too many for the node. `final` is
    the number of the last final block.
    """

    newest: Block
    blocks: Sequence[Block] = ()
    logs: Mapping[int, list[RawLog]] | None = None
    final: int = 0


@dataclass(slots=True)
class Reader:
    """Reads one stretch after another. Whoever applies it checks that it follows."""

    gateway: Gateway
    _span: int = FEW_BLOCKS

    def after(self, number: int) -> Stretch:
        """What follows this block. Raises NodeAway, NodeRefused."""
        newest = self.gateway.head()
        if newest.number <= number:
            return Stretch(newest)
        blocks = self._blocks(number + 1, min(newest.number, number + self._span))
        if not blocks:
            return Stretch(newest)
        logs = self._logs(blocks)
        final = self.gateway.final()
        return Stretch(newest, blocks, logs, final.number if final is not None else 0)

    def _blocks(self, first: int, last: int) -> list[Block]:
        """Headers that follow upon each other; none when the node changed its mind in between."""
        found = self.gateway.blocks(range(first, last + 1))
        blocks = [each for each in found if each is not None]
        linked = all(after.parent == before.hash for before, after in itertools.pairwise(blocks))
        return blocks if linked and len(blocks) == len(found) else []

    def _logs(self, blocks: Sequence[Block]) -> dict[int, list[RawLog]] | None:
        try:
            found = self.gateway.logs(blocks[0].number, blocks[-1].number)
        except NodeAway:
            # It may have been too much to be answered in time: the next try asks for less.
            self._span = max(1, self._span // 2)
            raise
        except NodeRefused:
            # Nodes bound the range or the size of an answer, each in its own words.
            if self._span == 1:
                raise
            self._span = max(1, self._span // 2)
            return None
        logs = _by_block(blocks, found)
        if logs is not None and len(found) > MANY_LOGS:
            self._span = max(1, self._span // 2)
        elif logs is not None and len(found) < MANY_LOGS // 4:
            self._span = min(MOST_BLOCKS, self._span * 2)
        return logs


def _by_block(blocks: Sequence[Block], found: Sequence[RawLog]) -> dict[int, list[RawLog]] | None:
    """Logs by their block's number, in the order of the chain; None where they are not all of these blocks'
    and only theirs.
    """
    hashes = {block.number: block.hash for block in blocks}
    logs: dict[int, list[RawLog]] = {}
    for each in found:
        number = int(each["blockNumber"], 16)
        if hashes.get(number) != each["blockHash"]:
            return None
        logs.setdefault(number, []).append(each)
    if any(block.has_logs != (block.number in logs) for block in blocks):
        # The headers' bloom filters say that logs are missing: a node that has not indexed them yet.
        return None
    for its_logs in logs.values():
        its_logs.sort(key=_index)
        if _index(its_logs[-1]) != len(its_logs) - 1:
            # Some in between are missing: a block's logs are numbered from 0.
            return None
    return logs


def _index(log: RawLog) -> int:
    return int(log["logIndex"], 16)
