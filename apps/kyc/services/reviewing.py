"""The operator's part: a case read in full, sent back, approved by one, confirmed by another, rejected."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from apps.accounts import queries as accounts
from apps.kyc import parties, persontag, queries, rules
from apps.kyc.errors import NoTrustee, OutOfState, ReviewChanged, SamePerson, StepInvalid
from apps.kyc.models import Application
from apps.kyc.services.cases import case, is_note, move, note_decision, require_reason
from apps.kyc.services.screening import require_decided, screen
from apps.kyc.types import COMPANY, ApplicationView, State
from apps.ledger import queries as acts
from apps.ledger import services as ledger
from apps.ledger.types import ENDED, ActView
from apps.participants import services as participants
from apps.records import services as records
from apps.records.types import Content, Fields
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, InvestorClass, Viewer


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
    row = case(actor, application, "send back")
    parts = {part for step in rules.steps_of(row.record.kind) for part in step.parts}
    wrong = {part: "" for part, note in notes.items() if part not in parts or not is_note(note)}
    if wrong or not notes:
        raise StepInvalid(wrong or {"notes": ""})
    _take_back(actor, row, "returned to the client")
    row.sent_before = row.record.version
    row.save(update_fields=("sent_before",))
    kept: Fields = {"notes": {part: note.strip() for part, note in notes.items()}}
    records.amend(actor=actor, record=row.pk, fields=kept, state=State.RETURNED.value)
    note_decision(actor, row.pk, "sent back", ", ".join(sorted(notes)))
    return queries.application(actor, application)


def approve(*, actor: Viewer, application: uuid.UUID, reason: str) -> ActView:
    """The maker's decision: the reviewed version is anchored, and the admission proposed to the checker.

    An approved application is approved again only when its proposal has lapsed. Raises OutOfState,
    NotAllowed, ReasonNeeded, TooManyTags, ReviewChanged, and the contract's own refusal.
    """
    with transaction.atomic():
        _to_approve(actor, application)
    said = require_reason(reason)
    screen(application)  # kept whatever follows: nobody is approved on yesterday's lists
    with transaction.atomic():
        row = _to_approve(actor, application)
        require_decided(row)
        _guardian(actor, row)
        content = records.read(actor=actor, record=row.pk, reason="approval of the application")
    # Between two transactions: what follows may be refused, and the regulator's log and count stay.
    tag = bytes(32) if row.record.owner else persontag.tag_of(actor, rules.identity(content.fields))
    return _approve(actor, application, content, tag, said)


@transaction.atomic
def _approve(actor: Viewer, application: uuid.UUID, content: Content, tag: bytes, reason: str) -> ActView:
    row = _to_approve(actor, application)
    if row.record.version != content.heading.version:
        raise ReviewChanged
    row.until = rulebook.now() + _validity(actor, row, content)
    admission = _propose(actor, row, content.fields, _guardian(actor, row), tag)
    anchor = records.anchor(actor=actor, record=row.pk)
    if row.record.state == State.SENT.value:
        move(actor, row.pk, "approve", State.APPROVED)
    row.maker, row.maker_version, row.checker = actor.account, row.record.version, None
    row.person, row.admission, row.anchor = tag, admission.id, anchor.id
    row.save(update_fields=("maker", "maker_version", "checker", "person", "until", "admission", "anchor"))
    note_decision(actor, row.pk, "approved", reason)
    return admission


def _to_approve(actor: Viewer, application: uuid.UUID) -> Application:
    row = case(actor, application, "approve")
    if not actor.maker:
        raise NotAllowed
    if row.record.state == State.APPROVED.value and not _lapsed(row):
        raise OutOfState
    return row


def confirm(*, actor: Viewer, application: uuid.UUID, reason: str) -> ActView:
    """The checker's decision, by another person: the proposed admission goes to the chain.

    Raises SamePerson, ReasonNeeded, ReviewChanged when the application is not what the maker approved,
    HitsOpen where a list changed meanwhile, OutOfState, NotAllowed.
    """
    with transaction.atomic():
        _to_confirm(actor, application)
    said = require_reason(reason)
    screen(application)
    return _confirm(actor, application, said)


@transaction.atomic
def _confirm(actor: Viewer, application: uuid.UUID, reason: str) -> ActView:
    row = _to_confirm(actor, application)
    require_decided(row)
    if row.maker_version != row.record.version or row.admission is None:
        raise ReviewChanged
    admission = ledger.approve(actor=actor, act=row.admission)
    move(actor, row.pk, "confirm", State.CONFIRMED)
    row.checker = actor.account
    row.save(update_fields=("checker",))
    note_decision(actor, row.pk, "confirmed", reason)
    return admission


def _to_confirm(actor: Viewer, application: uuid.UUID) -> Application:
    row = case(actor, application, "confirm")
    if not actor.checker:
        raise NotAllowed
    if actor.account == row.maker:
        raise SamePerson
    return row


@transaction.atomic
def reject(*, actor: Viewer, application: uuid.UUID, reason: str) -> ApplicationView:
    """Refuse the application for good, with a reason that the client reads; it is then kept as R33 says.

    Raises ReasonNeeded, OutOfState, NotAllowed.
    """
    row, said = case(actor, application, "reject"), require_reason(reason)
    _take_back(actor, row, "application rejected")
    records.amend(actor=actor, record=row.pk, fields={"decision": said})
    now = timezone.now()
    until = now + rules.KEPT
    move(actor, row.pk, "reject", State.REJECTED, kept_until=until)
    row.ended_at = now
    row.save(update_fields=("ended_at",))
    note_decision(actor, row.pk, "rejected", said)
    return queries.application(actor, application)


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


def _validity(actor: Viewer, row: Application, content: Content) -> int:
    """For how many chain seconds: as rule R7 lets the class, less where the risk asks for an earlier
    review.
    """
    category = _category(row, content.fields)
    longest = rulebook.figure("R7", category) or rulebook.figure("R7") or rules.VALID_SECONDS
    found = queries.assessment(actor, row.pk)
    return min(longest, (found and found.longest_validity) or longest)


def _category(row: Application, fields: Fields) -> InvestorClass:
    return (
        InvestorClass.NONE
        if row.record.kind == COMPANY.name
        else rules.CLASSES[str(fields["investor_class"])]
    )


def _propose(actor: Viewer, row: Application, fields: Fields, trustee: Address, tag: bytes) -> ActView:
    """The admission, or its renewal. A company's name is public and on-chain; a person's is not."""
    category, cause = _category(row, fields), f"application:{row.pk}"
    if row.record.owner:
        return participants.renew(
            actor=actor,
            client=Address(row.record.owner),
            investor_class=category,
            valid_until=row.until,
            cause=cause,
        )
    account = accounts.account(row.account)
    if account.address is None:
        raise OutOfState
    company = row.record.kind == COMPANY.name
    return participants.admit_client(
        actor=actor,
        role=queries.role_of(row.record.kind),
        name=rules.public_name(str(fields["company_name"])) if company else "",
        signer=account.address,
        trustee=trustee,
        person=tag,
        investor_class=category,
        valid_until=row.until,
        cause=cause,
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
