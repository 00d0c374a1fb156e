"""Telling, a few seconds after it happened."""

from __future__ import annotations

from celery import shared_task

from apps.notices import services


@shared_task(name="notices.tell")
def tell() -> None:
    """Notices, then their e-mails. Safe to run at any time, and by several workers."""
    services.tell()
    services.send()
