"""Tries are counted in PostgreSQL: they delay, they never lock, and a flush of the cache forgets none."""

from __future__ import annotations

import math
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from apps.accounts import clock
from apps.accounts.errors import TooSoon
from apps.accounts.models import Attempt
from apps.accounts.rules import delay_after, tries_left_over

KEPT = timedelta(days=2)


def subject(what: str, *parts: str) -> str:
    """The keyed hash under which tries of `what` (a passphrase, a code) are counted."""
    return salted_hmac("castor.accounts.attempts", "\0".join((what, *parts)), algorithm="sha256").hexdigest()


def count(of: str, *, free: int) -> None:
    """Counts one try, or raises TooSoon, which is not counted. The row is locked: parallel tries queue up."""
    with transaction.atomic():
        attempt = _locked(of)
        # Read once the row is ours: who waited for it came before the try that it waited for.
        now = clock.wall()
        if now < attempt.open_at:
            raise TooSoon(seconds=math.ceil((attempt.open_at - now).total_seconds()))
        attempt.tries = tries_left_over(attempt.tries, now - attempt.last_at) + 1
        attempt.last_at = now
        attempt.open_at = now + delay_after(attempt.tries, free)
        attempt.save()


def forgive(of: str) -> None:
    """Forgets the tries: the last one was the owner's."""
    now = clock.wall()
    Attempt.objects.filter(subject=of).update(tries=0, last_at=now, open_at=now)


def forget_old() -> int:
    """Deletes what no longer delays anybody; answers how many rows."""
    return Attempt.objects.filter(last_at__lt=clock.wall() - KEPT).delete()[0]


def _locked(of: str) -> Attempt:
    """The row of a subject, made where there is none, locked in either case by the same statement."""
    now = clock.wall()
    fresh = Attempt(subject=of, tries=0, last_at=now, open_at=now)
    Attempt.objects.bulk_create(
        [fresh], update_conflicts=True, unique_fields=["subject"], update_fields=["subject"]
    )
    return Attempt.objects.get(subject=of)
