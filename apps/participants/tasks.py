"""What the worker does for participants: orders of the regulator and clients' new keys, once due."""

from __future__ import annotations

import logging

from celery import shared_task

from apps.participants import services
from apps.vocabulary.errors import Unavailable

logger = logging.getLogger(__name__)


@shared_task(name="participants.execute_orders")
def execute_orders() -> None:
    """Every half minute: pushes the orders that are due."""
    try:
        services.execute_due()
    except Unavailable as away:
        logger.warning("orders wait", extra={"because": away.code})


@shared_task(name="participants.complete_recoveries")
def complete_recoveries() -> None:
    """Every half minute: puts the new keys into force whose 48 hours are over."""
    try:
        services.complete_due_recoveries()
    except Unavailable as away:
        logger.warning("recoveries wait", extra={"because": away.code})
