"""Negotiated trades: a holder offers units to one buyer, who takes all of them or none."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.accounts import services as accounts
from apps.kyc import services as kyc
from apps.ledger import services as ledger
from apps.ledger.types import Prepared, Signable
from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.trading import queries, rules
from apps.trading.errors import NoSuchBuyer, NoSuchCertificate, WrongExpiry
from apps.trading.services.signing import investor, moment, require_figures, rm, signable, taken_back
from apps.trading.types import DealState, MarketView
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, Role, Viewer

LATEST = (1 << 32) - 1
"""The last second that a negotiated trade may run until: sessions do not hold for it."""


def prepare_deal(
    *,
    actor: Viewer,
    market: Address,
    certificate: int,
    units: int,
    price: int,
    buyer: Address,
    expires_at: int,
) -> Signable:
    """A holder prepares to offer `units` of a certificate at `price` sen each to one buyer, until
    `expires_at`.

    Raises WrongUnits, WrongPrice, WrongExpiry, NoSuchMarket, NoSuchCertificate, NoSuchBuyer.
    """
    door = investor(actor)
    require_figures(units, price)
    found = queries.market(market)
    if not participants.chain_time() < expires_at <= LATEST:
        raise WrongExpiry
    if certificate not in {each.certificate for each in queries.lots(actor, found.face)}:
        raise NoSuchCertificate
    if participants.role_of(buyer) is not Role.INVESTOR or buyer == door:
        raise NoSuchBuyer
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Negotiate",
        target=market,
        asset=found.face,
        most=units,
        arguments={
            "certificate": certificate,
            "units": units,
            "price": price,
            "buyer": buyer,
            "expiresAt": expires_at,
        },
    )
    return _signable_deal(prepared, found, units=units, price=price, buyer=buyer, expires_at=expires_at)


def prepare_accept(*, actor: Viewer, market: Address, number: int) -> Signable:
    """The buyer that was named prepares to take it: units and money change hands together or not.

    Raises ConsentNeeded, RecordDoubted, UnderReview, NoSuchMarket, NoSuchDeal, NotAllowed.
    """
    door = investor(actor)
    accounts.require_consents(actor=actor)
    kyc.require_known(actor=actor)
    found, deal = queries.market(market), queries.deal(actor, market, number)
    if not deal.buying or deal.state is not DealState.OPEN:
        raise NotAllowed
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="AcceptDeal",
        target=market,
        asset=found.money,
        most=deal.amount + deal.fee,
        arguments={"deal": number, "price": deal.price},
    )
    figures = {
        "units": f"{deal.units:,}",
        "name": found.name,
        "price": rm(deal.price),
        "total": rm(deal.amount + deal.fee),
    }
    sentence = _(
        "You buy %(units)s units of %(name)s at %(price)s each and pay %(total)s, the fee included. Units "
        "and money change hands in one step, or not at all."
    )
    fields = [
        (_("Units"), figures["units"]),
        (_("Price per unit"), figures["price"]),
        (_("Fee"), rm(deal.fee)),
        (_("You pay"), figures["total"]),
        (_("Your limits"), _(rules.COUNTS[rulebook.counts_purchases()])),
    ]
    return signable(prepared, sentence % figures, found, fields)


def prepare_deal_cancel(*, actor: Viewer, market: Address, number: int) -> Signable:
    """The seller prepares to take a negotiated trade back. Raises NoSuchMarket, NoSuchDeal, NotAllowed."""
    door = investor(actor)
    found, deal = queries.market(market), queries.deal(actor, market, number)
    if not deal.selling or deal.state is not DealState.OPEN:
        raise NotAllowed
    prepared = taken_back(actor, door, market, number)
    sentence = _(
        "You take back what you offered: %(units)s units of %(name)s at %(price)s each are free again."
    )
    figures = {"units": f"{deal.units:,}", "name": found.name, "price": rm(deal.price)}
    return signable(prepared, sentence % figures, found, [(_("Negotiated trade"), str(number))])


def _signable_deal(
    prepared: Prepared, market: MarketView, *, units: int, price: int, buyer: Address, expires_at: int
) -> Signable:
    fee = rules.trade_fee_down(queries.fee_schedule(), units * price)
    figures = {
        "units": f"{units:,}",
        "name": market.name,
        "buyer": participants.name_of(buyer),
        "amount": rm(units * price),
        "until": moment(expires_at),
    }
    sentence = _(
        "You offer %(units)s units of %(name)s to %(buyer)s alone, for %(amount)s, until %(until)s. Until "
        "they are taken they stay yours, and cannot be sold elsewhere."
    )
    fields = [
        (_("Buyer"), buyer),
        (_("Units"), figures["units"]),
        (_("Price per unit"), rm(price)),
        (_("Fee"), rm(fee)),
        (_("You receive"), rm(units * price - fee)),
        (_("Until"), figures["until"]),
    ]
    return signable(prepared, sentence % figures, market, fields)
