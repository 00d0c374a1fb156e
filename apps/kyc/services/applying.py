"""The client's part: an application begun, written step by step, sent; and begun again before it runs out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts import queries as accounts
from apps.kyc import parties, queries, rules
from apps.kyc.errors import ApplicationIncomplete, StepInvalid, TooEarly
from apps.kyc.models import Application
from apps.kyc.services.cases import move, own
from apps.kyc.types import COMPANY, INVESTOR, ApplicationView, State
from apps.participants import queries as participants
from apps.records import services as records
from apps.records.types import Fields, FileNote, Json
from apps.vocabulary.errors import Malformed, NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

FRESH = frozenset({"truthful", "notes", "decision", "class_basis"})
"""What a renewal asks for again."""
_NUMBER = {INVESTOR.name: "identity_number", COMPANY.name: "registration_number"}
CARRIED = ("identity_front", "registration_certificate")
"""Documents that a renewal takes over; evidence for a category is always new (rulebook R7)."""


def start(*, actor: Viewer) -> ApplicationView:
    """The actor's open application, begun if there is none; for the admitted, the renewal of their admission.

    Raises NotAllowed for staff, TooEarly while the admission counts for more than 60 days.
    """
    if actor.account is None:
        raise SignInNeeded
    if actor.is_staff:
        raise NotAllowed
    found = queries.current(actor)
    if found is not None and found.state not in (State.REJECTED, State.ADMITTED):
        return found
    if actor.door is not None:
        return _renew(actor, actor.account, found)
    account = accounts.account(actor.account)
    if account.applies_to is None or (found is not None and found.state is State.ADMITTED):
        raise NotAllowed
    return _begin(actor, actor.account, account.role, account.applies_to, {}, renews=None)


def _renew(actor: Viewer, account: int, found: ApplicationView | None) -> ApplicationView:
    """A new application with what is known already. Raises NotAllowed without one that was admitted."""
    before = queries.admitted(actor)
    if before is None or actor.door is None or (found and found.heading.erased):
        raise NotAllowed
    client = participants.participant(actor, actor.door)
    if client.valid_until - participants.chain_time() > rules.RENEW_FROM:
        raise TooEarly
    if client.parent is None:
        raise NotAllowed
    fields: Fields = {name: value for name, value in before.content.fields.items() if name not in FRESH}
    begun = _begin(actor, account, actor.role, client.parent, fields, renews=before.heading.id)
    for slot in CARRIED:
        note = before.content.file(slot)
        if note is not None:
            name, data = records.read_file(actor=actor, record=before.heading.id, file=note.id)
            records.attach(actor=actor, record=begun.heading.id, slot=slot, name=name.name, data=data)
    return queries.application(actor, begun.heading.id)


def _begin(
    actor: Viewer, account: int, role: Role, operator: Address, fields: Fields, *, renews: uuid.UUID | None
) -> ApplicationView:
    try:
        with transaction.atomic():
            heading = records.create(
                actor=actor,
                kind=COMPANY if role is Role.ISSUER else INVESTOR,
                fields=fields,
                readers=parties.readers(operator),
                state=State.DRAFT.value,
                owner=actor.door,
                account=account,
            )
            row = Application.objects.create(
                record_id=heading.id, account=account, started_at=timezone.now(), renews=renews
            )
    except IntegrityError:
        # Two tabs began at once; the constraint let one through.
        row = Application.objects.get(account=account, ended_at=None)
    return queries.view(actor, row)


@transaction.atomic
def save_step(
    *, actor: Viewer, step: str, answers: Mapping[str, object], seen: int | None = None
) -> ApplicationView:
    """Save one step's answers; a reviewer's notes on them are taken as answered.

    Raises StepInvalid with a sentence a field, OutOfState, RecordChanged when `seen` is not the present
    version.
    """
    found = own(actor, "save")
    asked = rules.step_called(found.heading.kind, step)
    if asked is None or not asked.fields:
        raise Malformed(step=step)
    fields = rules.cleaned(asked, answers, today=timezone.localdate())
    before = queries.admitted(actor)
    if before is not None and rules.is_somebody_else(before.content.fields, fields):
        raise StepInvalid({_NUMBER[found.heading.kind]: rules.somebody_else()})
    fields["notes"] = rules.notes_left(found.content.fields, asked.fields)
    records.amend(actor=actor, record=found.heading.id, fields=fields, seen=seen)
    return queries.application(actor, found.heading.id)


@transaction.atomic
def attach(*, actor: Viewer, slot: str, name: str, data: bytes) -> FileNote:
    """Put a document into its slot. Raises FileRefused, OutOfState, Malformed for an unknown slot."""
    found = own(actor, "save")
    note = records.attach(actor=actor, record=found.heading.id, slot=slot, name=name, data=data)
    if slot in rules.notes_left(found.content.fields, ()):
        left: dict[str, Json] = rules.notes_left(found.content.fields, (slot,))
        records.amend(actor=actor, record=found.heading.id, fields={"notes": left})
    return note


@transaction.atomic
def send(*, actor: Viewer) -> ApplicationView:
    """Send the application to the operator. Raises ApplicationIncomplete with the steps that are not done."""
    found = own(actor, "send")
    if not found.complete:
        raise ApplicationIncomplete(steps=[each.step.name for each in found.steps if not each.done])
    move(actor, found.heading.id, "send", State.SENT)
    Application.objects.filter(pk=found.heading.id).update(
        sent_at=timezone.now(), maker=None, checker=None, admission=None, anchor=None
    )
    return queries.application(actor, found.heading.id)
