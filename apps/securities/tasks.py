"""What the worker does for share classes: conversions, dividends, votes, a batch at a time."""

from __future__ import annotations

import logging

from celery import shared_task

from apps.securities import services
from apps.vocabulary.errors import Unavailable

logger = logging.getLogger(__name__)


@shared_task(name="securities.convert_due")
def convert_due() -> None:
    """Every few seconds: the next batch of each class that is being converted."""
    try:
        services.convert_due()
    except Unavailable as away:
        logger.warning("conversions wait", extra={"because": away.code})


@shared_task(name="securities.push_actions")
def push_actions() -> None:
    """Every few seconds: the next batches of each dividend that is due, votes that open or close."""
    try:
        services.push_actions()
    except Unavailable as away:
        logger.warning("dividends and votes wait", extra={"because": away.code})
