"""What the worker does for participants: orders of the regulator whose notice is over are carried out."""

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
