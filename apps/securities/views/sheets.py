"""The register of members, and who got a dividend, as CSV and XLSX. No cell is a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import gettext
from openpyxl import Workbook

from apps.securities.types import Register
from apps.securities.types.actions import Payment
from apps.vocabulary.tables import csv_lines, safe_cell
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Address
from apps.vocabulary.words import ringgit

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_csv(register: Register) -> HttpResponse:
    """The register as CSV."""
    return _table(rows(register), _name(register), "csv")


def register_xlsx(register: Register) -> HttpResponse:
    """The same as a sheet."""
    return _table(rows(register), _name(register), "xlsx")


def payments(dividend: Address, lines: Iterable[Payment], ending: str) -> HttpResponse:
    """Who got how much of a dividend, as `csv` or `xlsx`."""
    head = (
        gettext("Holder"),
        gettext("Name"),
        gettext("Units at the record date"),
        gettext("Amount (RM)"),
        gettext("State"),
        gettext("At (MYT)"),
        gettext("Transaction"),
    )
    told = (
        (
            each.holder,
            each.name,
            each.units,
            ringgit(each.amount),
            each.state,
            _moment(each.at),
            each.transaction,
        )
        for each in lines
    )
    return _table((head, *told), f"dividend-{dividend}", ending)


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


def _name(register: Register) -> str:
    return f"register-{register.share_class.face}"


def _table(lines: Iterable[Sequence[str | int]], name: str, ending: str) -> HttpResponse:
    if ending == "csv":
        content, kind = "".join(csv_lines(lines)).encode(), "text/csv; charset=utf-8"
    else:
        content, kind = _sheet(lines), SHEET
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{ending}"',
            "Cache-Control": "no-store",
        },
    )


def _sheet(lines: Iterable[Sequence[str | int]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Register"))
    for row in lines:
        sheet.append([safe_cell(each) for each in row])
    made = BytesIO()
    book.save(made)
    return made.getvalue()
