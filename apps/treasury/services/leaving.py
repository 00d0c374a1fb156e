"""Money that is asked for: by a client, who signs, or by an operator's maker for its fees."""

from __future__ import annotations

from django.utils.translation import gettext

from apps.ledger import services as ledger
from apps.ledger.types import ActView, Signable
from apps.participants import queries as participants
from apps.treasury import queries
from apps.treasury.errors import NotYourMoney
from apps.treasury.services import guards
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, Role, Viewer


def prepare_withdrawal(*, actor: Viewer, token: Address, amount: int) -> Signable:
    """A client asks for `amount` sen to be paid out at the bank: what it is to sign."""
    if actor.role not in (Role.INVESTOR, Role.ISSUER) or actor.door is None:
        raise NotAllowed
    guards.require_amount(amount)
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
    guards.require_amount(amount)
    arguments: dict[str, int | str | bytes] = {"token": token, "amount": amount}
    return ledger.propose(
        actor=actor, door=actor.door, act="RequestWithdrawal", target=actor.door, arguments=arguments
    )
