"""What records need without anybody asking for it."""

from __future__ import annotations

from celery import shared_task

from apps.records import services


@shared_task(name="records.prepare_readers")
def prepare_readers() -> None:
    """Publishes the encryption keys of organisations that were admitted since. Safe to run at any time."""
    services.prepare_readers()
