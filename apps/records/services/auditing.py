"""The audit log's head, on the chain once a day."""

from __future__ import annotations

from django.db import transaction

from apps.accounts import queries as accounts
from apps.accounts.types import StaffMember
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.records import queries
from apps.records.services.anchoring import anchor
from apps.records.services.writing import amend, create
from apps.records.types import AUDIT_HEAD, Fields, Readers
from apps.vocabulary.types import Address, Role, Viewer


@transaction.atomic
def anchor_audit_head() -> ActView | None:
    """Write down the audit log's last line and anchor it: an act of the regulator's door, signed with the key
    of the first of its makers that has one. None where this portal does not act for the regulator, where
    nobody can sign, or where nothing was added since.
    """
    door = participants.regulator()
    maker = _maker(door) if door is not None and queries.acts_for(door) else None
    last = queries.last_entry()
    if door is None or maker is None or last is None:
        return None
    actor = Viewer(role=Role.REGULATOR, door=door, account=maker.account, maker=True)
    fields: Fields = {"lines": last.place, "head": last.digest.hex()}
    known = queries.headings(actor, [AUDIT_HEAD.name], ["kept"], most=1)
    if not known:
        made = create(
            actor=actor,
            kind=AUDIT_HEAD,
            fields=fields,
            readers=Readers(regulator=door),
            owner=door,
            state="kept",
            amount=last.place,
        )
        return anchor(actor=actor, record=made.id)
    if queries.audit_head(actor) == (last.place, last.digest):
        return None
    amend(actor=actor, record=known[0].id, fields=fields)
    return anchor(actor=actor, record=known[0].id)


def _maker(door: Address) -> StaffMember | None:
    return next((each for each in accounts.staff_of(door) if each.maker and each.signer is not None), None)
