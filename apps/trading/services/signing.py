"""What an investor is shown before it signs: a sentence and figures. Shared by orders and negotiated
trades.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.ledger import services as ledger
from apps.ledger.types import Prepared, Signable
from apps.trading.errors import WrongPrice, WrongUnits
from apps.trading.types import MarketView
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import LARGEST, ZERO_ADDRESS, Address, Role, Viewer
from apps.vocabulary.words import ringgit


def investor(actor: Viewer) -> Address:
    """The investor's door. Raises SignInNeeded, NotAllowed."""
    if actor.door is None:
        raise SignInNeeded
    if actor.role is not Role.INVESTOR:
        raise NotAllowed
    return actor.door


def require_figures(units: int, price: int) -> None:
    """Raises WrongUnits, WrongPrice for what no word of 64 bits keeps."""
    if not 0 < units <= LARGEST:
        raise WrongUnits
    if not 0 < price <= LARGEST or units * price > LARGEST:
        raise WrongPrice


def taken_back(actor: Viewer, door: Address, market: Address, number: int) -> Prepared:
    """An investor's act that takes an order or a negotiated trade out of the book. Raises as `prepare`."""
    return ledger.prepare(
        actor=actor,
        door=door,
        act="CancelOrder",
        target=market,
        asset=ZERO_ADDRESS,
        arguments={"order": number},
    )


def signable(
    prepared: Prepared, sentence: str, market: MarketView, fields: list[tuple[str, str]]
) -> Signable:
    """The sentence and the figures, after what is traded and in whose money."""
    head = [
        (_("Share class"), f"{market.name} ({market.symbol})"),
        (_("Company"), market.issuer_name),
        (_("In the money of"), market.trustee_name),
    ]
    return Signable(prepared, sentence, (*head, *fields))


def rm(sen: int) -> str:
    """Sen as people read them."""
    return f"RM {ringgit(sen)}"


def moment(seconds: int) -> str:
    """Chain seconds as people read them."""
    at = datetime.fromtimestamp(seconds, tz=MALAYSIA)
    return f"{at.day} {date_format(at, 'M Y')}, {at:%H:%M} MYT"
