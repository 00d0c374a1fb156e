"""The account that deposits go to, and the one that a client is paid on."""

from __future__ import annotations

import re
import uuid

from django.db import transaction

from apps.participants import queries as participants
from apps.records import services as recording
from apps.records.types import Fields, Heading, Readers
from apps.treasury import queries
from apps.treasury.errors import OwnAccountProposal, WrongAccount
from apps.treasury.services import guards
from apps.treasury.types import PAYOUT_ACCOUNT, TRUST_ACCOUNT, AccountState
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Role, Viewer

_NUMBER = re.compile(r"[0-9]{6,20}", re.ASCII)


def propose_trust_account(*, actor: Viewer, bank: str, holder: str, number: str) -> Heading:
    """A maker proposes the bank account that deposits go to. Raises NotAllowed, WrongAccount."""
    trustee = guards.maker(actor)
    fields = _bank_account(bank, holder, number)
    return recording.create(
        actor=actor,
        kind=TRUST_ACCOUNT,
        fields={**fields, "maker": actor.account},
        readers=Readers(regulator=guards.regulator(), trustee=trustee),
        owner=trustee,
        state=AccountState.PROPOSED,
    )


@transaction.atomic
def decide_trust_account(*, actor: Viewer, account: uuid.UUID, approved: bool) -> Heading:
    """Another puts it in force, in the place of the one before; or drops it, as its maker may too.

    Raises NotAllowed, NotFound, OwnAccountProposal, RecordChanged.
    """
    guards.trustee(actor)
    found = next((each for each in queries.trust_accounts(actor) if each.id == account), None)
    if found is None:
        raise NotFound
    own = found.maker == actor.account
    if not actor.checker and (approved or not own):
        raise NotAllowed
    if approved and own:
        raise OwnAccountProposal
    proposed = frozenset({AccountState.PROPOSED})
    if not approved:
        return recording.change_state(actor=actor, record=account, state=AccountState.ENDED, since=proposed)
    for each in queries.trust_accounts(actor):
        if each.state == AccountState.IN_FORCE:
            in_force = frozenset({AccountState.IN_FORCE})
            recording.change_state(actor=actor, record=each.id, state=AccountState.ENDED, since=in_force)
    return recording.change_state(actor=actor, record=account, state=AccountState.IN_FORCE, since=proposed)


@transaction.atomic
def set_payout_account(*, actor: Viewer, bank: str, holder: str, number: str) -> Heading:
    """A client says where its withdrawals are paid to. Its operator, trustee and the regulator can read it.

    Raises NotAllowed, WrongAccount.
    """
    if actor.role not in (Role.INVESTOR, Role.ISSUER) or actor.door is None:
        raise NotAllowed
    fields = _bank_account(bank, holder, number)
    known = queries.payout_account(actor)
    if known is not None:
        return recording.amend(actor=actor, record=known.id, fields=fields)
    client = participants.participant(actor, actor.door)
    return recording.create(
        actor=actor,
        kind=PAYOUT_ACCOUNT,
        fields=fields,
        readers=Readers(regulator=guards.regulator(), operator=client.parent, trustee=client.trustee),
        owner=actor.door,
        account=actor.account,
        state="kept",
    )


def _bank_account(bank: str, holder: str, number: str) -> Fields:
    plain = "".join(number.replace("-", "").split())
    if not bank.strip() or not holder.strip() or not _NUMBER.fullmatch(plain):
        raise WrongAccount
    return {"bank": bank.strip()[:60], "holder": holder.strip()[:140], "number": plain}
