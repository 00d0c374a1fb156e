"""What follows from the chain without anybody asking for it."""

from __future__ import annotations

from celery import shared_task

from apps.kyc import services


@shared_task(name="kyc.settle_admissions")
def settle_admissions() -> None:
    """Ties confirmed applicants to the doors that the chain gave them. Safe to run at any time, and twice."""
    services.settle_admissions()


@shared_task(name="kyc.screen_due")
def screen_due() -> None:
    """Compares fifty cases with lists that changed since; the next ones come with the next beat."""
    services.screen_due()
