"""Statements and deposits as CSV and XLSX. No cell is a formula; amounts are numbers of ringgit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from apps.treasury import queries
from apps.treasury.types import BankLine, LineState, Posted, StatementState
from apps.treasury.views import narrowing
from apps.treasury.views.words import movement
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.tables import csv_lines, safe_cell
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as, signed_in

Row = Sequence[str | int | Decimal]

PART = 200
"""How many rows' names are asked for at once."""
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
    found = queries.every_deposit(viewer, narrowing.span_of(request))
    return _csv("castor-deposits.csv", _deposits(viewer, found))


@never_cache
@require_safe
def lines_csv(request: HttpRequest) -> StreamingHttpResponse:
    """A trustee's bank lines, as its page shows them."""
    viewer, view = acting_as(request, Role.TRUSTEE), request.GET.get("view", "")
    states = [LineState(view)] if view in list(LineState) else list(queries.WAITING)
    found = queries.bank_lines(
        viewer,
        states,
        span=narrowing.span_of(request),
        order=request.GET.get("order", ""),
        most=LONGEST_SHEET,
    )
    return _csv("castor-bank-lines.csv", _lines(viewer, found))


@never_cache
@require_safe
def withdrawals_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The withdrawals at a trustee's desk, as its page shows them."""
    viewer, state = acting_as(request, Role.TRUSTEE), request.GET.get("state", "waiting")
    wanted = state if state in ("waiting", "burned", "returned") else "waiting"
    span = narrowing.span_of(request)
    found = queries.withdrawals(viewer, state=wanted, span=span, limit=LONGEST_SHEET).rows
    return _csv("castor-withdrawals.csv", _withdrawals(viewer, found))


@never_cache
@require_safe
def statements_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The bank's statements with the figures of their signature."""
    viewer, state = acting_as(request, Role.TRUSTEE), request.GET.get("state", "")
    wanted = state if state in list(StatementState) else None
    since, until = narrowing.days_of(request)
    found = queries.statements(viewer, state=wanted, since=since, until=until, most=LONGEST_SHEET)
    return _csv("castor-statements.csv", _statements(found))


# -- parts


def _statement(request: HttpRequest) -> Iterator[Row]:
    """Asks at once, so that a refusal is an answer; the rows come when they are written."""
    viewer = signed_in(request)
    what = request.GET.get("what", "")
    kind = what if what in queries.kinds_of_movement(viewer) else None
    return _movements(viewer, queries.every_movement(viewer, what=kind, span=narrowing.span_of(request)))


def _named(
    viewer: Viewer, found: Iterable[Mapping[str, Any]], *fields: str
) -> Iterator[tuple[Mapping[str, Any], list[str]]]:
    """The rows, each with what the addresses in these fields are called: asked for part by part."""
    left = iter(found)
    while part := list(islice(left, PART)):
        names = queries.called(viewer, [each[field] for each in part for field in fields])
        yield from ((each, [names.get(each[field], "") for field in fields]) for each in part)


def _movements(viewer: Viewer, found: Iterator[Mapping[str, Any]]) -> Iterator[Row]:
    yield (
        gettext("Time (UTC)"),
        gettext("Kind"),
        gettext("Amount (RM)"),
        gettext("Balance (RM)"),
        gettext("Money"),
        gettext("Money’s address"),
        gettext("With"),
        gettext("With (address)"),
        gettext("Block"),
        gettext("Transaction"),
    )
    moneys = queries.names_of_moneys()
    for each, (other,) in _named(viewer, found, "other"):
        yield (
            _time(each["at"]),
            movement(each["what"]),
            _ringgit(each["amount"]),
            _ringgit(each["balance"]),
            moneys.get(each["token"], ""),
            each["token"],
            other,
            each["other"],
            each["block"],
            each["transaction"],
        )


def _deposits(viewer: Viewer, found: Iterator[Mapping[str, Any]]) -> Iterator[Row]:
    yield (
        gettext("Minted (UTC)"),
        gettext("Credited (UTC)"),
        gettext("Amount (RM)"),
        gettext("To"),
        gettext("To (address)"),
        gettext("Reference"),
        gettext("Transaction"),
    )
    for each, (name,) in _named(viewer, found, "to"):
        yield (
            _time(each["at"]),
            _time(each["credited_at"]),
            _ringgit(each["amount"]),
            name,
            each["to"],
            each["reference"],
            each["transaction"],
        )


def _lines(viewer: Viewer, found: Sequence[BankLine]) -> Iterator[Row]:
    yield (
        gettext("Credited (UTC)"),
        gettext("Bank’s reference"),
        gettext("Reference"),
        gettext("Amount (RM)"),
        gettext("To"),
        gettext("To (address)"),
        gettext("State"),
        gettext("Parked"),
        gettext("Booked"),
    )
    names = queries.called(viewer, [each.door for each in found if each.door])
    for each in found:
        yield (
            _time(each.credited_at),
            each.bank_reference,
            each.reference,
            _ringgit(each.amount),
            names.get(each.door or "", ""),
            each.door or "",
            each.state.value,
            each.parked,
            each.booked_at.date().isoformat() if each.booked_at else "",
        )


def _withdrawals(viewer: Viewer, found: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    yield (
        gettext("Number"),
        gettext("Asked for (UTC)"),
        gettext("Due by (UTC)"),
        gettext("By"),
        gettext("By (address)"),
        gettext("Amount (RM)"),
        gettext("State"),
        gettext("Ended (UTC)"),
    )
    for each, (name,) in _named(viewer, found, "door"):
        yield (
            each["id"],
            _time(each["requested_at"]),
            _time(queries.due_at(each["requested_at"])),
            name,
            each["door"],
            _ringgit(each["amount"]),
            each["state"],
            _time(each["ended_at"]) if each["ended_at"] else "",
        )


def _statements(found: Sequence[Posted]) -> Iterator[Row]:
    yield (
        gettext("Day"),
        gettext("Account"),
        gettext("Format"),
        gettext("Lines"),
        gettext("Opening (RM)"),
        gettext("Closing (RM)"),
        gettext("Supply (RM)"),
        gettext("Explained (RM)"),
        gettext("Difference (RM)"),
        gettext("State"),
    )
    for each in found:
        sums = (each.opening, each.closing, each.supply, each.explained, each.difference)
        head = (each.closing_on.isoformat(), each.account, each.format, each.lines)
        yield (*head, *(_ringgit(one) for one in sums), each.state.value)


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
