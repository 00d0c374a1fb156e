"""What follows from the chain: the confirmed get their doors, and the renewed their new end."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from apps.accounts import services as sign_ins
from apps.kyc import parties, queries, rules
from apps.kyc.models import Application
from apps.kyc.services.cases import move
from apps.kyc.types import State
from apps.ledger import queries as acts
from apps.ledger.types import ENDED, ActState
from apps.participants import queries as participants
from apps.records import services as records
from apps.vocabulary.types import Address, Role, Viewer


def settle_admissions(*, most: int = 200) -> int:
    """Give the confirmed whose admission the chain has seen their door, or their new end; the rest wait.
    Returns how many moved.

    One whose act was refused, or lapsed, goes back to the queue.
    """
    waiting = Application.objects.filter(record__state=State.CONFIRMED.value).order_by("sent_at")
    return sum(_settle(row.pk) for row in waiting[:most])


@transaction.atomic
def _settle(application: uuid.UUID) -> bool:
    row = Application.objects.select_for_update().select_related("record").get(pk=application)
    if row.record.state != State.CONFIRMED.value or row.admission is None:
        return False
    office = Viewer(role=Role.OPERATOR, door=Address(row.record.operator))
    door = _door_of(office, row)
    if door is None:
        if acts.act(row.admission).state not in ENDED - {ActState.FINAL}:
            return False
        move(office, row.pk, "settle", State.SENT)
        return True
    if not row.renews:
        sign_ins.admit(account=row.account, door=door)
        records.give_owner(actor=office, record=row.pk, owner=door)
    now = timezone.now()
    row.until = row.until or participants.participant(office, door).valid_until
    left = dt.timedelta(seconds=max(0, row.until - participants.chain_time()))
    move(office, row.pk, "settle", State.ADMITTED, kept_until=now + left + rules.KEPT)
    row.person, row.ended_at = b"", now
    row.save(update_fields=("person", "until", "ended_at"))
    return True


def _door_of(office: Viewer, row: Application) -> Address | None:
    """Whom the chain admitted, or renewed, for this application; None as long as it has not."""
    if row.renews:
        door = Address(row.record.owner)
        return door if participants.participant(office, door).valid_until >= row.until else None
    return parties.door_of(Address(row.record.operator), queries.role_of(row.record.kind), bytes(row.person))
