"""Receipts and contract notes on paper: one sheet, made of a title, figures and where they can be checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import gettext
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from apps.campaigns.types import Campaign, Pledge
from apps.ledger.types import ActView
from apps.vocabulary.words import ringgit

MALAYSIA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a sheet: `figures` are what was agreed, `proof` where the record has it."""

    title: str
    words: str
    figures: Sequence[tuple[str, str]]
    proof: Sequence[tuple[str, str]]


def receipt_of(campaign: Campaign, act: ActView) -> Sheet:
    """What an investor signed, and what became of it so far."""
    figures = [
        (gettext("Campaign"), campaign.title),
        (gettext("Issuer"), campaign.issuer_name),
        (gettext("Operator"), campaign.operator_name),
        (gettext("Money held by"), campaign.trustee_name),
        (gettext("Price per unit"), _rm(campaign.price)),
    ]
    if act.fields.get("units"):
        figures.append((gettext("Units"), f"{int(str(act.fields['units'])):,}"))
    if act.most:
        figures.append((gettext("Amount, at most"), _rm(act.most)))
    proof = [
        (gettext("State when this was printed"), act.state.value),
        (gettext("Campaign’s address"), campaign.address),
        (gettext("Transaction"), act.transaction or "–"),
        (gettext("Block"), f"{act.block:,}" if act.block else "–"),
        (gettext("Number"), str(act.id)),
    ]
    title = {
        "Pledge": gettext("Receipt for a pledge"),
        "WithdrawPledge": gettext("Receipt for a pledge taken back"),
    }.get(act.name, gettext("Receipt"))
    words = gettext(
        "All or nothing: if the minimum is not reached, every sen goes back. A pledge can be taken back "
        "until cooling-off ends."
    )
    return Sheet(title, words, figures, proof)


def contract_note(campaign: Campaign, pledge: Pledge) -> Sheet:
    """What an investor bought, once it was delivered."""
    bought = campaign.price * pledge.units
    figures = [
        (gettext("Bought from"), campaign.issuer_name),
        (gettext("Share class"), f"{campaign.class_name} ({campaign.symbol})"),
        (gettext("Certificate"), str(pledge.certificate)),
        (gettext("Units"), f"{pledge.units:,}"),
        (gettext("Price per unit"), _rm(campaign.price)),
        (gettext("Paid"), _rm(bought)),
        (gettext("Fees paid by the investor"), _rm(0)),
        (gettext("Delivered"), _moment(pledge.last_at)),
        (gettext("May be sold from"), _moment(pledge.last_at + campaign.moratorium)),
    ]
    proof = [
        (gettext("Investor’s address"), pledge.investor),
        (gettext("Campaign’s address"), campaign.address),
        (gettext("Share class’s address"), campaign.face),
    ]
    words = gettext("The units below were delivered against payment, in one transaction.")
    return Sheet(gettext("Contract note"), words, figures, proof)


def pdf(sheet: Sheet, name: str) -> HttpResponse:
    """The sheet as a file."""
    return HttpResponse(
        drawn(sheet),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="castor-{name}.pdf"'},
    )


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
    return Table(rows, colWidths=(55 * mm, 105 * mm), style=line, hAlign="LEFT")


def _rm(sen: int) -> str:
    return f"RM {ringgit(sen)}"


def _moment(at: int) -> str:
    return f"{dt.datetime.fromtimestamp(at, MALAYSIA):%d %b %Y, %H:%M} MYT"
