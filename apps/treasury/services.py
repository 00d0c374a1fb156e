"""What is done with money: credits entered and minted, withdrawals asked for, paid out or returned.

Nothing is changed here but the trustee's own bank lines: each movement is an act of a door, and the contracts
decide.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext

from apps.ledger import services as ledger
from apps.ledger.types import ActView, Signable
from apps.participants import queries as participants
from apps.records import services as recording
from apps.records.types import Heading, Readers
from apps.treasury import queries, rules
from apps.treasury.errors import LineDecided, LineTwice, NotYourMoney, WrongAmount, WrongReference
from apps.treasury.types import BANK_LINE, BankLine, LineState
from apps.vocabulary.errors import Malformed, NotAllowed, Unavailable
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import text_word

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

    `reference` is what the payer wrote. Raises NotAllowed, WrongAmount, WrongReference, LineTwice, Malformed.
    """
    trustee = _trustee(actor)
    if not actor.maker:
        raise NotAllowed
    _require_amount(amount)
    if not bank_reference.strip():
        raise Malformed
    proper = rules.read_reference(reference)
    if proper is None:
        raise WrongReference
    queries.lock_lines(trustee)
    if queries.line_of(actor, bank_reference) is not None:
        raise LineTwice
    regulator = participants.regulator()
    if regulator is None:
        raise Unavailable
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
        readers=Readers(regulator=regulator, trustee=trustee),
        owner=trustee,
        state=LineState.ENTERED,
        amount=amount,
        reference=rules.bank_word(trustee, bank_reference).hex(),
    )


def propose_mint(*, actor: Viewer, line: uuid.UUID, to: Address | None = None) -> ActView:
    """A maker proposes to mint a line to the investor whose reference it names (or, after looking, to `to`).

    Raises NotFound, LineDecided, NobodysReference, Refused.
    """
    trustee = _trustee(actor)
    found = queries.bank_line(actor, line)
    _require_waiting(found)
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
        key=f"mint:{line}:{dt.datetime.now(dt.UTC).timestamp():.0f}",
    )
    recording.change_state(
        actor=actor, record=line, state=LineState.PROPOSED, since=frozenset(LineState) - {LineState.DISMISSED}
    )
    return act


def dismiss_line(*, actor: Viewer, line: uuid.UUID) -> Heading:
    """A line that is no investor's credit: the bank sends it back. Raises LineDecided."""
    _trustee(actor)
    _require_waiting(queries.bank_line(actor, line))
    since = frozenset({LineState.ENTERED, LineState.PROPOSED})
    return recording.change_state(actor=actor, record=line, state=LineState.DISMISSED, since=since)


def propose_burn(*, actor: Viewer, withdrawal: int, bank_reference: str) -> ActView:
    """A maker proposes to burn a withdrawal that the bank has paid out under `bank_reference`."""
    trustee = _trustee(actor)
    if not bank_reference.strip():
        raise Malformed
    found = queries.withdrawal(actor, withdrawal)
    word = rules.bank_word(trustee, bank_reference)
    arguments: dict[str, int | str | bytes] = {"withdrawal": found.id, "ref": word}
    return ledger.propose(
        actor=actor,
        door=trustee,
        act="Burn",
        target=trustee,
        arguments=arguments,
        cause=f"withdrawal:{found.id}",
    )


def propose_return(*, actor: Viewer, withdrawal: int, reason: str) -> ActView:
    """A maker proposes to give a withdrawal back that cannot be paid out, for a reason of 31 bytes."""
    trustee = _trustee(actor)
    found = queries.withdrawal(actor, withdrawal)
    return ledger.propose(
        actor=actor,
        door=trustee,
        act="ReturnWithdrawal",
        target=trustee,
        arguments={"withdrawal": found.id, "reason": text_word(reason)},
        cause=f"withdrawal:{found.id}",
    )


# -- who takes money out --------------------------------------------------------------------------------


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
    fields = ((gettext("Amount"), f"RM {figures['amount']}"), (gettext("Trustee"), trustee))
    return Signable(prepared, sentence % figures, fields)


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


def _require_waiting(line: BankLine) -> None:
    on_its_way = line.act is not None and not (line.act.ended and line.act.state != "final")
    if line.state not in (LineState.ENTERED, LineState.PROPOSED) or on_its_way:
        raise LineDecided


__all__ = [
    "dismiss_line",
    "enter_bank_line",
    "prepare_withdrawal",
    "propose_burn",
    "propose_mint",
    "propose_return",
    "propose_withdrawal",
]
