"""What the read model keeps of anchors: per record, the latest version that the chain knows."""

from __future__ import annotations

from apps.ledger.readmodel import Collection
from apps.ledger.registry import Event, Write, project

ANCHORS = Collection("anchor", orders=("record",))
"""Keyed by the record's on-chain id (0x, 64 hex digits): record (that id), version, root, locator (six
words), door, at, block.
"""


@project("Anchored", contract="Records")
def anchored(event: Event, write: Write) -> None:
    """The chain knows a record's version by its root."""
    write.put(
        ANCHORS,
        event["record"],
        {
            "record": event["record"],
            "version": event["version"],
            "root": event["root"],
            "locator": list(event["locator"]),
            "door": event["door"],
            "at": event.at,
            "block": event.block,
        },
    )
