"""An investor's orders: to buy, to sell, to take an order back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.accounts import services as accounts
from apps.kyc import services as kyc
from apps.ledger import services as ledger
from apps.ledger.types import Prepared, Signable
from apps.participants import queries as participants
from apps.trading import queries, rules
from apps.trading.errors import NoSuchCertificate, WrongExpiry
from apps.trading.services.signing import investor, moment, require_figures, rm, signable, taken_back
from apps.trading.types import MarketView, Side
from apps.trading.types.tickets import Quote
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, Viewer


def prepare_bid(*, actor: Viewer, market: Address, units: int, price: int, expires_at: int) -> Signable:
    """An investor prepares to buy up to `units` at `price` sen each or less, until `expires_at`.

    Money and fee are set aside for it. Raises ConsentNeeded, RecordDoubted, UnderReview, WrongUnits,
    WrongPrice, WrongExpiry, NoSuchMarket.
    """
    door = investor(actor)
    accounts.require_consents(actor=actor)
    kyc.require_known(actor=actor)
    require_figures(units, price)
    found = queries.market(market)
    _require_expiry(found, expires_at)
    quote = queries.quote(actor, market, side=Side.BID, units=units, price=price)
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Bid",
        target=market,
        asset=found.money,
        most=quote.total,
        arguments={"units": units, "price": price, "expiresAt": expires_at},
    )
    sentence = _(
        "You bid for %(units)s units of %(name)s at %(price)s each or less, until %(until)s. %(total)s are "
        "set aside for it, the fee included; what is not spent comes back."
    )
    return _signable_order(prepared, sentence, found, quote, expires_at)


def prepare_ask(
    *, actor: Viewer, market: Address, certificate: int, units: int, price: int, expires_at: int
) -> Signable:
    """A holder prepares to sell up to `units` of a certificate at `price` sen each or more, until
    `expires_at`.

    The certificate stays the holder's, and cannot be moved meanwhile. Raises WrongUnits, WrongPrice,
    WrongExpiry, NoSuchMarket, NoSuchCertificate.
    """
    door = investor(actor)
    require_figures(units, price)
    found = queries.market(market)
    _require_expiry(found, expires_at)
    if certificate not in {each.certificate for each in queries.lots(actor, found.face)}:
        raise NoSuchCertificate
    quote = queries.quote(actor, market, side=Side.ASK, units=units, price=price)
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Ask",
        target=market,
        asset=found.face,
        most=units,
        arguments={"certificate": certificate, "units": units, "price": price, "expiresAt": expires_at},
    )
    sentence = _(
        "You offer %(units)s units of %(name)s at %(price)s each or more, until %(until)s: %(total)s after "
        "the fee, if all are sold. Until they are, they stay yours, and cannot be sold elsewhere."
    )
    return _signable_order(prepared, sentence, found, quote, expires_at)


def prepare_cancel(*, actor: Viewer, market: Address, number: int) -> Signable:
    """An investor prepares to take its own order back: what it holds is free again. Raises NoSuchMarket,
    NoSuchOrder.
    """
    door, found = investor(actor), queries.market(market)
    order = queries.order(actor, market, number)
    if not order.standing:
        raise NotAllowed
    prepared = taken_back(actor, door, market, number)
    figures = {"units": f"{order.units:,}", "name": found.name, "price": rm(order.price)}
    if order.side is Side.BID:
        sentence = _(
            "You take back your bid for %(units)s units of %(name)s at %(price)s each; what it holds comes "
            "back."
        )
    else:
        sentence = _(
            "You take back your offer of %(units)s units of %(name)s at %(price)s each; they are free again."
        )
    held = rm(order.held) if order.side is Side.BID else f"{order.held:,}"
    fields = [(_("Order"), str(number)), (_("What comes back"), held)]
    return signable(prepared, sentence % figures, found, fields)


def _require_expiry(market: MarketView, expires_at: int) -> None:
    now = participants.chain_time()
    if not now < expires_at <= rules.latest_expiry(market.sessions, now):
        raise WrongExpiry


def _signable_order(
    prepared: Prepared, sentence: str, market: MarketView, quote: Quote, expires_at: int
) -> Signable:
    figures = {
        "units": f"{quote.units:,}",
        "name": market.name,
        "price": rm(quote.price),
        "until": moment(expires_at),
        "total": rm(quote.total),
    }
    bids = quote.side is Side.BID
    fields = [
        (_("Units"), figures["units"]),
        (_("Limit per unit"), figures["price"]),
        (_("Amount at the limit"), rm(quote.amount)),
        (_("Fee, at most") if bids else _("Fee"), rm(quote.fee)),
        (_("You pay, at most") if bids else _("You receive, at the limit"), figures["total"]),
        (_("You will hold"), _("%(units)s units") % {"units": f"{quote.holds:,}"}),
        (_("Until"), figures["until"]),
    ]
    if bids:
        fields.append((_("Your limits"), _(rules.COUNTS[quote.counts])))
    return signable(prepared, sentence % figures, market, fields)
