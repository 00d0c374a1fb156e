"""Rings for the workers and the indexer. The rows in PostgreSQL are the queue: a ring that is lost costs a
few seconds, no more. While a ring waits to be heard, others are not needed: whoever hears it finds all.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import cache

from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from apps.ledger.store import PREFIX, ReadModelAway, answering, client, patient

SENT = "castor:sent"
UNHEARD_SECONDS = 1
"""After so long a ring counts as lost, and the next one is sent again."""

REST_SECONDS = 0.2
"""How long the lanes rest where acts pile up, and so fill their transactions."""
RESULTS_SECONDS = 0.5
"""How long results wait for each other: by then the indexer has settled the acts, and nobody waits."""

logger = logging.getLogger(__name__)


def ring() -> None:
    """Asks a worker to deliver, once the current transaction has committed."""
    transaction.on_commit(_ring)


def ring_settle() -> None:
    """Asks a worker to look for results: the indexer rings it when a block brought some.

    Blocks that follow at once are looked at together, and acts are settled by then (`follow`).
    """
    _send("ledger.settle", after=RESULTS_SECONDS)


def ring_after_rest() -> None:
    """Asks a worker to deliver once the lanes have rested; until then nobody else needs to ask."""
    _send("ledger.deliver", after=REST_SECONDS)


def heard(task: str) -> None:
    """The worker begins to look: whatever is committed from now on rings again."""
    # Without the mark the next ring is sent for nothing, or after a moment.
    with suppress(ReadModelAway), answering():
        client().delete(_mark(task))


def say_sent() -> None:
    """Says that something was sent to the chain: whoever follows it looks at once, and not a moment later."""
    with suppress(ReadModelAway), answering():
        client().publish(SENT, b"")


class Listener:
    """Hears `say_sent`, on a connection of its own."""

    def __init__(self) -> None:
        self._channel = patient().pubsub(ignore_subscribe_messages=True)

    def heard(self, *, within: float) -> bool:
        """Waits so many seconds at most; whether something was sent meanwhile. Raises ReadModelAway."""
        with answering():
            if not self._channel.subscribed:
                self._channel.subscribe(SENT)
            found = self._channel.get_message(timeout=within)
            while self._channel.get_message(timeout=0) is not None:
                pass
            return found is not None


def _mark(task: str) -> str:
    return f"{PREFIX}rung:{task}"


def _ring() -> None:
    _send("ledger.deliver")


def _send(task: str, *, after: float = 0) -> None:
    try:
        with answering():
            first = client().set(_mark(task), b"", nx=True, ex=UNHEARD_SECONDS)
        if not first:
            return
    except ReadModelAway:
        pass
    try:
        _sender().send_task(task, ignore_result=True, countdown=after or None)
    except (OperationalError, RedisError, OSError) as failure:
        # The sweep finds the rows; the request that caused them has already been committed.
        logger.warning("doorbell unheard", extra={"task": task, "failure": type(failure).__name__})
        heard(task)


@cache
def _sender() -> Celery:
    """Sends by name, by the project's settings: the worker's own application need not be loaded here."""
    app = Celery("doorbell", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app
