"""What an investor does: pledges, and withdraws a pledge."""

import logging

from django.utils.translation import gettext as _

from apps.accounts import services as accounts
from apps.campaigns import queries, rules
from apps.campaigns.errors import (
    NotOpen,
    OverYourLimit,
    TooFewLeft,
    TooLittleMoney,
)
from apps.campaigns.services.actors import require, say
from apps.campaigns.types import Campaign
from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Viewer

logger = logging.getLogger(__name__)


def prepare_pledge(*, actor: Viewer, campaign: Address, units: int, least: int | None = None) -> Signable:
    """An investor prepares a pledge of `units`, or of at least `least` of them (by default all) when
    fewer are left. Entries that no longer count towards the person's ceilings are dropped first.

    Raises NotAllowed, ConsentNeeded, NotFound, Malformed, NotOpen, TooFewLeft, TooLittleMoney, OverYourLimit
    with what is possible.
    """
    door = require(actor, Role.INVESTOR)
    found = queries.campaign(actor, campaign)
    accounts.require_consents(actor=actor)
    least = units if least is None else least
    rules.require_units(units, least)
    if not found.open_to_pledges:
        raise NotOpen
    if least > found.left:
        text = _("{left:number} units are left, for {amount:sen}.")
        raise TooFewLeft(say(text, left=found.left, amount=found.left * found.price), left=found.left)
    _require_room(actor, found, min(units, found.left) * found.price)
    amount = units * found.price
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Pledge",
        target=campaign,
        asset=found.money,
        most=amount,
        arguments={"units": units, "least": least},
    )
    sentence = say(
        _(
            "You pledge {amount:sen} for {units:number} units of {title}. You get it back if {least:sen} is "
            "not reached by {closes_at:time}, and you can take it back until the end of cooling-off."
        ),
        amount=amount,
        units=units,
        title=found.title,
        least=found.least,
        closes_at=found.closes_at,
    )
    fields = [
        (_("Campaign"), found.title),
        (_("Amount"), say("{sen:sen}", sen=amount)),
        (_("Units"), say("{units:number}", units=units)),
        (_("Price per unit"), say("{sen:sen}", sen=found.price)),
    ]
    if least != units:
        fields.append((_("At least"), say("{units:number}", units=least)))
    return Signable(prepared, sentence, tuple(fields))


def prepare_withdrawal(*, actor: Viewer, campaign: Address) -> Signable:
    """An investor prepares to take the whole pledge back (R10). Raises NotAllowed, NotFound."""
    door = require(actor, Role.INVESTOR)
    found, mine = queries.campaign(actor, campaign), queries.my_pledge(actor, campaign)
    if mine is None:
        raise NotFound
    prepared = ledger.prepare(actor=actor, door=door, act="WithdrawPledge", target=campaign, arguments={})
    sentence = say(
        _("You take back your pledge of {amount:sen} to {title}. The money is yours again at once."),
        amount=mine.amount,
        title=found.title,
    )
    fields = ((_("Campaign"), found.title), (_("Amount"), say("{sen:sen}", sen=mine.amount)))
    return Signable(prepared, sentence, fields)


def _require_room(actor: Viewer, campaign: Campaign, amount: int) -> None:
    room = queries.room(actor, campaign.address)
    if room.tidy and actor.door:
        _tidy(participants.participant(actor, actor.door).person)
    for limit in room.limits:
        if limit.left is not None and amount > limit.left:
            raise OverYourLimit(
                say(
                    _(
                        "Your limit allows {possible:sen} more at the moment: of {ceiling:sen}, {used:sen} "
                        "are used."
                    ),
                    possible=limit.left,
                    ceiling=limit.ceiling,
                    used=limit.used,
                ),
                rule=limit.rule,
                possible=limit.left,
                ceiling=limit.ceiling,
                used=limit.used,
            )
    if amount > room.balance:
        said = _("Your balance of {balance:sen} is smaller than this pledge of {amount:sen}.")
        raise TooLittleMoney(
            say(said, balance=room.balance, amount=amount), balance=room.balance, amount=amount
        )


def _tidy(person: str) -> None:
    """Courtesy: without it the contract refuses, and says that tidying would help."""
    arguments = {"person": person, "n": rules.TIDY_BATCH}
    try:
        ledger.push(call="Rulebook.tidy", target=rulebook.module(), arguments=arguments)
    except Refused as refusal:
        logger.info("nothing to tidy", extra={"error": refusal.name})
