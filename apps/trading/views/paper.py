"""The confirmation of a trade on paper: what was agreed, what it cost, where the record has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

from django.utils.translation import gettext
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from apps.trading.types import How, MarketView, TradeView
from apps.vocabulary.words import ringgit

MALAYSIA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a sheet: `figures` are what was traded, `proof` where the record has it."""

    title: str
    words: str
    figures: Sequence[tuple[str, str]]
    proof: Sequence[tuple[str, str]]


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
        (gettext("Traded"), _moment(trade.at)),
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


def drawn(sheet: Sheet) -> bytes:
    """The sheet as PDF: the same bytes for the same words."""
    made, styles = BytesIO(), getSampleStyleSheet()
    document = SimpleDocTemplate(made, pagesize=A4, title=sheet.title, author="Castor", invariant=1)
    document.build(
        [
            Paragraph("Castor", styles["Heading3"]),
            Paragraph(escape(sheet.title), styles["Title"]),
            Paragraph(escape(sheet.words), styles["Normal"]),
            Spacer(1, 8 * mm),
            _table(sheet.figures),
            Spacer(1, 10 * mm),
            Paragraph(escape(gettext("Where the record has it")), styles["Heading3"]),
            _table(sheet.proof),
        ]
    )
    return made.getvalue()


def _table(lines: Sequence[tuple[str, str]]) -> Table:
    small = getSampleStyleSheet()["Normal"]
    rows = [[Paragraph(escape(label), small), Paragraph(escape(value), small)] for label, value in lines]
    line = TableStyle(
        [("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    return Table(rows, colWidths=(50 * mm, 115 * mm), style=line, hAlign="LEFT")


def _rm(sen: int) -> str:
    return f"RM {ringgit(sen)}"


def _moment(at: int) -> str:
    return f"{dt.datetime.fromtimestamp(at, MALAYSIA):%d %b %Y, %H:%M} MYT"
