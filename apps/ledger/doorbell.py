"""Rings for the workers. The rows in PostgreSQL are the queue: a ring that is lost costs a few seconds,
no more.
"""

from __future__ import annotations

import logging
from functools import cache

from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def ring() -> None:
    """Asks a worker to deliver, once the current transaction has committed."""
    transaction.on_commit(_ring)


def ring_settle() -> None:
    """Asks a worker to look for results: the indexer rings it when a block brought some."""
    _send("ledger.settle")


def _ring() -> None:
    _send("ledger.deliver")


def _send(task: str) -> None:
    try:
        _sender().send_task(task, ignore_result=True)
    except (OperationalError, RedisError, OSError) as failure:
        # The sweep finds the rows; the request that caused them has already been committed.
        logger.warning("doorbell unheard", extra={"task": task, "failure": type(failure).__name__})


@cache
def _sender() -> Celery:
    """Sends by name, by the project's settings: the worker's own application need not be loaded here."""
    app = Celery("doorbell", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app
