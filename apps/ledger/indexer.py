"""Follows the chain: logs to events, events to documents, one atomic commit per batch of blocks.

The logs of a block are applied in the order of the chain, and only when the block's parent is the last block
that was applied. Where the chain has gone another way, blocks are taken back one by one until the two meet
again.
"""

from __future__ import annotations

import gc
import json
import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from typing import Any

from apps.ledger import abi, heads, registry
from apps.ledger.commits import Commit
from apps.ledger.directory import CONTRACTS
from apps.ledger.errors import ForeignChain
from apps.ledger.events import read_event
from apps.ledger.gateway import Gateway
from apps.ledger.heads import Head
from apps.ledger.indexes import changeset
from apps.ledger.known import Known
from apps.ledger.names import Names
from apps.ledger.origin import Origin
from apps.ledger.outcomes import Outcome, outcome_of, packed_outcomes, packed_return
from apps.ledger.packing import Document, compressed, decompressed
from apps.ledger.projections import know
from apps.ledger.reading import Reader, Stretch
from apps.ledger.readmodel import shape_of
from apps.ledger.store import Epoch, LetGo, Overtaken
from apps.ledger.types import Block, RawLog
from apps.ledger.write import Name, Write

log = logging.getLogger(__name__)

BLOCKS_KEPT = 64
"""At least so many blocks can be taken back, be they final or not: a node may lose its last blocks in a
crash.
"""


class TooDeep(Exception):
    """The chain has changed below the oldest block that can be taken back: only a rebuild helps."""


class Step(Enum):
    """What a step of the indexer did."""

    IDLE = "idle"
    ADVANCED = "advanced"
    TAKEN_BACK = "taken back"
    AGAIN = "again"


class Indexer:
    """Fills one epoch. `live`: only as long as pages read this epoch. `reopen`: the outbox is first told that
    whatever it took for settled is not.

    `reached` is the last block that was applied, `chain_head` the newest that was seen.

    Two of them may run at once: whoever commits second is overtaken and reads again.
    """

    def __init__(
        self, gateway: Gateway, epoch: Epoch, origin: Origin, *, live: bool, reopen: bool = False
    ) -> None:
        self.epoch = epoch
        self._origin = origin
        self._live = live
        self._reopen = reopen
        self._reader = Reader(gateway)
        self._begun = False
        self._known = Known()
        self._written: Names | None = None
        self._stored: bytes | None = None
        self.reached = self.chain_head = 0

    def step(self) -> Step:
        """Applies the next batch of blocks, or takes one block back.

        Raises UnknownEvent (and whatever a projection raises: nothing of the batch is then written), TooDeep,
        ForeignChain, LetGo, NodeAway, ReadModelAway.
        """
        try:
            with _uncollected():
                return self._step()
        except LetGo:
            raise
        except Overtaken:
            self._forget()
            return Step.AGAIN
        except BaseException:
            # Redis may have gone in the middle of a batch.
            self._forget()
            raise

    def _step(self) -> Step:
        head = self._head()
        stretch = self._reader.after(head.number)
        newest = stretch.newest
        self.chain_head = newest.number
        gone = newest.number < head.number or (newest.number == head.number and newest.hash != head.hash)
        if stretch.blocks:
            gone = stretch.blocks[0].parent != head.hash
        if gone:
            return self._take_back(head)
        if newest.number == head.number:
            return Step.IDLE
        if not stretch.blocks or stretch.logs is None:
            return Step.AGAIN
        self._apply(head, stretch, stretch.logs)
        return Step.ADVANCED

    # -- going on ---------------------------------------------------------------------------------------

    def _apply(self, head: Head, stretch: Stretch, logs: Mapping[int, list[RawLog]]) -> None:
        kept = max(head.kept, min(stretch.final, stretch.newest.number - BLOCKS_KEPT) + 1)
        write = self._write()
        write.preload(CONTRACTS.kind, {abi.address(log["address"]) for each in logs.values() for log in each})
        undo: dict[int, bytes] = {}
        outcomes: list[bytes] = []
        before = head
        for block in stretch.blocks:
            ended = self._apply_block(write, block, logs.get(block.number, ()))
            if ended:
                outcomes.append(packed_outcomes(block, ended))
            prior = write.end_block()
            if block.number >= kept:
                undo[block.number] = _packed_undo(before, prior)
            before = Head.at(
                block, final=stretch.final, committed=int(time.time()), kept=kept, serial=head.serial + 1
            )
        self._commit(write, before, undo=undo, forget=range(head.kept, kept), outcomes=outcomes)

    def _apply_block(self, write: Write, block: Block, logs: Iterable[RawLog]) -> list[Outcome]:
        ended: list[Outcome] = []
        for raw in logs:
            known = write.look(CONTRACTS, abi.address(raw["address"]))
            if known is None:
                continue
            event = read_event(raw, known["name"], block)
            registry.apply(event, write)
            outcome = outcome_of(event)
            if outcome is not None:
                ended.append(outcome)
        return ended

    # -- going back -------------------------------------------------------------------------------------

    def _take_back(self, head: Head) -> Step:
        if self._reader.gateway.genesis_hash != self._origin.genesis:
            # Another chain answers: it says nothing about what was indexed.
            raise ForeignChain
        kept = self.epoch.undo(head.number)
        if kept is None:
            raise TooDeep(f"block {head.number} ({head.hash}) is no longer in the chain")
        if head.number <= head.final:
            log.critical("a final block was taken back: %s", head.number)
        undo = json.loads(decompressed(kept))
        write = self._write()
        for kind, key, document in undo["documents"]:
            write.restore(kind, key, document)
        previous = Head(**undo["head"], committed=int(time.time()), kept=head.kept, serial=head.serial + 1)
        gone = [packed_return(head.number, previous.serial)]
        self._commit(write, previous, forget=[head.number], outcomes=gone)
        heads.took_back()
        log.warning("took back block %s", head.number)
        return Step.TAKEN_BACK

    # -- the epoch --------------------------------------------------------------------------------------

    def _head(self) -> Head:
        stored = self.epoch.checkpoint()
        if stored != self._stored:
            # Another indexer wrote meanwhile: what this one knows is out of date.
            self._known, self._written = Known(), None
        self._stored = stored
        if stored is None and self._begun:
            # What is left of it must not be filled a second time.
            raise LetGo
        self._begun = True
        return Head.unpack(stored) if stored is not None else self._begin()

    def _begin(self) -> Head:
        """The epoch's first commit: the block before the market's first, and the contracts that begin it."""
        number = max(0, self._origin.first_block - 1)
        (block,) = self._reader.gateway.blocks([number])
        if block is None:
            raise TooDeep(f"the chain has no block {number}, upon which the market was built")
        self._written = Names()
        write = self._write()
        for address, name in self._origin.contracts.items():
            know(write, address, name, block=self._origin.first_block)
        write.end_block()
        head = Head.at(block, final=0, committed=int(time.time()), kept=number + 1, serial=1)
        reopened = [packed_return(self._origin.first_block, head.serial)] if self._reopen else []
        self._commit(write, head, outcomes=reopened, made_by=registry.fingerprint())
        return head

    def _commit(self, write: Write, head: Head, **more: Any) -> None:
        changes = write.changes()
        packed = head.pack()
        commit = Commit(
            expected=self._stored,
            checkpoint=packed,
            changes=changeset((shape_of(kind), key, *pair) for (kind, key), pair in changes.items()),
            news=_news(head, write.doors, changes) if self._live else b"",
            **more,
        )
        self.epoch.commit(commit, live=self._live)
        self._stored, self.reached = packed, head.number
        self._known.trim()

    def _write(self) -> Write:
        return Write(self.epoch, known=self._known, written=self._written, overseers=registry.overseers)

    def _forget(self) -> None:
        """What a batch wrote into `known` is not what is stored, where the batch came to nothing."""
        self._known, self._written = Known(), None
        self._stored = None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles: a batch makes none, and would be searched again and again."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def _packed_undo(before: Head, prior: Mapping[Name, Document | None]) -> bytes:
    """What leads back to the block before: its header, and each document as it was."""
    head = {
        "number": before.number,
        "hash": before.hash,
        "parent": before.parent,
        "timestamp": before.timestamp,
        "final": before.final,
    }
    documents = [(*name, document) for name, document in prior.items()]
    return compressed(json.dumps({"head": head, "documents": documents}).encode())


def _news(head: Head, doors: Iterable[str], changes: Mapping[Name, object]) -> bytes:
    """What live pages are told: the block, whom it concerned, and which documents it touched."""
    kinds: dict[str, list[str]] = {}
    for kind, key in changes:
        kinds.setdefault(kind, []).append(key)
    touched = {kind: sorted(keys) for kind, keys in sorted(kinds.items()) if kind != "feed"}
    return json.dumps({"block": head.number, "doors": sorted(doors), "touched": touched}).encode()
