"""What is done on the secondary market: open it, offer, take whole or in part, cancel, end what expired."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts import services as accounts
from apps.kyc import services as kyc
from apps.ledger import services as ledger
from apps.ledger.types import ActView, Prepared, Signable
from apps.participants import queries as participants
from apps.trading import queries
from apps.trading.errors import NoSuchCertificate, WrongExpiry, WrongPrice, WrongUnits
from apps.trading.types import MarketView, OfferView, offer_key
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import LARGEST, ZERO_ADDRESS, Address, Role, Viewer

YEAR = 365 * 24 * 3600
MALAYSIA = ZoneInfo("Asia/Kuala_Lumpur")


def propose_market(*, actor: Viewer, face: Address, money: Address) -> ActView:
    """The operator's maker proposes to open a market for a class of its issuer, in one trustee's money."""
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.role is not Role.OPERATOR:
        raise NotAllowed
    return ledger.propose(
        actor=actor,
        door=actor.door,
        act="OpenMarket",
        target=queries.template(),
        arguments={"face": face, "money": money},
    )


def prepare_offer(
    *, actor: Viewer, market: Address, certificate: int, units: int, price: int, expires_at: int
) -> Signable:
    """A holder prepares an offer of `units` of a certificate at `price` sen each, until `expires_at`.

    The certificate stays the holder's, and cannot be moved while it is offered. Raises WrongUnits,
    WrongPrice, WrongExpiry, NoSuchMarket, NoSuchCertificate.
    """
    door = _investor(actor)
    _require_figures(units, price)
    found = queries.market(market)
    now = participants.chain_time()
    if not now < expires_at <= now + YEAR:
        raise WrongExpiry
    if certificate not in {each.certificate for each in queries.lots(actor, found.face)}:
        raise NoSuchCertificate
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Offer",
        target=market,
        asset=found.face,
        most=units,
        arguments={"certificate": certificate, "units": units, "price": price, "expiresAt": expires_at},
    )
    sentence = _(
        "You offer %(units)s units of %(name)s at %(price)s each, until %(until)s: %(amount)s if all are"
        " taken. Until they are, they stay yours, and cannot be sold elsewhere."
    )
    return _signable(prepared, sentence, found, units, price, until=expires_at)


def prepare_take(*, actor: Viewer, market: Address, number: int, units: int) -> Signable:
    """An investor prepares to take `units` of an offer: units and money change hands together or not.

    Raises ConsentNeeded, RecordDoubted, UnderReview, WrongUnits, NoSuchMarket, NoSuchOffer.
    """
    door = _investor(actor)
    accounts.require_consents(actor=actor)
    kyc.require_known(actor=actor)
    found = queries.market(market)
    offer = queries.offer(actor, market, number)
    _require_figures(units, offer.price)
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Take",
        target=market,
        asset=found.money,
        most=units * offer.price,
        arguments={"offer": number, "units": units, "price": offer.price},
    )
    sentence = _(
        "You buy %(units)s units of %(name)s at %(price)s each and pay %(amount)s. Units and money change"
        " hands in one step, or not at all."
    )
    return _signable(prepared, sentence, found, units, offer.price)


def prepare_cancel(*, actor: Viewer, market: Address, number: int) -> Signable:
    """A seller prepares to end its own offer: the certificate is free again."""
    door = _investor(actor)
    found = queries.market(market)
    offer = queries.offer(actor, market, number)
    if not offer.own:
        raise NotAllowed
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="CancelOffer",
        target=market,
        asset=ZERO_ADDRESS,
        arguments={"offer": number},
    )
    sentence = _(
        "You end your offer of %(units)s units of %(name)s at %(price)s each. Nobody can take it any more."
    )
    return _signable(prepared, sentence, found, offer.units, offer.price)


def push_expired(offer: OfferView) -> ActView:
    """Ends an offer whose time is over; anyone may."""
    cause = f"offer:{offer_key(offer.market, offer.number)}"
    return ledger.push(call="expire", target=offer.market, arguments=[offer.number], cause=cause)


# -- parts ----------------------------------------------------------------------------------------------


def _investor(actor: Viewer) -> Address:
    if actor.door is None:
        raise SignInNeeded
    if actor.role is not Role.INVESTOR:
        raise NotAllowed
    return actor.door


def _require_figures(units: int, price: int) -> None:
    if not 0 < units <= LARGEST:
        raise WrongUnits
    if not 0 < price <= LARGEST or units * price > LARGEST:
        raise WrongPrice


def _signable(
    prepared: Prepared, sentence: str, market: MarketView, units: int, price: int, *, until: int = 0
) -> Signable:
    figures = {
        "units": f"{units:,}",
        "name": market.name,
        "price": _ringgit(price),
        "amount": _ringgit(units * price),
        "until": _moment(until),
    }
    fields = [
        (_("Share class"), f"{market.name} ({market.symbol})"),
        (_("Company"), market.issuer_name),
        (_("Units"), figures["units"]),
        (_("Price per unit"), figures["price"]),
        (_("Amount"), figures["amount"]),
        (_("In the money of"), market.trustee_name),
    ]
    if until:
        fields.append((_("Until"), figures["until"]))
    return Signable(prepared, sentence % figures, tuple(fields))


def _ringgit(sen: int) -> str:
    return f"RM {sen // 100:,}.{sen % 100:02d}"


def _moment(seconds: int) -> str:
    moment = datetime.fromtimestamp(seconds, tz=MALAYSIA)
    return f"{moment.day} {date_format(moment, 'M Y')}, {moment:%H:%M} MYT"
