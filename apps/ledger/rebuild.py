"""Fills a new epoch from the market's first block, by events alone, while the live one keeps serving."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from apps.ledger import store
from apps.ledger.gateway import Gateway
from apps.ledger.heads import Head
from apps.ledger.indexer import Indexer, Step
from apps.ledger.origin import Origin
from apps.ledger.store import Epoch, LetGo, Overtaken

log = logging.getLogger(__name__)

TURN_SECONDS = 120
"""A rebuild that was killed keeps others waiting for so long."""

Progress = Callable[[int, int], None]
"""Told after each batch: the last block that was applied, and the chain's newest."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A rebuild's end: the new epoch and the one that it replaced, with their heads and, where asked for, the
    SHA-256 of their dumps. `same` compares two that stand at one block; None where that cannot be said.
    """

    epoch: Epoch
    instead_of: Epoch
    head: Head
    was: Head | None
    digest: str = ""
    digest_was: str = ""

    @property
    def same(self) -> bool | None:
        """Whether the live documents were what the events say, byte for byte."""
        if not self.digest or self.was is None or self.was.hash != self.head.hash:
            return None
        return self.digest == self.digest_was


def fill(
    gateway: Gateway, origin: Origin, *, reopen: bool = False, progress: Progress | None = None
) -> Epoch:
    """A new epoch, not live yet, filled to the chain's newest block. Whatever goes wrong, nothing is left."""
    epoch = store.new_epoch(gateway.chain_id)
    indexer = Indexer(gateway, epoch, origin, live=False, reopen=reopen)
    try:
        while indexer.step() is not Step.IDLE:
            if progress is not None:
                progress(indexer.reached, indexer.chain_head)
        return epoch
    except BaseException:
        epoch.expire(0)
        raise


def rebuild(
    gateway: Gateway,
    origin: Origin,
    *,
    compare: bool = False,
    reopen: bool = False,
    progress: Progress | None = None,
) -> Rebuilt:
    """Fills a new epoch and makes it the live one; the old one outlives it by a minute, for pages being read.

    `reopen`: blocks below the reach of undo have changed, so the outbox is told that nothing is settled,
    and then what is. Raises Overtaken when another rebuild was faster, and what the indexer raises; the
    live epoch then stays.
    """
    with store.turn("rebuild", seconds=TURN_SECONDS) as renew:
        if renew is None:
            raise Overtaken
        for leftover in store.leftovers():
            leftover.expire()
        old = store.present()

        def go_on(block: int, newest: int) -> None:
            renew()
            store.rebuilding(100 * block // max(1, newest), seconds=TURN_SECONDS)
            if progress is not None:
                progress(block, newest)

        new = fill(gateway, origin, reopen=reopen, progress=go_on)
        return _switch(old, new, compare=compare)


def _switch(old: Epoch, new: Epoch, *, compare: bool) -> Rebuilt:
    before = old.checkpoint()
    digest, digest_was = (new.digest(), old.digest()) if compare else ("", "")
    # A live epoch that moved on while it was read is not that of one block.
    was = Head.unpack(before) if before is not None and before == old.checkpoint() else None
    try:
        store.switch(to=new, instead_of=old)
    except Overtaken:
        new.expire(0)
        raise
    old.expire()
    log.info("the read model is now %s, instead of %s", new.name, old.name)
    return Rebuilt(new, old, _head(new), was, digest, digest_was)


def _head(epoch: Epoch) -> Head:
    raw = epoch.checkpoint()
    if raw is None:
        raise LetGo
    return Head.unpack(raw)
