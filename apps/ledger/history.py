"""The record as it was after an earlier block: made from events anew, in an epoch that no page reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache

from apps.ledger import heads, rebuild, store
from apps.ledger.errors import NoSuchBlock
from apps.ledger.feeds import FEED
from apps.ledger.gateway import Gateway, gateway
from apps.ledger.origin import origin
from apps.ledger.packing import Document
from apps.ledger.storage import reading_from
from apps.ledger.trail import Gap
from apps.ledger.types import Block

KEPT_SECONDS = 600
"""How long such an epoch is kept: whoever asks for one form of a report soon asks for another."""


class GatewayAt(Gateway):
    """The node as it was when this block was its newest."""

    def __init__(self, number: int) -> None:
        super().__init__(settings.CASTOR_CHAIN_URL, final_depth=0)
        self._number = number

    def head(self) -> Block:
        """That block."""
        found = self.block(self._number)
        if found is None:
            raise NoSuchBlock(block=self._number)
        return found


@contextmanager
def standing_at(number: int) -> Iterator[store.Epoch]:
    """What is read in this block is read of the record as it stood after block `number`.

    The same number gives the same documents, as long as the chain has that block; making them takes as long
    as a rebuild up to there. Raises NoSuchBlock for one that is not read yet, or is before the market;
    NodeAway, ReadModelAway.
    """
    head, start = heads.head(), origin()
    if head is None or not start.first_block <= number <= head.number:
        raise NoSuchBlock(block=number)
    epoch = _kept(number) or _filled(number)
    with reading_from(epoch):
        yield epoch


def _kept(number: int) -> store.Epoch | None:
    """An epoch that was made for this block a moment ago, if the chain still has that block."""
    known: str | None = cache.get(f"ledger:at:{number}")
    if known is None:
        return None
    epoch = store.Epoch(known)
    raw = epoch.checkpoint()
    found = GatewayAt(number).head()
    return epoch if raw is not None and heads.Head.unpack(raw).hash == found.hash else None


def _filled(number: int) -> store.Epoch:
    epoch = rebuild.fill(GatewayAt(number), origin())
    epoch.expire(KEPT_SECONDS)
    cache.set(f"ledger:at:{number}", epoch.name, KEPT_SECONDS // 2)
    return epoch


def retold(first: int, last: int) -> list[Gap]:
    """The lines of blocks `first` to `last` that the read model has otherwise than the events alone give
    them: `untold`, or `invented`. Takes as long as a rebuild up to `last`. Raises as `standing_at` does.
    """
    live = _lines(first, last)
    with standing_at(last):
        anew = _lines(first, last)
    gaps = [Gap(row["block"], "untold", row["sentence"]) for key, row in anew.items() if live.get(key) != row]
    gaps += [Gap(row["block"], "invented", row["sentence"]) for key, row in live.items() if key not in anew]
    return sorted(gaps, key=lambda gap: gap.block)


def _lines(first: int, last: int) -> dict[str, Document]:
    node = gateway()
    low, high = (node.block(number) for number in (first, last))
    if low is None or high is None:
        raise NoSuchBlock(block=last)
    rows = FEED.walk(order="at", low=low.timestamp, high=high.timestamp)
    return {row["place"]: row for row in rows if first <= row["block"] <= last}
