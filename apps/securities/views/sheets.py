"""The register of members as CSV and XLSX. No cell is a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import gettext
from openpyxl import Workbook

from apps.securities.types import Register
from apps.securities.views.paper import MALAYSIA
from apps.vocabulary.tables import csv_lines, safe_cell

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_csv(register: Register) -> HttpResponse:
    """The register as CSV."""
    return _file("".join(csv_lines(rows(register))).encode(), "text/csv; charset=utf-8", register, "csv")


def register_xlsx(register: Register) -> HttpResponse:
    """The same as a sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Register"))
    for row in rows(register):
        sheet.append([safe_cell(each) for each in row])
    made = BytesIO()
    book.save(made)
    return _file(made.getvalue(), SHEET, register, "xlsx")


def rows(register: Register) -> Iterator[Sequence[str | int]]:
    """A head, then holders, then who ceased to hold."""
    yield (
        gettext("Share class"),
        gettext("Member"),
        gettext("Name"),
        gettext("Units"),
        gettext("Parts per million"),
        gettext("Member since (MYT)"),
        gettext("Ceased (MYT)"),
        gettext("As of (MYT)"),
    )
    for each in (*register.members, *register.former):
        yield (
            register.share_class.symbol,
            each.holder,
            each.name,
            each.units,
            each.share,
            _moment(each.since),
            _moment(each.until) if each.until else "",
            _moment(register.at),
        )


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at, MALAYSIA):%Y-%m-%d %H:%M:%S}"


def _file(content: bytes, kind: str, register: Register, ending: str) -> HttpResponse:
    name = f"register-{register.share_class.face}.{ending}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
