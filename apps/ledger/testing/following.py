"""The indexer for tests on a real chain: in turns, instead of by `manage.py follow_chain`."""

from __future__ import annotations

from apps.ledger.follow import Follower
from apps.ledger.gateway import gateway
from apps.ledger.heads import Head, head
from apps.ledger.indexer import Step
from apps.ledger.origin import origin
from apps.ledger.settlement import OutboxSettlement

TURNS = 5_000
"""More than any test's chain takes: a node without one of its blocks would be asked for it for ever."""


def catch_up() -> Head:
    """Brings the read model to the node's newest block and tells the outbox; returns where it stands then.

    The market's row, Valkey and the node must be there (the fixtures `stage`, or `valkey`, `chain` and `db`).
    """
    follower = Follower(gateway(), origin(), OutboxSettlement())
    if not any(follower.turn() is Step.IDLE for _ in range(TURNS)):
        raise LookupError("the indexer does not come to the node's newest block")
    stands = head()
    if stands is None:
        raise LookupError("nothing was indexed")
    return stands
