"""What the worker does for the secondary market."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from celery import shared_task

from apps.trading import queries, services
from apps.vocabulary.errors import CastorError

logger = logging.getLogger(__name__)


@shared_task(name="trading.push_due")
def push_due() -> int:
    """Matches what crosses, goes on with auctions, ends what is over; returns how many steps were pushed."""
    return _push(queries.due())


@shared_task(name="trading.reenter")
def reenter() -> int:
    """Tries orders whose owner or certificate may be fit again; returns how many are back in their queues."""
    return _push(queries.to_reenter())


def _push(steps: Iterable[queries.Due]) -> int:
    pushed = 0
    for step in steps:
        try:
            services.push(step)
            pushed += 1
        except CastorError as refusal:
            # Often it was done a moment ago, and the read model has not seen it yet.
            logger.info(
                "a market's step was refused",
                extra={"call": step.call, "number": step.number, "code": refusal.code},
            )
    return pushed
