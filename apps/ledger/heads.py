"""How far the read model has come, and how far behind the chain it is."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass

from apps.ledger import store
from apps.ledger.storage import current
from apps.ledger.types import Block, Hash

BLOCKS_BEHIND = 10
SECONDS_UNSEEN = 15
"""From when on pages say that the ledger is behind."""
TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True)
class Head:
    """The last block that the read model has applied: its checkpoint.

    `timestamp` is chain time in seconds: the market's clock. `final` is the number of the last block that was
    final at the commit, `committed` the wall time of the commit in seconds. `kept` is the oldest block that
    can be taken back, `serial` counts the commits of the epoch.
    """

    number: int
    hash: Hash
    parent: Hash
    timestamp: int
    final: int = 0
    committed: int = 0
    kept: int = 0
    serial: int = 0

    @classmethod
    def at(cls, block: Block, *, final: int, committed: int, kept: int, serial: int) -> Head:
        """The head at a block."""
        return cls(block.number, block.hash, block.parent, block.timestamp, final, committed, kept, serial)

    @classmethod
    def unpack(cls, raw: bytes) -> Head:
        """From what `pack` made."""
        return cls(**json.loads(raw))

    def pack(self) -> bytes:
        """As JSON, in one form."""
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True, slots=True)
class Lag:
    """How current the read model is.

    `blocks` of the chain are not applied yet; the indexer last spoke with the node `seconds` of wall time
    ago. Both are None where no indexer has ever run.
    """

    blocks: int | None
    seconds: int | None

    @property
    def behind(self) -> bool:
        """Whether pages should say that they may be out of date."""
        if self.blocks is None or self.seconds is None:
            return True
        return self.blocks > BLOCKS_BEHIND or self.seconds > SECONDS_UNSEEN


def head() -> Head | None:
    """Where the read model stands; None as long as nothing has been indexed. Raises ReadModelAway."""
    raw = current().checkpoint()
    return Head.unpack(raw) if raw is not None else None


def lag() -> Lag:
    """How far the read model is behind the chain, as the indexer last saw it. Raises ReadModelAway."""
    raw, stands = store.seen(), head()
    if raw is None or stands is None:
        return Lag(None, None)
    seen = json.loads(raw)
    return Lag(max(0, seen["number"] - stands.number), max(0, int(time.time()) - seen["at"]))


def took_back() -> None:
    """Counts a block that the chain no longer has, for whoever watches."""
    store.count(TAKEN_BACK)


def taken_back() -> int:
    """How many blocks were taken back since Redis was last emptied. Raises ReadModelAway."""
    return store.counted(TAKEN_BACK)


def saw(number: int) -> None:
    """Notes that the node answered now, and what its newest block was."""
    store.see(json.dumps({"number": number, "at": int(time.time())}).encode())
