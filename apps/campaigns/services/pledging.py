"""What an investor does: pledges, and withdraws a pledge."""

import logging

from django.utils.translation import gettext as _

from apps.accounts import services as accounts
from apps.campaigns import queries, rules
from apps.campaigns.errors import (
    NotForRetail,
    NotOpen,
    OverYourLimit,
    PledgeStands,
    TooFewLeft,
    TooLittleMoney,
)
from apps.campaigns.services.actors import require, say
from apps.campaigns.types import Campaign, PledgeRoom
from apps.kyc import services as kyc
from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, InvestorClass, Role, Viewer

logger = logging.getLogger(__name__)


def prepare_pledge(*, actor: Viewer, campaign: Address, units: int, least: int | None = None) -> Signable:
    """An investor prepares a pledge of `units`, or of at least `least` of them when fewer are left (by
    default all, pro rata one). Entries that no longer count towards the person's ceilings are dropped first.

    Raises NotAllowed, ConsentNeeded, NotFound, Malformed, NotOpen, NotForRetail, PledgeStands, TooFewLeft,
    TooLittleMoney, OverYourLimit with what is possible.
    """
    found, least = ready(actor, campaign, units, least)
    amount = min(units, found.left) * found.price
    room = queries.room(actor, campaign)
    require_limits(actor, room, amount)
    if amount > room.balance:
        said = _("Your balance of {balance:sen} is smaller than this pledge of {amount:sen}.")
        raise TooLittleMoney(
            say(said, balance=room.balance, amount=amount), balance=room.balance, amount=amount
        )
    return signable(actor, found, units, least, deadline=None)


def ready(actor: Viewer, campaign: Address, units: int, least: int | None) -> tuple[Campaign, int]:
    """The campaign and the least, if the actor can pledge to it at all now. Raises as `prepare_pledge`."""
    door = require(actor, Role.INVESTOR)
    found = queries.campaign(actor, campaign)
    accounts.require_consents(actor=actor)
    kyc.require_known(actor=actor)
    least = (1 if found.pro_rata else units) if least is None else least
    rules.require_units(units, least)
    if not found.open_to_pledges:
        raise NotOpen
    kind = participants.participant(actor, door).investor_class
    if found.for_professionals and kind is InvestorClass.RETAIL:
        raise NotForRetail
    if least > found.left:
        text = _("{left:number} units are left, for {amount:sen}.")
        raise TooFewLeft(say(text, left=found.left, amount=found.left * found.price), left=found.left)
    mine = queries.my_pledge(actor, campaign)
    if found.pro_rata and mine is not None and mine.units:
        raise PledgeStands
    return found, least


def signable(actor: Viewer, found: Campaign, units: int, least: int, *, deadline: int | None) -> Signable:
    """The pledge as it is signed, and as it reads; `deadline` in chain seconds, None for the usual."""
    amount = units * found.price
    prepared = ledger.prepare(
        actor=actor,
        door=require(actor, Role.INVESTOR),
        act="Pledge",
        target=found.address,
        asset=found.money,
        most=amount,
        arguments={"units": units, "least": least},
        deadline=deadline,
    )
    return Signable(prepared, _sentence(found, units, amount), _fields(found, units, least, amount))


def _sentence(found: Campaign, units: int, amount: int) -> str:
    if found.pro_rata:
        text = _(
            "You pledge {amount:sen} for {units:number} units of {title}. If more is asked for than "
            "there is, units are shared out at the close and the rest of your money goes back. You get all "
            "of it back if {least:sen} is not reached by {closes_at:time}, and you can take it back until "
            "the end of cooling-off."
        )
    else:
        text = _(
            "You pledge {amount:sen} for {units:number} units of {title}. You get it back if {least:sen} is "
            "not reached by {closes_at:time}, and you can take it back until the end of cooling-off."
        )
    return say(
        text, amount=amount, units=units, title=found.title, least=found.least, closes_at=found.closes_at
    )


def _fields(found: Campaign, units: int, least: int, amount: int) -> tuple[tuple[str, str], ...]:
    fields = [
        (_("Campaign"), found.title),
        (_("Amount"), say("{sen:sen}", sen=amount)),
        (_("Units"), say("{units:number}", units=units)),
        (_("Price per unit"), say("{sen:sen}", sen=found.price)),
    ]
    if least != units:
        fields.append((_("At least"), say("{units:number}", units=least)))
    return tuple(fields)


def prepare_withdrawal(*, actor: Viewer, campaign: Address) -> Signable:
    """An investor prepares to take the whole pledge back (R10, R11). Raises NotAllowed, NotFound."""
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


def require_limits(actor: Viewer, room: PledgeRoom, amount: int) -> None:
    """Raises OverYourLimit, with what still fits, for an amount (sen) beyond a ceiling of the actor's own."""
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


def _tidy(person: str) -> None:
    """Courtesy: without it the contract refuses, and says that tidying would help."""
    arguments = {"person": person, "n": rules.TIDY_BATCH}
    try:
        ledger.push(call="Rulebook.tidy", target=rulebook.module(), arguments=arguments)
    except Refused as refusal:
        logger.info("nothing to tidy", extra={"error": refusal.name})
