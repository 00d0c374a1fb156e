"""Cases erased once their retention is over (rulebook R33): asked for by one, done by another."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from apps.kyc import queries, screenings
from apps.kyc.errors import StillNeeded
from apps.kyc.models import Application
from apps.kyc.services.cases import office_case
from apps.kyc.types import State
from apps.participants import queries as participants
from apps.records import services as records
from apps.records.types import Heading
from apps.vocabulary.types import Address, Viewer


@transaction.atomic
def ask_erasure(*, actor: Viewer, application: uuid.UUID, reason: str) -> Heading:
    """A maker asks for everything about a case to be destroyed.

    Raises RetentionRuns, StillNeeded for what a client's admission rests on, NotAllowed, ReasonNeeded.
    """
    row = office_case(actor, application)
    _require_unneeded(row)
    return records.ask_erasure(actor=actor, record=row.pk, reason=reason)


@transaction.atomic
def refuse_erasure(*, actor: Viewer, application: uuid.UUID, reason: str) -> Heading:
    """The erasure that somebody asked for is not carried out."""
    return records.refuse_erasure(actor=actor, record=office_case(actor, application).pk, reason=reason)


@transaction.atomic
def erase(*, actor: Viewer, application: uuid.UUID, reason: str) -> Heading:
    """A second person destroys what the application says, its documents, and what screening found.

    Raises RetentionRuns, StillNeeded, SecondPersonNeeded, ReasonNeeded.
    """
    row = office_case(actor, application)
    _require_unneeded(row)
    heading = records.erase(actor=actor, record=row.pk, reason=reason)
    found = screenings.record_of(row)
    if found is not None:
        records.destroy(actor=actor, record=found.id, reason=reason)
    Application.objects.filter(pk=row.pk).update(person=b"", open_hits=0)
    return heading


@transaction.atomic
def erase_own(*, actor: Viewer, reason: str) -> Heading:
    """A client takes back an application that was never sent. Raises RetentionRuns for another."""
    found = queries.require_current(actor)
    heading = records.erase(actor=actor, record=found.heading.id, reason=reason)
    Application.objects.filter(pk=found.heading.id).update(ended_at=timezone.now())
    return heading


def _require_unneeded(row: Application) -> None:
    """An admission that still counts rests on its latest application."""
    if row.record.state != State.ADMITTED.value or not row.record.owner:
        return
    later = Application.objects.filter(renews=row.pk, record__state=State.ADMITTED.value).exists()
    if not later and participants.is_active(Address(row.record.owner)):
        raise StillNeeded
