"""The two clocks, never mixed: wall time for people and patience, chain time for deadlines."""

from __future__ import annotations

from datetime import UTC, datetime

from apps.ledger import heads
from apps.ledger.gateway import gateway
from apps.ledger.store import ReadModelAway


def wall() -> datetime:
    """Wall time, in UTC."""
    return datetime.now(UTC)


def chain_now() -> int:
    """Chain time in seconds: the read model's last block, or the node's where there is no read model.

    Raises NodeAway where neither answers.
    """
    try:
        stands = heads.head()
    except ReadModelAway:
        stands = None
    return stands.timestamp if stands is not None else gateway().head().timestamp
