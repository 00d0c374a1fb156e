"""Sheets of paper as PDF: a title, figures, where they can be checked. The same words make the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import gettext
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

MARGIN, PADDING = 22 * mm, 6
BRAND, QUIET = colors.HexColor("#0b6e5d"), colors.HexColor("#51606c")
MARK = ParagraphStyle("mark", fontName="Helvetica-Bold", fontSize=10, textColor=BRAND, spaceAfter=2 * mm)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=20, leading=25, spaceAfter=3 * mm)
SECTION = ParagraphStyle("section", fontName="Helvetica-Bold", fontSize=12, leading=16, spaceAfter=2 * mm)
LABEL = ParagraphStyle("label", fontName="Helvetica", fontSize=10, leading=12, textColor=QUIET)

Widths = tuple[float, float]
"""Of the labels and of what they name, in millimetres."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a sheet: `figures` are what was agreed, `proof` where the record has it."""

    title: str
    words: str
    figures: Sequence[tuple[str, str]]
    proof: Sequence[tuple[str, str]]


def drawn(sheet: Sheet, widths: Widths) -> bytes:
    """The sheet as PDF."""
    return bound(
        sheet.title,
        [
            Paragraph(escape(sheet.words)),
            Spacer(1, 8 * mm),
            figures(sheet.figures, widths),
            Spacer(1, 10 * mm),
            Paragraph(escape(gettext("Where the record has it")), SECTION),
            figures(sheet.proof, widths),
        ],
    )


def bound(title: str, parts: Sequence[Flowable]) -> bytes:
    """The parts below a title, as PDF; each page says whose it is and which of the sheet it is."""
    made = BytesIO()

    def foot(page: Canvas, _: SimpleDocTemplate) -> None:
        page.setFont("Helvetica", 8)
        page.setFillColor(QUIET)
        page.drawString(MARGIN + PADDING, 12 * mm, f"Castor · {title}")
        page.drawRightString(A4[0] - MARGIN - PADDING, 12 * mm, str(page.getPageNumber()))

    document = SimpleDocTemplate(
        made, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, title=title, author="Castor", invariant=1
    )
    head = [Paragraph("Castor", MARK), Paragraph(escape(title), TITLE)]
    rule = HRFlowable(width="100%", thickness=1.5, color=BRAND, spaceAfter=5 * mm)
    document.build([*head, rule, *parts], onFirstPage=foot, onLaterPages=foot)
    return made.getvalue()


def figures(lines: Sequence[tuple[str, str]], widths: Widths) -> Table:
    """Labels and what they name, a line each."""
    rows = [[Paragraph(escape(label), LABEL), Paragraph(escape(value))] for label, value in lines]
    line = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
        ]
    )
    return Table(rows, colWidths=[each * mm for each in widths], style=line, hAlign="LEFT")


def file(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
