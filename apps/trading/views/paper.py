"""The confirmation of a trade on paper: what was agreed, what it cost, where the record has it."""

from __future__ import annotations

from django.utils.translation import gettext

from apps.trading.types import How, MarketView, TradeView
from apps.vocabulary.paper import Sheet
from apps.vocabulary.times import moment
from apps.vocabulary.words import ringgit

WIDTHS = (50, 115)


def confirmation(trade: TradeView, market: MarketView) -> Sheet:
    """What one of the parties is told: the other one stays unnamed, unless the party sees it anyway."""
    bought = trade.side == "bought"
    how = {
        How.BOOK: gettext("In the order book, as orders met"),
        How.AUCTION: gettext("In a call auction, at one price for all"),
        How.DEAL: gettext("Negotiated with a named party"),
    }[trade.how]
    figures = [
        (gettext("Share class"), f"{trade.name} ({market.symbol})"),
        (gettext("Issuer"), market.issuer_name),
        (gettext("Market of"), market.operator_name),
        (gettext("Money held by"), market.trustee_name),
        (gettext("Traded"), moment(trade.at)),
        (gettext("How"), how),
        (gettext("Units"), f"{trade.units:,}"),
        (gettext("Price per unit"), _rm(trade.price)),
        (gettext("Amount"), _rm(trade.amount)),
        (gettext("Fee"), _rm(trade.fee)),
        (gettext("Paid in all") if bought else gettext("Received"), _rm(trade.total)),
    ]
    if bought:
        figures.append((gettext("Certificate"), str(trade.certificate)))
    proof = [
        (gettext("Transaction"), trade.transaction),
        (gettext("Block"), f"{trade.block:,}"),
        (gettext("Place in the record"), trade.place),
        (gettext("Market’s address"), trade.market),
        (gettext("Share class’s address"), trade.face),
    ]
    words = gettext("Units and money changed hands in one transaction: neither could move without the other.")
    title = gettext("Confirmation of a purchase") if bought else gettext("Confirmation of a sale")
    return Sheet(title, words, figures, proof)


def _rm(sen: int) -> str:
    return f"RM {ringgit(sen)}"
