"""What the issuer of a sukuk does beside a campaign's acts: sets its terms, declares what they promise."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.campaigns import queries
from apps.campaigns.services.actors import require, say
from apps.campaigns.types import Campaign, Sukuk
from apps.ledger import services as ledger
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.securities import queries as securities
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Viewer


def prepare_sukuk(*, actor: Viewer, campaign: Address, rate: int, matures_at: int, payments: int) -> Signable:
    """The issuer of a proposed placement prepares its sukuk's terms, which the operator then approves with
    the documents: `rate` in parts per million a year of the price, `matures_at` in chain seconds.

    Raises NotAllowed; NotFound where the campaign places no sukuk.
    """
    door, found = _own(actor, campaign)
    terms = Sukuk(rate, matures_at, payments)
    arguments = {"rate": rate, "maturesAt": matures_at, "payments": payments}
    prepared = ledger.prepare(actor=actor, door=door, act="SetSukuk", target=campaign, arguments=arguments)
    sentence = say(
        _(
            "You set the terms of the sukuk “{title}”: {percent} % a year on the price, paid "
            "{payments:number} times in equal periods from the close on, and {price:sen} a unit on "
            "{matures_at:time}. Until your operator has approved them you can set others; then nobody can."
        ),
        title=found.title,
        percent=terms.percent,
        payments=payments,
        price=found.price,
        matures_at=matures_at,
    )
    fields = (
        (_("Sukuk"), found.title),
        (_("Profit rate"), _("%(rate)s %% a year") % {"rate": terms.percent}),
        (_("Profit is paid"), say(_("{n:number} times"), n=payments)),
        (_("Matures"), say("{at:time}", at=matures_at)),
        (_("Paid back"), say(_("{price:sen} a unit"), price=found.price)),
    )
    return Signable(prepared, sentence, fields)


def prepare_sukuk_payment(*, actor: Viewer, campaign: Address, number: int) -> Signable:
    """The issuer prepares to declare a payment of its sukuk by its number: profit from 1 on, and after the
    last one the principal. Amount and day are what the terms say.

    Raises NotAllowed; NotFound for what the terms do not promise.
    """
    door, found = _own(actor, campaign)
    payments = {each.number: each for each in queries.sukuk_payments(actor, campaign)}
    if number not in payments:
        raise NotFound
    payment, shown = payments[number], securities.share_class(found.face)
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="DeclareSukuk",
        target=securities.template("dividend"),
        arguments={"campaign": campaign, "number": number},
    )
    what = _("Principal") if payment.principal else _("Profit %(n)s") % {"n": number}
    sentence = say(
        _(
            "You declare “{what}” of the sukuk “{title}”: {rate} for each unit, to who holds it on "
            "{due:time}. From then on it is paid, once {needed:sen} lie ready."
        ),
        what=what,
        title=found.title,
        rate=f"RM {payment.per_unit}",
        due=payment.due_at,
        needed=payment.amount,
    )
    fields = (
        (_("Sukuk"), found.title),
        (_("Payment"), what),
        (_("For each unit"), f"RM {payment.per_unit}"),
        (_("Falls due"), say("{at:time}", at=payment.due_at)),
        (_("Needed for %(n)s units") % {"n": f"{shown.units:,}"}, say("{sen:sen}", sen=payment.amount)),
        (_("In the money of"), participants.name_of(found.trustee)),
    )
    return Signable(prepared, sentence, fields)


def _own(actor: Viewer, campaign: Address) -> tuple[Address, Campaign]:
    """The issuer's door, and its placement."""
    door, found = require(actor, Role.ISSUER), queries.campaign(actor, campaign)
    if found.issuer != door:
        raise NotAllowed
    if not queries.places_sukuk(campaign):
        raise NotFound
    return door, found
