"""The record as it was after an earlier block: made from events anew, in an epoch that no page reads.

That takes as long as a rebuild up to there. So it is done in slices: each goes on where the one before ended,
in whatever process, until the block is reached.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any

from django.core.cache import cache

from apps.ledger import heads, registry, store
from apps.ledger.errors import NoSuchBlock, NotReplayed
from apps.ledger.feeds import FEED
from apps.ledger.gateway import Gateway, gateway
from apps.ledger.heads import Head
from apps.ledger.indexer import Indexer, Step
from apps.ledger.origin import origin
from apps.ledger.packing import Document
from apps.ledger.storage import reading_from
from apps.ledger.trail import Gap
from apps.ledger.types import Block

KEPT_SECONDS = 600
"""How long a block stays replayed: whoever asks for one report of it soon asks for another."""


class GatewayAt(Gateway):
    """The node as it was when this block was its newest, over the connections that are there."""

    def __init__(self, number: int) -> None:
        super().__init__(gateway().url, final_depth=0)
        self._local = gateway()._local
        self._number = number

    def head(self) -> Block:
        """That block."""
        return block_at(self, self._number)


@dataclass(frozen=True, slots=True)
class Replay:
    """How far the events up to a block have been played: through `done` of `blocks` blocks. `ready`: to the
    end, and what came of it is still kept.
    """

    done: int
    blocks: int
    ready: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The record after the block `head`; `digest` is the SHA-256 of all of it, in hex."""

    head: Head
    digest: str


def block_at(node: Gateway, number: int) -> Block:
    """A block's header. Raises NoSuchBlock where the node has none of that number, NodeAway."""
    found = node.block(number)
    if found is None:
        raise NoSuchBlock(block=number)
    return found


def told_block(number: int) -> Block:
    """A block that the read model has come to. Raises NoSuchBlock, NodeAway, ReadModelAway."""
    head = heads.head()
    if head is None or not origin().first_block <= number <= head.number:
        raise NoSuchBlock(block=number)
    return block_at(gateway(), number)


def replay(number: int, *, within: float = inf) -> Replay:
    """Plays the events up to block `number` again, for about so many seconds and at least a step,
    from where an earlier call ended.

    Raises NoSuchBlock, NodeAway, ReadModelAway, and what the indexer raises; what was played until then
    stays.
    """
    until = time.monotonic() + within
    told_block(number)
    if _known(number) is not None:
        return replayed(number)
    epoch = _going_on(number)
    indexer = Indexer(GatewayAt(number), epoch, origin(), live=False)
    try:
        while (step := indexer.step()) is not Step.IDLE and time.monotonic() < until:
            pass
    except store.LetGo:  # another process began anew meanwhile
        return replayed(number)
    if step is Step.IDLE:
        _keep(epoch, number)
    return replayed(number)


def replayed(number: int) -> Replay:
    """How far it has come by now. Raises NodeAway, ReadModelAway."""
    first = origin().first_block
    blocks, ready = number - first + 1, _known(number) is not None
    raw = _epoch(number).checkpoint()
    done = blocks if ready else Head.unpack(raw).number - first + 1 if raw is not None else 0
    return Replay(min(blocks, max(0, done)), blocks, ready)


def let_go(number: int) -> None:
    """Forgets what was played up to this block, for whoever does not want it any more."""
    cache.delete(_place(number))
    _epoch(number).expire(0)


@contextmanager
def standing_at(number: int) -> Iterator[Standing]:
    """What is read in this block is read of the record as it stood after block `number`.

    The same number gives the same documents, as long as the chain has that block. Raises NotReplayed before
    `replay` is ready, NodeAway, ReadModelAway.
    """
    known = _known(number)
    epoch = _epoch(number)
    raw = epoch.checkpoint()
    if known is None or raw is None:
        raise NotReplayed(block=number)
    with reading_from(epoch):
        yield Standing(Head.unpack(raw), known["digest"])


def retold(first: int, last: int) -> list[Gap]:
    """The lines of blocks `first` to `last` that the read model has otherwise than the events alone give
    them: `untold`, or `invented`. Takes as long as a rebuild up to `last`. Raises as `replay` does.
    """
    replay(last)
    live = _lines(first, last)
    with standing_at(last):
        anew = _lines(first, last)
    gaps = [Gap(row["block"], "untold", row["sentence"]) for key, row in anew.items() if live.get(key) != row]
    gaps += [Gap(row["block"], "invented", row["sentence"]) for key, row in live.items() if key not in anew]
    return sorted(gaps, key=lambda gap: gap.block)


# -- parts ----------------------------------------------------------------------------------------------


def _epoch(number: int) -> store.Epoch:
    """One for each block. Its name has no colon: a rebuild, which lets go of what others left, passes by."""
    return store.Epoch(f"at-{gateway().chain_id}-{number}")


def _place(number: int) -> str:
    return f"ledger:at:{number}:{registry.fingerprint()}"


def _known(number: int) -> dict[str, Any] | None:
    """What is kept of a replay that came to its end, if the chain still has that block."""
    known: dict[str, Any] | None = cache.get(_place(number))
    return known if known is not None and known["hash"] == block_at(gateway(), number).hash else None


def _going_on(number: int) -> store.Epoch:
    """The epoch as an earlier call left it; an empty one where it came to its end and is being let go of, or
    another version of the portal filled it.
    """
    epoch = _epoch(number)
    if epoch.lapses() or epoch.made_by() != registry.fingerprint():
        epoch.expire(0)
    return epoch


def _keep(epoch: store.Epoch, number: int) -> None:
    """It is known for half as long as it is there: who begins to read has time."""
    digest, raw = epoch.digest(), epoch.checkpoint()
    if raw is None:
        raise store.LetGo
    epoch.expire(2 * KEPT_SECONDS)
    cache.set(_place(number), {"hash": Head.unpack(raw).hash, "digest": digest}, KEPT_SECONDS)


def _lines(first: int, last: int) -> dict[str, Document]:
    low, high = (block_at(gateway(), number) for number in (first, last))
    rows = FEED.walk(order="at", low=low.timestamp, high=high.timestamp)
    return {row["place"]: row for row in rows if first <= row["block"] <= last}
