"""What is done with money: credits entered and minted, withdrawals asked for, paid out or returned.

Nothing is changed here but the trustee's own bank lines: each movement is an act of a door, and the contracts
decide.
"""

from __future__ import annotations

import re
import uuid

from django.db import transaction
from django.utils.translation import gettext

from apps.ledger import services as ledger
from apps.ledger.types import ActState, ActView, Signable
from apps.participants import queries as participants
from apps.records import services as recording
from apps.records.errors import RecordChanged
from apps.records.types import Fields, Heading, Readers
from apps.treasury import queries, rules
from apps.treasury.errors import (
    LineDecided,
    LineTwice,
    NotYourMoney,
    OwnAccountProposal,
    WithdrawalDecided,
    WrongAccount,
    WrongAmount,
    WrongDate,
    WrongReference,
)
from apps.treasury.types import (
    BANK_LINE,
    PAYOUT_ACCOUNT,
    TRUST_ACCOUNT,
    AccountState,
    LineState,
    Withdrawal,
)
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound, Unavailable
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import text_word

DAY = 86_400
_NUMBER = re.compile(r"[0-9]{6,20}", re.ASCII)

# -- the trustee's desk ---------------------------------------------------------------------------------


@transaction.atomic
def enter_bank_line(
    *,
    actor: Viewer,
    bank_reference: str,
    amount: int,
    credited_at: int,
    reference: str,
    payer: str = "",
    note: str = "",
) -> Heading:
    """A trustee's maker enters a credit of its bank account: `amount` sen, `credited_at` the bank's own time.

    `reference` is what the payer wrote; empty where that is none of ours. Raises NotAllowed, WrongAmount,
    WrongDate, WrongReference, LineTwice, Malformed.
    """
    trustee = _maker(actor)
    _require_amount(amount)
    if not bank_reference.strip():
        raise Malformed
    if not 0 < credited_at <= participants.chain_time() + DAY:
        raise WrongDate
    proper = rules.read_reference(reference) if reference.strip() else ""
    if proper is None:
        raise WrongReference
    queries.lock_lines(trustee)
    if queries.is_entered(actor, bank_reference):
        raise LineTwice
    return recording.create(
        actor=actor,
        kind=BANK_LINE,
        fields={
            "bank_reference": bank_reference.strip(),
            "reference": proper,
            "credited_at": credited_at,
            "payer": payer.strip(),
            "note": note.strip(),
        },
        readers=Readers(regulator=_regulator(), trustee=trustee),
        owner=trustee,
        state=LineState.ENTERED,
        amount=amount,
        reference=rules.bank_word(trustee, bank_reference).hex(),
    )


@transaction.atomic
def propose_mint(*, actor: Viewer, line: uuid.UUID, to: Address | None = None) -> ActView:
    """A maker proposes to mint a line to the investor whose reference it names (or, after looking, to `to`).

    Raises NotFound, LineDecided, WrongReference, NobodysReference, Refused.
    """
    trustee = _maker(actor)
    queries.lock_lines(trustee)
    found = queries.bank_line(actor, line)
    if not found.open:
        raise LineDecided
    act = ledger.propose(
        actor=actor,
        door=trustee,
        act="Mint",
        target=trustee,
        arguments={
            "to": to or queries.door_of_reference(found.reference),
            "amount": found.amount,
            "ref": rules.bank_word(trustee, found.bank_reference),
            "creditedAt": found.credited_at,
        },
        cause=f"record:{line}",
    )
    recording.change_state(
        actor=actor, record=line, state=LineState.PROPOSED, since=frozenset(queries.WAITING)
    )
    return act


@transaction.atomic
def dismiss_line(*, actor: Viewer, line: uuid.UUID) -> Heading:
    """A line that is no investor's credit: the bank sends it back. Raises LineDecided."""
    queries.lock_lines(_maker(actor))
    if not queries.bank_line(actor, line).open:
        raise LineDecided
    return recording.change_state(
        actor=actor, record=line, state=LineState.DISMISSED, since=frozenset(queries.WAITING)
    )


def settle_lines() -> None:
    """Ends the lines whose mint is final on the chain. Safe to run at any time, and twice."""
    for trustee in participants.organisations(Role.TRUSTEE):
        desk = Viewer(role=Role.TRUSTEE, door=trustee.door)
        for each in queries.minted_lines(trustee.door):
            try:
                recording.change_state(
                    actor=desk, record=each.id, state=LineState.MINTED, since=frozenset(queries.WAITING)
                )
            except RecordChanged:
                continue  # somebody else was a moment faster


@transaction.atomic
def propose_burn(*, actor: Viewer, withdrawal: int, bank_reference: str) -> ActView:
    """A maker proposes to burn a withdrawal that the bank has paid out under `bank_reference`."""
    if not bank_reference.strip():
        raise Malformed
    found = _waiting(actor, withdrawal)
    word = rules.bank_word(_maker(actor), bank_reference)
    return _end(actor, found, "Burn", {"withdrawal": found.id, "ref": word})


@transaction.atomic
def propose_return(*, actor: Viewer, withdrawal: int, reason: str) -> ActView:
    """A maker proposes to give a withdrawal back that cannot be paid out, for a reason of 31 bytes."""
    found = _waiting(actor, withdrawal)
    return _end(actor, found, "ReturnWithdrawal", {"withdrawal": found.id, "reason": text_word(reason)})


# -- the account that deposits go to ---------------------------------------------------------------------


def propose_trust_account(*, actor: Viewer, bank: str, holder: str, number: str) -> Heading:
    """A maker proposes the bank account that deposits go to. Raises NotAllowed, WrongAccount."""
    trustee = _maker(actor)
    fields = _bank_account(bank, holder, number)
    return recording.create(
        actor=actor,
        kind=TRUST_ACCOUNT,
        fields={**fields, "maker": actor.account},
        readers=Readers(regulator=_regulator(), trustee=trustee),
        owner=trustee,
        state=AccountState.PROPOSED,
    )


@transaction.atomic
def decide_trust_account(*, actor: Viewer, account: uuid.UUID, approved: bool) -> Heading:
    """Another puts it in force, in the place of the one before; or drops it, as its maker may too.

    Raises NotAllowed, NotFound, OwnAccountProposal, RecordChanged.
    """
    _trustee(actor)
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


# -- who takes money out --------------------------------------------------------------------------------


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
        readers=Readers(regulator=_regulator(), operator=client.parent, trustee=client.trustee),
        owner=actor.door,
        account=actor.account,
        state="kept",
    )


def prepare_withdrawal(*, actor: Viewer, token: Address, amount: int) -> Signable:
    """A client asks for `amount` sen to be paid out at the bank: what it is to sign."""
    if actor.role not in (Role.INVESTOR, Role.ISSUER) or actor.door is None:
        raise NotAllowed
    _require_amount(amount)
    pocket = next((each for each in queries.pockets(actor) if each.token == token), None)
    if pocket is None:
        raise NotYourMoney
    prepared = ledger.prepare(
        actor=actor,
        door=actor.door,
        act="RequestWithdrawal",
        target=actor.door,
        arguments={"token": token, "amount": amount},
    )
    trustee = participants.name_of(pocket.trustee)
    sentence = gettext("%(trustee)s pays RM %(amount)s out to your bank account. You can spend it no longer.")
    figures = {"trustee": trustee, "amount": f"{amount // 100:,}.{amount % 100:02d}"}
    fields = [(gettext("Amount"), f"RM {figures['amount']}"), (gettext("Trustee"), trustee)]
    account = queries.payout_account(actor)
    if account is not None:
        fields.append((gettext("Paid to"), f"{account.bank}, {account.number}"))
    return Signable(prepared, sentence % figures, tuple(fields))


def propose_withdrawal(*, actor: Viewer, token: Address, amount: int) -> ActView:
    """An operator's maker proposes to have its fees paid out: `amount` sen."""
    if actor.role is not Role.OPERATOR or actor.door is None:
        raise NotAllowed
    _require_amount(amount)
    arguments: dict[str, int | str | bytes] = {"token": token, "amount": amount}
    return ledger.propose(
        actor=actor, door=actor.door, act="RequestWithdrawal", target=actor.door, arguments=arguments
    )


# -- parts ----------------------------------------------------------------------------------------------


def _trustee(actor: Viewer) -> Address:
    if actor.role is not Role.TRUSTEE or actor.door is None:
        raise NotAllowed
    return actor.door


def _require_amount(amount: int) -> None:
    if not 0 < amount <= rules.MOST_SEN:
        raise WrongAmount


def _maker(actor: Viewer) -> Address:
    if not actor.maker:
        raise NotAllowed
    return _trustee(actor)


def _regulator() -> Address:
    found = participants.regulator()
    if found is None:
        raise Unavailable
    return found


def _waiting(actor: Viewer, withdrawal: int) -> Withdrawal:
    """A withdrawal that nobody has proposed to end yet; nobody else does until the transaction is over."""
    queries.lock_lines(_maker(actor))
    found = queries.withdrawal(actor, withdrawal)
    on_its_way = found.act is not None and (not found.act.ended or found.act.state == ActState.FINAL)
    if found.state != "waiting" or on_its_way:
        raise WithdrawalDecided
    return found


def _end(actor: Viewer, found: Withdrawal, act: str, arguments: dict[str, int | str | bytes]) -> ActView:
    trustee = _trustee(actor)
    return ledger.propose(
        actor=actor,
        door=trustee,
        act=act,
        target=trustee,
        arguments=arguments,
        cause=f"withdrawal:{found.id}",
    )


def _bank_account(bank: str, holder: str, number: str) -> Fields:
    plain = "".join(number.replace("-", "").split())
    if not bank.strip() or not holder.strip() or not _NUMBER.fullmatch(plain):
        raise WrongAccount
    return {"bank": bank.strip()[:60], "holder": holder.strip()[:140], "number": plain}


__all__ = [
    "decide_trust_account",
    "dismiss_line",
    "enter_bank_line",
    "prepare_withdrawal",
    "propose_burn",
    "propose_mint",
    "propose_return",
    "propose_trust_account",
    "propose_withdrawal",
    "set_payout_account",
    "settle_lines",
]
