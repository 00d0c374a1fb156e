"""What follows from the chain without anybody asking for it."""

from __future__ import annotations

from celery import shared_task

from apps.treasury import services


@shared_task(name="treasury.settle_lines")
def settle_lines() -> None:
    """Ends the bank lines whose mint is final. Safe to run at any time, and twice."""
    services.settle_lines()
