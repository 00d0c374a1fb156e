"""What records need without anybody asking for it."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from apps.records import services


@shared_task(name="records.prepare_readers")
def prepare_readers() -> None:
    """Publishes the encryption keys of organisations that were admitted since. Safe to run at any time."""
    services.prepare_readers()


SWEEP_SECONDS = 5


@shared_task(name="records.sweep")
def sweep() -> None:
    """Looks at the slice of the records whose turn it is: all of them within a minute. Which slice says the
    clock, not a stored place that somebody could move.
    """
    services.sweep(int(timezone.now().timestamp()) // SWEEP_SECONDS)


@shared_task(name="records.anchor_audit_head")
def anchor_audit_head() -> None:
    """Puts the audit log's last line on the chain, where this portal acts for the regulator."""
    services.anchor_audit_head()
