"""What the worker does for the secondary market."""

from __future__ import annotations

import logging

from celery import shared_task

from apps.participants import queries as participants
from apps.trading import queries, services
from apps.vocabulary.errors import CastorError

logger = logging.getLogger(__name__)


@shared_task(name="trading.push_due")
def push_due() -> int:
    """Ends the offers whose time is over by chain time; returns how many were pushed."""
    pushed = 0
    for offer in queries.due(participants.chain_time()):
        try:
            services.push_expired(offer)
            pushed += 1
        except CastorError as refusal:
            logger.warning("an offer could not be ended", extra={"offer": offer.number, "code": refusal.code})
    return pushed
