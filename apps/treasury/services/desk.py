"""What the trustee's makers do at the desk: credits entered, minted or dismissed; withdrawals ended."""

from __future__ import annotations

import uuid

from django.db import transaction

from apps.ledger import services as ledger
from apps.ledger.types import ActState, ActView
from apps.participants import queries as participants
from apps.records import services as recording
from apps.records.errors import RecordChanged
from apps.records.types import Heading, Readers
from apps.rulebook import queries as rulebook
from apps.treasury import queries, rules
from apps.treasury.errors import (
    LineDecided,
    LineTwice,
    NotAtTheBank,
    PayoutDecided,
    ReservesDiffer,
    ReservesOnTheirWay,
    ReservesStale,
    ReservesUnknown,
    WithdrawalDecided,
    WrongDate,
    WrongReference,
)
from apps.treasury.services import guards
from apps.treasury.types import BANK_LINE, BankLine, LineState, Parked, Withdrawal
from apps.vocabulary.errors import Malformed
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import ringgit, text_word

DAY = 86_400


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
    trustee = guards.maker(actor)
    guards.require_amount(amount)
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
            "parked": "" if proper else Parked.NO_REFERENCE,
        },
        readers=Readers(regulator=guards.regulator(), trustee=trustee),
        owner=trustee,
        state=LineState.ENTERED,
        amount=amount,
        reference=rules.bank_word(trustee, bank_reference).hex(),
    )


@transaction.atomic
def propose_mint(*, actor: Viewer, line: uuid.UUID, to: Address | None = None) -> ActView:
    """A maker proposes to mint a line to the investor whose reference it names (or, after looking, to `to`).

    Raises NotFound, LineDecided, WrongReference, NobodysReference, Refused; ReservesUnknown, ReservesStale,
    ReservesOnTheirWay, ReservesDiffer and NotAtTheBank where the bank's statement does not bear it out.
    """
    trustee = guards.maker(actor)
    queries.lock_lines(trustee)
    found = queries.bank_line(actor, line)
    if not found.open:
        raise LineDecided
    require_reserves(actor, found)
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
        actor=actor,
        record=line,
        state=LineState.PROPOSED,
        since=frozenset(queries.WAITING),
        due_at=found.booked_at,
    )
    return act


def require_reserves(actor: Viewer, line: BankLine) -> None:
    """Nothing is minted unless a signed statement of at most one business day ago, the supply and the
    holdings are one figure. Burning and refunding ask for none of it.
    """
    found = queries.reserve(actor)
    if found.statement is None:
        raise ReservesUnknown
    if participants.chain_time() > found.fresh_until:
        raise ReservesStale(day=found.statement.closing_on.isoformat())
    if rulebook.figure("reserve") and not found.on_chain:
        raise ReservesOnTheirWay
    if not found.agrees:
        raise ReservesDiffer(difference=ringgit(found.difference or found.supply - found.holdings))
    if line.booked_at is None and line.credited_at <= found.statement.closing_at:
        raise NotAtTheBank(day=found.statement.closing_on.isoformat())


@transaction.atomic
def dismiss_line(*, actor: Viewer, line: uuid.UUID) -> Heading:
    """A line that is no investor's credit: the bank sends it back. Raises LineDecided."""
    queries.lock_lines(guards.maker(actor))
    found = queries.bank_line(actor, line)
    if not found.open:
        raise LineDecided
    return recording.change_state(
        actor=actor,
        record=line,
        state=LineState.DISMISSED,
        since=frozenset(queries.WAITING),
        due_at=found.booked_at,
    )


def settle_lines() -> None:
    """Ends the lines whose mint is final on the chain. Safe to run at any time, and twice."""
    for trustee in participants.organisations(Role.TRUSTEE):
        desk = Viewer(role=Role.TRUSTEE, door=trustee.door)
        for each in queries.minted_lines(trustee.door):
            try:
                recording.change_state(
                    actor=desk,
                    record=each.id,
                    state=LineState.MINTED,
                    since=frozenset(queries.WAITING),
                    due_at=each.due_at,
                )
            except RecordChanged:
                continue  # somebody else was a moment faster


@transaction.atomic
def propose_burn(*, actor: Viewer, withdrawal: int, bank_reference: str) -> ActView:
    """A maker proposes to burn a withdrawal that the bank has paid out under `bank_reference`."""
    if not bank_reference.strip():
        raise Malformed
    found = _waiting(actor, withdrawal)
    word = rules.bank_word(guards.maker(actor), bank_reference)
    return _end(actor, found, "Burn", {"withdrawal": found.id, "ref": word})


@transaction.atomic
def propose_return(*, actor: Viewer, withdrawal: int, reason: str) -> ActView:
    """A maker proposes to give a withdrawal back that cannot be paid out, for a reason of 31 bytes.

    Raises PayoutDecided while a payment of it is ordered or made.
    """
    found = _waiting(actor, withdrawal)
    if withdrawal in queries.payouts_of(actor, [withdrawal]):
        raise PayoutDecided  # it is in a batch, or paid: it cannot be both
    return _end(actor, found, "ReturnWithdrawal", {"withdrawal": found.id, "reason": text_word(reason)})


def _waiting(actor: Viewer, withdrawal: int) -> Withdrawal:
    """A withdrawal that nobody has proposed to end yet; nobody else does until the transaction is over."""
    queries.lock_lines(guards.maker(actor))
    found = queries.withdrawal(actor, withdrawal)
    on_its_way = found.act is not None and (not found.act.ended or found.act.state == ActState.FINAL)
    if found.state != "waiting" or on_its_way:
        raise WithdrawalDecided
    return found


def _end(actor: Viewer, found: Withdrawal, act: str, arguments: dict[str, int | str | bytes]) -> ActView:
    trustee = guards.trustee(actor)
    return ledger.propose(
        actor=actor,
        door=trustee,
        act=act,
        target=trustee,
        arguments=arguments,
        cause=f"withdrawal:{found.id}",
    )
