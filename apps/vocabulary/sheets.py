"""Tables as files to keep, CSV and XLSX. No cell is a formula; an amount is a number of ringgit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Final

from django.http import HttpRequest, HttpResponse
from openpyxl import Workbook

from apps.vocabulary.tables import csv_lines, safe_cell
from apps.vocabulary.times import MALAYSIA

Row = Sequence[str | int | Decimal]

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a table can be had as."""


def wanted(request: HttpRequest) -> str:
    """The file that a page is asked for in the place of itself (`?as=`): one of `KINDS`, or none."""
    asked = request.GET.get("as", "")
    return asked if asked in KINDS else ""


def table(rows: Iterable[Row], name: str, kind: str) -> HttpResponse:
    """All rows, the head first, as one of `KINDS`; `name` is the file's, without its ending."""
    content = _sheet(rows) if kind == "xlsx" else "".join(csv_lines(rows)).encode()
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


def in_ringgit(sen: int) -> Decimal:
    """An amount as a figure."""
    return Decimal(sen).scaleb(-2)


def in_malaysia(seconds: int) -> str:
    """A moment as text that sorts; chain seconds."""
    return f"{datetime.fromtimestamp(seconds, MALAYSIA):%Y-%m-%d %H:%M:%S}"


def _sheet(rows: Iterable[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Castor")
    for row in rows:
        sheet.append([safe_cell(each) for each in row])
    made = BytesIO()
    book.save(made)
    return made.getvalue()
