"""What is done with an application: written step by step, sent, returned, approved by one, confirmed by
another.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts import queries as accounts
from apps.accounts import services as sign_ins
from apps.kyc import parties, persontag, queries, rules
from apps.kyc.errors import (
    ApplicationIncomplete,
    NoTrustee,
    OutOfState,
    ReviewChanged,
    SamePerson,
    StepInvalid,
)
from apps.kyc.models import Application
from apps.kyc.types import COMPANY, INVESTOR, ApplicationView, State
from apps.ledger import queries as acts
from apps.ledger import services as ledger
from apps.ledger.types import ENDED, ActState, ActView
from apps.participants import services as participants
from apps.records import services as records
from apps.records.types import Content, Fields, FileNote, Json
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import Malformed, NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, InvestorClass, Role, Viewer

SHORTEST_REASON = 5
LONGEST_REASON = 500


# -- the client's part
# --------------------------------------------------------------------------------------------


def start(*, actor: Viewer) -> ApplicationView:
    """The actor's open application, begun if there is none. Raises NotAllowed for staff and the admitted."""
    if actor.account is None:
        raise SignInNeeded
    if actor.is_staff or actor.door is not None:
        raise NotAllowed
    found = queries.current(actor)
    if found is not None and found.state is not State.REJECTED:
        return found
    account = accounts.account(actor.account)
    if account.applies_to is None:
        raise NotAllowed
    try:
        with transaction.atomic():
            heading = records.create(
                actor=actor,
                kind=COMPANY if account.role is Role.ISSUER else INVESTOR,
                fields={},
                readers=parties.readers(account.applies_to),
                state=State.DRAFT.value,
                account=actor.account,
            )
            row = Application.objects.create(
                record_id=heading.id, account=actor.account, started_at=timezone.now()
            )
    except IntegrityError:
        # Two tabs began at once; the constraint let one through.
        row = Application.objects.get(account=actor.account, ended_at=None)
    return queries.view(actor, row)


@transaction.atomic
def save_step(
    *, actor: Viewer, step: str, answers: Mapping[str, object], seen: int | None = None
) -> ApplicationView:
    """Save one step's answers; a reviewer's notes on them are taken as answered.

    Raises StepInvalid with a sentence a field, OutOfState, RecordChanged when `seen` is not the present
    version.
    """
    found = _own(actor, "save")
    asked = rules.step_called(found.heading.kind, step)
    if asked is None or not asked.fields:
        raise Malformed(step=step)
    fields = rules.cleaned(asked, answers, today=timezone.localdate())
    fields["notes"] = rules.notes_left(found.content.fields, asked.fields)
    records.amend(actor=actor, record=found.heading.id, fields=fields, seen=seen)
    return queries.application(actor, found.heading.id)


@transaction.atomic
def attach(*, actor: Viewer, slot: str, name: str, data: bytes) -> FileNote:
    """Put a document into its slot. Raises FileRefused, OutOfState, Malformed for an unknown slot."""
    found = _own(actor, "save")
    note = records.attach(actor=actor, record=found.heading.id, slot=slot, name=name, data=data)
    if slot in rules.notes_left(found.content.fields, ()):
        left: dict[str, Json] = rules.notes_left(found.content.fields, (slot,))
        records.amend(actor=actor, record=found.heading.id, fields={"notes": left})
    return note


@transaction.atomic
def send(*, actor: Viewer) -> ApplicationView:
    """Send the application to the operator. Raises ApplicationIncomplete with the steps that are not done."""
    found = _own(actor, "send")
    if not found.complete:
        raise ApplicationIncomplete(steps=[each.step.name for each in found.steps if not each.done])
    _move(actor, found.heading.id, "send", State.SENT)
    Application.objects.filter(pk=found.heading.id).update(
        sent_at=timezone.now(), maker=None, checker=None, admission=None, anchor=None
    )
    return queries.application(actor, found.heading.id)


# -- the operator's part
# ------------------------------------------------------------------------------------------


def read(*, actor: Viewer, application: uuid.UUID, reason: str) -> ApplicationView:
    """An application with nothing masked; who read it and why is kept with the record."""
    found = queries.application(actor, application)
    content = records.read(actor=actor, record=application, reason=reason)
    return dataclasses.replace(found, content=content)


@transaction.atomic
def send_back(*, actor: Viewer, application: uuid.UUID, notes: Mapping[str, str]) -> ApplicationView:
    """Ask the client to fix parts of the application: a reason for each field or document that is named.

    Raises StepInvalid for an unknown part or a missing reason, OutOfState.
    """
    row = _case(actor, application, "send back")
    parts = {part for step in rules.steps_of(row.record.kind) for part in step.parts}
    wrong = {part: "" for part, note in notes.items() if part not in parts or not _is_reason(note)}
    if wrong or not notes:
        raise StepInvalid(wrong or {"notes": ""})
    _take_back(actor, row, "returned to the client")
    kept: Fields = {"notes": {part: note.strip() for part, note in notes.items()}}
    records.amend(actor=actor, record=row.pk, fields=kept, state=State.RETURNED.value)
    return queries.application(actor, application)


def approve(*, actor: Viewer, application: uuid.UUID) -> ActView:
    """The maker's decision: the reviewed version is anchored, and the admission proposed to the checker.

    An approved application is approved again only when its proposal has lapsed. Raises OutOfState,
    NotAllowed, TooManyTags, ReviewChanged, and the contract's own refusal.
    """
    with transaction.atomic():
        row = _to_approve(actor, application)
        _guardian(actor, row)
        content = records.read(actor=actor, record=row.pk, reason="approval of the application")
    # Between two transactions: what follows may be refused, and the regulator's log and count stay.
    tag = persontag.tag_of(actor, rules.identity(content.fields))
    return _approve(actor, application, content, tag)


@transaction.atomic
def _approve(actor: Viewer, application: uuid.UUID, content: Content, tag: bytes) -> ActView:
    row = _to_approve(actor, application)
    if row.record.version != content.heading.version:
        raise ReviewChanged
    admission = _propose_admission(actor, row, content.fields, _guardian(actor, row), tag)
    anchor = records.anchor(actor=actor, record=row.pk)
    if row.record.state == State.SENT.value:
        _move(actor, row.pk, "approve", State.APPROVED)
    row.maker, row.maker_version, row.checker = actor.account, row.record.version, None
    row.person, row.admission, row.anchor = tag, admission.id, anchor.id
    row.save(update_fields=("maker", "maker_version", "checker", "person", "admission", "anchor"))
    return admission


def _to_approve(actor: Viewer, application: uuid.UUID) -> Application:
    row = _case(actor, application, "approve")
    if not actor.maker:
        raise NotAllowed
    if row.record.state == State.APPROVED.value and not _lapsed(row):
        raise OutOfState
    return row


@transaction.atomic
def confirm(*, actor: Viewer, application: uuid.UUID) -> ActView:
    """The checker's decision, by another person: the proposed admission goes to the chain.

    Raises SamePerson, ReviewChanged when the application is not what the maker approved, OutOfState,
    NotAllowed.
    """
    row = _case(actor, application, "confirm")
    if not actor.checker:
        raise NotAllowed
    if actor.account == row.maker:
        raise SamePerson
    if row.maker_version != row.record.version or row.admission is None:
        raise ReviewChanged
    admission = ledger.approve(actor=actor, act=row.admission)
    _move(actor, row.pk, "confirm", State.CONFIRMED)
    row.checker = actor.account
    row.save(update_fields=("checker",))
    return admission


@transaction.atomic
def reject(*, actor: Viewer, application: uuid.UUID, reason: str) -> ApplicationView:
    """Refuse the application for good, with a reason that the client reads; it is then kept as R33 says."""
    row = _case(actor, application, "reject")
    if not _is_reason(reason):
        raise StepInvalid({"reason": ""})
    _take_back(actor, row, "application rejected")
    records.amend(actor=actor, record=row.pk, fields={"decision": reason.strip()})
    now = timezone.now()
    until = now + rules.KEPT
    _move(actor, row.pk, "reject", State.REJECTED, kept_until=until)
    row.ended_at = now
    row.save(update_fields=("ended_at",))
    return queries.application(actor, application)


# -- what follows from the chain
# ------------------------------------------------------------------------------------


def settle_admissions(*, most: int = 200) -> int:
    """Give the confirmed whose admission the chain has seen their door; the rest wait. Returns how many
    moved.

    One whose admission was refused, or lapsed, goes back to the queue.
    """
    waiting = Application.objects.filter(record__state=State.CONFIRMED.value).order_by("sent_at")
    return sum(_settle(row.pk) for row in waiting[:most])


@transaction.atomic
def _settle(application: uuid.UUID) -> bool:
    row = Application.objects.select_for_update().select_related("record").get(pk=application)
    if row.record.state != State.CONFIRMED.value or row.admission is None:
        return False
    office = Viewer(role=Role.OPERATOR, door=Address(row.record.operator))
    door = parties.door_of(Address(row.record.operator), queries.role_of(row.record.kind), bytes(row.person))
    if door is None:
        if acts.act(row.admission).state not in ENDED - {ActState.FINAL}:
            return False
        _move(office, row.pk, "settle", State.SENT)
        return True
    sign_ins.admit(account=row.account, door=door)
    records.give_owner(actor=office, record=row.pk, owner=door)
    _move(office, row.pk, "settle", State.ADMITTED)
    row.person, row.ended_at = b"", timezone.now()
    row.save(update_fields=("person", "ended_at"))
    return True


# -- inside
# -----------------------------------------------------------------------------------------------------


def _own(actor: Viewer, act: str) -> ApplicationView:
    if actor.is_staff:
        raise NotAllowed
    found = queries.current(actor)
    if found is None or found.state not in rules.MAY[act]:
        raise OutOfState
    return found


def _case(actor: Viewer, application: uuid.UUID, act: str) -> Application:
    if actor.role is not Role.OPERATOR or not (actor.maker or actor.checker):
        raise NotAllowed
    queries.row(actor, application)
    row = Application.objects.select_for_update(of=("self",)).select_related("record").get(pk=application)
    if State(row.record.state) not in rules.MAY[act]:
        raise OutOfState(state=row.record.state)
    return row


def _move(
    actor: Viewer, record: uuid.UUID, act: str, state: State, kept_until: dt.datetime | None = None
) -> None:
    since = frozenset(each.value for each in rules.MAY[act])
    records.change_state(actor=actor, record=record, state=state.value, since=since, kept_until=kept_until)


def _guardian(actor: Viewer, row: Application) -> Address:
    """The trustee in whose guard the client comes; one that was linked since is made a reader of the
    record.
    """
    if row.record.trustee:
        return Address(row.record.trustee)
    trustee = parties.trustee_of(Address(row.record.operator))
    if trustee is None:
        raise NoTrustee
    records.give_trustee(actor=actor, record=row.pk, trustee=trustee)
    return trustee


def _propose_admission(
    actor: Viewer, row: Application, fields: Fields, trustee: Address, tag: bytes
) -> ActView:
    """A company's name is public and on-chain; a person's is not."""
    account = accounts.account(row.account)
    if account.address is None:
        raise OutOfState
    company = row.record.kind == COMPANY.name
    category = InvestorClass.NONE if company else rules.CLASSES[str(fields["investor_class"])]
    validity = rulebook.figure("R7", category) or rulebook.figure("R7") or rules.VALID_SECONDS
    return participants.admit_client(
        actor=actor,
        role=queries.role_of(row.record.kind),
        name=rules.public_name(str(fields["company_name"])) if company else "",
        signer=account.address,
        trustee=trustee,
        person=tag,
        investor_class=category,
        valid_until=rulebook.now() + validity,
        cause=f"application:{row.pk}",
    )


def _lapsed(row: Application) -> bool:
    return row.admission is None or acts.act(row.admission).state in ENDED


def _take_back(actor: Viewer, row: Application, reason: str) -> None:
    """The admission that the maker proposed must not be confirmed any more. The anchor stays: it was
    reviewed.
    """
    if row.admission is not None and not _lapsed(row):
        ledger.reject(actor=actor, act=row.admission, reason=reason)
    row.maker, row.person, row.admission = None, b"", None
    row.save(update_fields=("maker", "person", "admission"))


def _is_reason(text: str) -> bool:
    return SHORTEST_REASON <= len(text.strip()) <= LONGEST_REASON
