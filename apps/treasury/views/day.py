"""The day's end on a page, as PDF and as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from apps.participants import queries as participants
from apps.treasury import queries, report, rules
from apps.treasury.report import DayEnd, Entry
from apps.treasury.views.words import happening
from apps.vocabulary.errors import Malformed
from apps.vocabulary.tables import csv_lines
from apps.vocabulary.types import Role, Viewer
from apps.vocabulary.viewers import acting_as
from apps.vocabulary.words import ringgit

Row = Sequence[str | Decimal]


@never_cache
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """The report of a day; today's by default."""
    found = _report(request)
    names = queries.called(acting_as(request, Role.TRUSTEE), [each.door for each in found.entries])
    shown = {
        "report": found,
        "rows": [(each, happening(each.what), names.get(each.door, "")) for each in found.entries],
        "today": rules.day_of(participants.chain_time()),
        **{f"{word}s": (found.count(word), found.total(word)) for word in ("mint", "burn", "return")},
    }
    return render(request, "treasury/day.html", shown)


@never_cache
@require_safe
def day_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table: its figures first, then each mint, burn and return."""
    found = _report(request)
    return HttpResponse(
        "".join(csv_lines(_rows(acting_as(request, Role.TRUSTEE), found))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="castor-day-{found.day}.csv"'},
    )


@never_cache
@require_safe
def day_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper, with room for two signatures."""
    found = _report(request)
    return HttpResponse(
        paper(found),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="castor-day-{found.day}.pdf"'},
    )


def paper(found: DayEnd) -> bytes:
    """A report as PDF."""
    made, styles = BytesIO(), getSampleStyleSheet()
    title = gettext("Day’s end of %(day)s") % {"day": date_format(found.day, "j F Y")}
    sides = {f"{side}Margin": 18 * mm for side in ("left", "right", "top", "bottom")}
    document = SimpleDocTemplate(made, pagesize=A4, title=title, author=found.trustee, invariant=1, **sides)
    styles["Title"].alignment = TA_LEFT
    state = gettext("The day is over.") if found.over else gettext("The day is not over: more may come.")
    block = gettext("Block %(block)d.") % {"block": found.block}
    story = [
        Paragraph(_escaped(found.trustee), styles["Heading3"]),
        Paragraph(title, styles["Title"]),
        Paragraph(f"{state} {block}", styles["Normal"]),
        Spacer(1, 6 * mm),
        _table([[label, _shown(value)] for label, value in _figures(found)], (110 * mm, 60 * mm)),
        Spacer(1, 8 * mm),
    ]
    if found.entries:
        head = [
            gettext("When"),
            gettext("What"),
            gettext("Whose"),
            gettext("Amount (RM)"),
            gettext("Made by"),
            gettext("Checked by"),
        ]
        rows = [
            [_time(e), happening(e.what), e.door[:10], ringgit(e.amount), e.made, e.checked]
            for e in found.entries
        ]
        story.append(_table([head, *rows], (34 * mm, 22 * mm, 28 * mm, 32 * mm, 27 * mm, 27 * mm), head=True))
    story += [
        Spacer(1, 18 * mm),
        _table([[gettext("Maker") + ": " + "_" * 28, gettext("Checker") + ": " + "_" * 28]]),
    ]
    document.build(story)
    return made.getvalue()


# -- parts


def _report(request: HttpRequest) -> DayEnd:
    viewer, asked = acting_as(request, Role.TRUSTEE), request.GET.get("day", "")
    try:
        wanted = dt.date.fromisoformat(asked) if asked else rules.day_of(participants.chain_time())
    except ValueError as problem:
        raise Malformed(day=asked[:20]) from problem
    return report.day_end(viewer, wanted)


def _figures(found: DayEnd) -> Iterator[tuple[str, str | int]]:
    yield gettext("Opening supply"), found.opening
    yield gettext("Minted (%(n)d)") % {"n": found.count("mint")}, found.total("mint")
    yield gettext("Burned (%(n)d)") % {"n": found.count("burn")}, -found.total("burn")
    yield gettext("Closing supply"), found.closing
    yield gettext("Sum of all holdings"), found.holdings
    yield gettext("Returned to clients (%(n)d)") % {"n": found.count("return")}, found.total("return")
    if found.statement is None:
        yield gettext("Bank"), gettext("No statement of this day is signed.")
        return
    yield gettext("Bank’s closing balance"), found.statement.closing
    yield gettext("Supply when it was signed"), found.statement.supply
    yield gettext("Explained by open items then"), found.statement.explained
    yield gettext("Difference then"), found.statement.difference
    if found.difference is not None:
        yield gettext("Difference now"), found.difference
    yield gettext("Statement posted by"), found.posted_by
    yield gettext("Statement signed by"), found.signed_by


def _rows(viewer: Viewer, found: DayEnd) -> Iterator[Row]:
    yield (gettext("Trustee"), found.trustee)
    yield (gettext("Day"), found.day.isoformat())
    yield (gettext("Block"), Decimal(found.block))
    for label, value in _figures(found):
        yield (label, Decimal(value).scaleb(-2) if isinstance(value, int) else value)
    yield ()
    yield (
        gettext("When"),
        gettext("What"),
        gettext("Whose"),
        gettext("Whose (address)"),
        gettext("Amount (RM)"),
        gettext("Reference"),
        gettext("Transaction"),
        gettext("Made by"),
        gettext("Checked by"),
    )
    names = queries.called(viewer, [each.door for each in found.entries])
    for each in found.entries:
        amount = Decimal(each.amount).scaleb(-2)
        whose = (names.get(each.door, ""), each.door)
        done = (each.word, each.transaction, each.made, each.checked)
        yield (_time(each), happening(each.what), *whose, amount, *done)


def _table(
    rows: Sequence[Sequence[str]], widths: Sequence[float] | None = None, *, head: bool = False
) -> Table:
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey), ("FONTSIZE", (0, 0), (-1, -1), 9)]
    if head:
        style += [("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"), ("ALIGN", (3, 0), (3, -1), "RIGHT")]
    elif widths:
        style += [("ALIGN", (1, 0), (1, -1), "RIGHT")]
    return Table(rows, colWidths=widths, repeatRows=1 if head else 0, style=TableStyle(style), hAlign="LEFT")


def _shown(value: str | int) -> str:
    if isinstance(value, int):
        return f"{'−' if value < 0 else ''}RM {ringgit(abs(value))}"
    return value or "—"


def _time(entry: Entry) -> str:
    moment = dt.datetime.fromtimestamp(entry.at + rules.MALAYSIA, dt.UTC)
    return moment.strftime("%Y-%m-%d %H:%M")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
