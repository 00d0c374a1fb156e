"""Reports as CSV, XLSX and PDF: the same report gives the same bytes. No cell is a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from apps.supervision.types.reported import Cell, Moment, Report, Sen, Sheet
from apps.vocabulary.tables import csv_lines, safe_cell
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.words import ringgit

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip knows: a sheet's files are dated by no clock."""
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def as_csv(report: Report) -> bytes:
    """All tables, one below the other, after what they are."""
    lines: list[Sequence[object]] = [*_head(report)]
    for sheet in report.sheets:
        lines += [(), (sheet.title,), sheet.columns, *([_plain(cell) for cell in row] for row in sheet.rows)]
    return "".join(csv_lines(lines)).encode()


def as_xlsx(report: Report) -> bytes:
    """A sheet for each table, and one that says what they are."""
    book = Workbook()
    book.remove(book.worksheets[0])
    about = book.create_sheet("Report")
    for label, value in _head(report):
        about.append([label, safe_cell(value)])
    for sheet in report.sheets:
        made = book.create_sheet(sheet.title[:31])
        made.append(list(sheet.columns))
        for cell in made[1]:
            cell.font = Font(bold=True)
        for row in sheet.rows:
            made.append([_number(cell) for cell in row])
        made.freeze_panes = "A2"
    written = BytesIO()
    book.save(written)
    return _undated(written.getvalue(), report)


def as_pdf(report: Report) -> bytes:
    """On paper, each page with the block."""
    made, styles = BytesIO(), getSampleStyleSheet()
    page = landscape(A4)
    document = SimpleDocTemplate(
        made, pagesize=page, title=report.title, author="Castor", invariant=1, margin=15 * mm
    )
    small = ParagraphStyle("small", fontSize=7, leading=9)
    parts: list[Flowable] = [
        Paragraph("Castor", styles["Heading3"]),
        Paragraph(report.title, styles["Title"]),
    ]
    parts += [
        Paragraph(f"{escape(label)}: {escape(str(value))}", small) for label, value in _head(report)[1:]
    ]
    for sheet in report.sheets:
        parts += [
            Spacer(1, 6 * mm),
            Paragraph(escape(sheet.title), styles["Heading2"]),
            _table(sheet, page[0]),
        ]
    foot = f"{report.title} · block {report.block:,} · {report.block_hash}"

    def footed(canvas: Canvas, _: object) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(15 * mm, 8 * mm, foot)

    document.build(parts, onFirstPage=footed, onLaterPages=footed)
    return made.getvalue()


def shown(cell: Cell) -> str:
    """A cell as a page shows it."""
    plain = _plain(cell)
    return f"{plain:,}" if isinstance(plain, int) else plain


# -- parts ----------------------------------------------------------------------------------------------


def _head(report: Report) -> list[tuple[str, str]]:
    return [
        ("Report", report.title),
        *([("Of", report.of)] if report.of else []),
        ("From (MYT)", _plain_moment(report.since)),
        ("Until before (MYT)", _plain_moment(report.until)),
        ("As of block", str(report.block)),
        ("Hash of the block", report.block_hash),
        ("Time of the block (MYT)", _plain_moment(report.at)),
        ("SHA-256 of the record at the block", report.record),
    ]


def _plain(cell: Cell) -> str | int:
    match cell:
        case Sen(sen):
            return ringgit(sen)
        case Moment(at):
            return _plain_moment(at)
        case _:
            return cell


def _number(cell: Cell) -> str | int | Decimal:
    if isinstance(cell, Sen):
        return Decimal(cell.sen) / 100
    plain: str | int = safe_cell(_plain(cell))
    return plain


def _plain_moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(MALAYSIA):%Y-%m-%d %H:%M:%S}" if at else ""


def _table(sheet: Sheet, width: float) -> Table:
    small = ParagraphStyle("cell", fontSize=6.5, leading=8)
    lines = [sheet.columns, *([shown(cell) for cell in row] for row in sheet.rows)]
    rows = [[Paragraph(escape(each), small) for each in line] for line in lines]
    look = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.75, colors.black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.lightgrey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    return Table(
        rows,
        colWidths=[(width - 50 * mm) / len(sheet.columns)] * len(sheet.columns),
        style=look,
        repeatRows=1,
    )


def _undated(written: bytes, report: Report) -> bytes:
    """The same workbook, dated by the block and not by the clock."""
    at = datetime.fromtimestamp(report.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(written)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + at, content)
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return made.getvalue()
