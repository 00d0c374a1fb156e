"""A transaction as the node has it: who relayed it, which acts it carried, what was said in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext

from apps.ledger import feeds
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.supervision.queries.board import told
from apps.supervision.types.explored import Fact, Look, Signed, Spoken, Thing, What
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Role, Viewer

MOST_LINES = 500
_HASH = re.compile(r"0x[0-9a-f]{64}\Z")


def transaction(viewer: Viewer, key: str, signed: Callable[[Viewer, ActView], Signed]) -> Thing:
    """A transaction: of what others did in the same one, only the regulator reads. Raises NotFound,
    NodeAway.
    """
    if not _HASH.match(key.lower()):
        raise NotFound
    found = ledger.carried(key.lower())
    if found is None:
        raise NotFound
    whole = viewer.role is Role.REGULATOR
    acts = ledger.acts_in(found.receipt.hash)
    doors = [each.door for each in acts if each.door]
    seen = set(doors) if whole else participants.seen(viewer, doors)
    at = found.block.timestamp
    page = feeds.feed(None if whole else viewer.door, limit=MOST_LINES, low=at, high=at)
    own = [
        (row, place)
        for row, place in zip(page.rows, page.keys, strict=True)
        if row["transaction"] == found.receipt.hash
    ]
    return Thing(
        what=What.TRANSACTION,
        key=found.receipt.hash,
        name=f"{found.receipt.hash[:10]}…{found.receipt.hash[-6:]}",
        doors=tuple(dict.fromkeys([*doors, *(door for row, _ in own for door in row["doors"])])),
        facts=(
            Fact(gettext("Hash"), found.receipt.hash, Look.HASH),
            Fact(gettext("Block"), found.receipt.block_number, Look.UNITS),
            Fact(gettext("When"), found.block.timestamp, Look.TIME),
            Fact(gettext("Relayed by"), found.sender, Look.ADDRESS),
            Fact(gettext("Gas"), found.receipt.gas_used, Look.UNITS),
            Fact(gettext("Outcome"), gettext("done") if found.receipt.succeeded else gettext("failed")),
        ),
        lines=tuple(told([row for row, _ in own], [place for _, place in own], viewer)),
        spoken=tuple(_spoken(each.contract, each.source, each.name, each.arguments) for each in found.events)
        if whole
        else (),
        signed=tuple(signed(viewer, each) for each in acts if each.door is None or each.door in seen),
    )


def _spoken(contract: str, source: str, name: str, arguments: Mapping[str, Any]) -> Spoken:
    return Spoken(contract, source, name, tuple((key, str(value)) for key, value in arguments.items()))
