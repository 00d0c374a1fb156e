"""Housekeeping."""

from __future__ import annotations

from celery import shared_task

from apps.accounts import services


@shared_task(name="accounts.forget_old")
def forget_old() -> None:
    """Deletes expired challenges, tries and sessions. Daily is enough: none counts once it is old."""
    services.forget_old()
