"""The worker's side: supervision looks after every block."""

from __future__ import annotations

import logging

from celery import shared_task

from apps.supervision import services
from apps.vocabulary.errors import Unavailable

logger = logging.getLogger(__name__)


@shared_task(name="supervision.look")
def look() -> None:
    """Every few seconds: holds promises and rules against what the last blocks brought. Safe at any time."""
    try:
        services.look()
    except Unavailable as away:
        logger.warning("supervision waits", extra={"because": away.code})
