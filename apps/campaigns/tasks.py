"""The worker's side: campaigns whose time has come are pushed on."""

from __future__ import annotations

import logging

from celery import shared_task

from apps.campaigns import services
from apps.vocabulary.errors import Unavailable

logger = logging.getLogger(__name__)


@shared_task(name="campaigns.push_due")
def push_due() -> None:
    """Every few seconds: carries late pledges, closes, shares out, settles, fails and refunds what
    is due, a batch each time, until done.
    """
    try:
        services.carry()
        services.push_due()
    except Unavailable as away:
        logger.warning("campaigns wait", extra={"because": away.code})
