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
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

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
            Paragraph(escape(gettext("Where the record has it")), getSampleStyleSheet()["Heading3"]),
            figures(sheet.proof, widths),
        ],
    )


def bound(title: str, parts: Sequence[Flowable]) -> bytes:
    """The parts below a title, as PDF."""
    made, styles = BytesIO(), getSampleStyleSheet()
    document = SimpleDocTemplate(made, pagesize=A4, title=title, author="Castor", invariant=1)
    document.build(
        [Paragraph("Castor", styles["Heading3"]), Paragraph(escape(title), styles["Title"]), *parts]
    )
    return made.getvalue()


def figures(lines: Sequence[tuple[str, str]], widths: Widths) -> Table:
    """Labels and what they name, a line each."""
    rows = [[Paragraph(escape(label)), Paragraph(escape(value))] for label, value in lines]
    line = TableStyle(
        [("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    return Table(rows, colWidths=[each * mm for each in widths], style=line, hAlign="LEFT")


def file(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
