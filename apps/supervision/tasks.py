"""The worker's side: supervision looks after every block."""

from __future__ import annotations

import logging
from collections.abc import Callable

from celery import shared_task

from apps.supervision import services
from apps.vocabulary.errors import Unavailable

logger = logging.getLogger(__name__)


@shared_task(name="supervision.look")
def look() -> None:
    """Every few seconds: holds promises and rules against what the last blocks brought. Safe at any time."""
    _quietly(services.look)


@shared_task(name="supervision.make_reports")
def make_reports() -> None:
    """Every few seconds: goes on with the reports that somebody waits for. Safe at any time."""
    _quietly(services.make_reports)


def _quietly(step: Callable[[], object]) -> None:
    try:
        step()
    except Unavailable as away:
        logger.warning("supervision waits", extra={"because": away.code})
