"""The worker's side: tasks that lock, call and log. They may run twice, or never: the sweep finds what
is left.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from celery import shared_task
from celery.signals import worker_init
from django.db import InterfaceError, OperationalError, connection

from apps.ledger import delivery, doorbell
from apps.ledger.errors import ForeignChain, NodeAway, NoKey, NoMarket
from apps.ledger.store import ReadModelAway

logger = logging.getLogger(__name__)


@shared_task(name="ledger.deliver")
def deliver() -> None:
    """Signs and sends what waits. What became of it the indexer rings for.

    An act that comes alone goes at once, each time. Where acts pile up the lanes rest, so that many share the
    cost of one transaction.
    """
    doorbell.heard("ledger.deliver")
    if (_quietly(delivery.deliver) or 0) > 1:
        doorbell.ring_after_rest()


@shared_task(name="ledger.settle")
def settle() -> None:
    """Looks what became of what was sent, and sends what had to wait until that was known."""
    doorbell.heard("ledger.settle")
    _quietly(delivery.results)
    _quietly(delivery.deliver)


@shared_task(name="ledger.sweep")
def sweep() -> None:
    """Every few seconds: whatever lost doorbells, dead workers and reorgs have left undone."""
    _quietly(delivery.sweep)


@shared_task(name="ledger.tidy")
def tidy() -> None:
    """Every day: prepared acts that nobody signed go, finished ones shrink."""
    delivery.tidy()


@worker_init.connect
def open_keys(**_: Any) -> None:
    """Opens the keys in the pool's parent, so that its children inherit them."""
    _quietly(delivery.open_keys)


def _quietly(step: Callable[[], int | None]) -> int | None:
    """What a part that is away leaves undone, the next sweep does: it is said in one line, and is no
    failure.
    """
    try:
        return step()
    except (NodeAway, ForeignChain, NoKey, NoMarket, ReadModelAway) as away:
        logger.warning("delivery waits", extra={"because": away.code})
    except (OperationalError, InterfaceError) as away:
        logger.warning("delivery waits", extra={"because": "database", "failure": str(away)[:200]})
        # What comes next gets a new connection, if this one broke.
        connection.close()
    return None
