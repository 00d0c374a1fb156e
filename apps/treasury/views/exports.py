"""Statements and deposits as CSV and XLSX. No cell is a formula; amounts are numbers of ringgit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from apps.treasury import queries
from apps.treasury.views.words import movement
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.tables import csv_lines, safe_cell
from apps.vocabulary.types import Role
from apps.vocabulary.viewers import signed_in

Row = Sequence[str | int | Decimal]

LONGEST_SHEET = 100_000
"""Rows of an XLSX file, which is made in memory; the CSV has them all."""


@never_cache
@require_safe
def statement_csv(request: HttpRequest) -> StreamingHttpResponse:
    """One's own statement, the oldest movement first."""
    return _csv("castor-statement.csv", _statement(request))


@never_cache
@require_safe
def statement_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Statement"))
    for count, row in enumerate(_statement(request)):
        if count > LONGEST_SHEET:
            break
        sheet.append([safe_cell(each) for each in row])
    made = BytesIO()
    book.save(made)
    return HttpResponse(
        made.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="castor-statement.xlsx"'},
    )


@never_cache
@require_safe
def deposits_csv(request: HttpRequest) -> StreamingHttpResponse:
    """What a trustee minted, or all of them: for trustees and the regulator, as the page it belongs to."""
    viewer = signed_in(request)
    if viewer.role not in (Role.TRUSTEE, Role.REGULATOR):
        raise NotAllowed
    found = queries.every_deposit(viewer)
    return _csv("castor-deposits.csv", _deposits(found))


# -- parts


def _statement(request: HttpRequest) -> Iterator[Row]:
    """Asks at once, so that a refusal is an answer; the rows come when they are written."""
    viewer = signed_in(request)
    what = request.GET.get("what", "")
    found = queries.every_movement(viewer, what=what if what in queries.kinds_of_movement(viewer) else None)
    return _movements(found)


def _movements(found: Iterator[Mapping[str, Any]]) -> Iterator[Row]:
    yield (
        gettext("Time (UTC)"),
        gettext("Kind"),
        gettext("Amount (RM)"),
        gettext("Balance (RM)"),
        gettext("Money"),
        gettext("With"),
        gettext("Block"),
        gettext("Transaction"),
    )
    for each in found:
        yield (
            _time(each["at"]),
            movement(each["what"]),
            _ringgit(each["amount"]),
            _ringgit(each["balance"]),
            each["token"],
            each["other"],
            each["block"],
            each["transaction"],
        )


def _deposits(found: Iterator[Mapping[str, Any]]) -> Iterator[Row]:
    yield (
        gettext("Minted (UTC)"),
        gettext("Credited (UTC)"),
        gettext("Amount (RM)"),
        gettext("To"),
        gettext("Reference"),
        gettext("Transaction"),
    )
    for each in found:
        yield (
            _time(each["at"]),
            _time(each["credited_at"]),
            _ringgit(each["amount"]),
            each["to"],
            each["reference"],
            each["transaction"],
        )


def _csv(name: str, rows: Iterator[Row]) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        csv_lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _ringgit(sen: int) -> Decimal:
    return Decimal(sen).scaleb(-2)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
