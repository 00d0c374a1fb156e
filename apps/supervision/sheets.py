"""Reports as CSV, XLSX and PDF: the same report gives the same bytes. No cell is a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from apps.supervision.types.reported import Cell, Moment, Report, Sen, Sheet
from apps.vocabulary.tables import csv_lines, safe_cell
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.words import ringgit

MOST_SHOWN = 50
"""So many rows of a table are shown on a page; the files have all of them."""
MARGIN = 15 * mm
FONT, SIZE, LEADING, PADDING = "Helvetica", 6.5, 8, 3
"""Of a table's cells on paper, in points."""
ADDRESS = 42
"""Letters of an address."""
WIDEST = 60
"""Letters of a column in a workbook."""
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip knows: a sheet's files are dated by no clock."""
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_LEFT = ParagraphStyle("left", fontName=FONT, fontSize=SIZE, leading=LEADING)
_RIGHT = ParagraphStyle("right", parent=_LEFT, alignment=TA_RIGHT)


def as_csv(report: Report) -> bytes:
    """All tables, one below the other, after what they are."""
    lines: list[Sequence[object]] = [*_head(report)]
    for sheet in report.sheets:
        lines += [(), (sheet.title,), sheet.columns, *([_number(cell) for cell in row] for row in sheet.rows)]
    return "".join(csv_lines(lines)).encode()


def as_xlsx(report: Report) -> bytes:
    """A sheet for each table, and one that says what they are."""
    book = Workbook()
    book.remove(book.worksheets[0])
    about = book.create_sheet("Report")
    for label, value in _head(report):
        about.append([label, safe_cell(value)])
    for sheet in report.sheets:
        _fill(book.create_sheet(sheet.title[:31]), sheet)
    written = BytesIO()
    book.save(written)
    return _undated(written.getvalue(), report)


def as_pdf(report: Report) -> bytes:
    """On paper, each page with the block."""
    made, styles = BytesIO(), getSampleStyleSheet()
    page = landscape(A4)
    document = SimpleDocTemplate(
        made,
        pagesize=page,
        title=report.asked.title,
        author="Castor",
        invariant=1,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
    )
    small = ParagraphStyle("small", fontSize=7, leading=9)
    parts: list[Flowable] = [
        Paragraph("Castor", styles["Heading3"]),
        Paragraph(report.asked.title, styles["Title"]),
    ]
    parts += [
        Paragraph(f"{escape(label)}: {escape(str(value))}", small) for label, value in _head(report)[1:]
    ]
    for sheet in report.sheets:
        parts += [
            Spacer(1, 6 * mm),
            Paragraph(escape(sheet.title), styles["Heading2"]),
            _table(sheet, page[0] - 2 * MARGIN),
        ]
    foot = f"{report.asked.title} · block {report.asked.block:,} · {report.asked.block_hash}"

    def footed(canvas: Canvas, _: object) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(MARGIN, 8 * mm, foot)
        canvas.drawRightString(page[0] - MARGIN, 8 * mm, str(canvas.getPageNumber()))

    document.build(parts, onFirstPage=footed, onLaterPages=footed)
    return made.getvalue()


def first_rows(report: Report) -> list[dict[str, Any]]:
    """What a page shows of its tables (`Shown`), as JSON takes it."""
    return [
        {
            "title": sheet.title,
            "columns": list(sheet.columns),
            "numbers": _numbers(sheet),
            "rows": [[_shown(cell) for cell in row] for row in sheet.rows[:MOST_SHOWN]],
            "total": len(sheet.rows),
        }
        for sheet in report.sheets
    ]


FORMS: Final[Mapping[str, Callable[[Report], bytes]]] = {"pdf": as_pdf, "xlsx": as_xlsx, "csv": as_csv}


# -- parts ----------------------------------------------------------------------------------------------


def _head(report: Report) -> list[tuple[str, str]]:
    asked = report.asked
    return [
        ("Report", asked.title),
        *([("Of", asked.of)] if asked.of else []),
        ("From (MYT)", _plain_moment(asked.since)),
        ("Until before (MYT)", _plain_moment(asked.until)),
        ("As of block", str(asked.block)),
        ("Hash of the block", asked.block_hash),
        ("Time of the block (MYT)", _plain_moment(asked.at)),
        ("SHA-256 of the record at the block", report.record),
    ]


def _numbers(sheet: Sheet) -> list[bool]:
    """Which columns hold numbers alone: they stand at the right, digit below digit."""
    return [
        bool(sheet.rows) and all(isinstance(row[place], (int, Sen)) for row in sheet.rows)
        for place in range(len(sheet.columns))
    ]


def _shown(cell: Cell) -> str:
    plain = _plain(cell)
    return f"{plain:,}" if isinstance(plain, int) else plain


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
        return Decimal(cell.sen).scaleb(-2)
    plain: str | int = safe_cell(_plain(cell))
    return plain


def _plain_moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(MALAYSIA):%Y-%m-%d %H:%M:%S}" if at else ""


def _fill(made: Worksheet, sheet: Sheet) -> None:
    made.append(list(sheet.columns))
    for row in sheet.rows:
        made.append([_number(cell) for cell in row])
    made.freeze_panes = "A2"
    for place, number in enumerate(_numbers(sheet)):
        head = made.cell(1, place + 1)
        head.font, head.alignment = Font(bold=True), Alignment(horizontal="right" if number else "left")
        widest = max(len(_shown(row[place])) for row in (*sheet.rows, (*sheet.columns,)))
        made.column_dimensions[get_column_letter(place + 1)].width = min(WIDEST, widest + 2)
        for down, row in enumerate(sheet.rows if number else (), start=2):
            form = "#,##0.00" if isinstance(row[place], Sen) else "#,##0"
            made.cell(down, place + 1).number_format = form


def _table(sheet: Sheet, width: float) -> Table:
    numbers = _numbers(sheet)
    lines = [sheet.columns, *([_shown(cell) for cell in row] for row in sheet.rows)]
    widths = _widths(lines, width)
    rows = [[_fitted(*each) for each in zip(line, widths, numbers, strict=True)] for line in lines]
    look = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), FONT, SIZE, LEADING),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("LINEBELOW", (0, 0), (-1, 0), 0.75, colors.black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.lightgrey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *(("ALIGN", (place, 0), (place, -1), "RIGHT") for place, number in enumerate(numbers) if number),
        ]
    )
    return Table(rows, colWidths=widths, style=look, repeatRows=1)


def _widths(lines: Sequence[Sequence[str]], width: float) -> list[float]:
    """To each column as much of the page as its longest text, or the longest word of its head, asks for."""
    asked = [
        max(stringWidth(text, FONT, SIZE) for text in (*head.split(), *texts))
        for head, *texts in zip(*lines, strict=True)
    ]
    room = [each + 2 * PADDING + 1 for each in asked]
    return [each * width / sum(room) for each in room]


def _fitted(text: str, width: float, number: bool) -> str | Paragraph:
    """What is too wide for its column is broken into lines: an address by hand, as thousands of paragraphs
    take minutes.
    """
    if stringWidth(text, FONT, SIZE) <= width - 2 * PADDING:
        return text
    if len(text) == ADDRESS:
        return f"{text[: ADDRESS // 2]}\n{text[ADDRESS // 2 :]}"
    return Paragraph(escape(text), _RIGHT if number else _LEFT)


def _undated(written: bytes, report: Report) -> bytes:
    """The same workbook, dated by the block and not by the clock."""
    at = datetime.fromtimestamp(report.asked.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
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
