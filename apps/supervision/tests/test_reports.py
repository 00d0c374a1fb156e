"""A report is as of a block: the same block gives the same bytes, whatever happened since."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from apps.accounts.testing import signed_in, staff_account
from apps.ledger.errors import NoSuchBlock
from apps.ledger.origin import origin
from apps.ledger.readmodel import head
from apps.ledger.testing.stage import Stage
from apps.participants.tests import cast
from apps.supervision import services
from apps.supervision.types.reported import Moment, Report, ReportKind, Sen, Sheet
from apps.supervision.views import sheets
from apps.trading.tests.floor import build
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Role

FORMS = (sheets.as_csv, sheets.as_xlsx, sheets.as_pdf)
PAPER = Report(
    ReportKind.REGISTER, 7, "0xab", 1_700_000_000, 1_600_000_000, 1_700_000_000, "cd",
    (Sheet("One", ("Name", "Sum (RM)", "When (MYT)"), (("=1+1", Sen(-123_456), Moment(0)),)),),
)  # fmt: skip


def test_no_cell_is_a_formula_and_sums_are_numbers() -> None:
    assert '\'=1+1,"-1,234.56"' in sheets.as_csv(PAPER).decode() or "'=1+1" in sheets.as_csv(PAPER).decode()
    book = load_workbook(BytesIO(sheets.as_xlsx(PAPER)))
    row = [cell.value for cell in book["One"][2]]
    assert row[0] == "'=1+1"
    assert float(row[1]) == -1234.56
    assert book.properties.modified.year == 2023


@pytest.mark.parametrize("made", FORMS)
def test_the_same_report_gives_the_same_bytes(made: Any) -> None:
    assert made(PAPER) == made(PAPER)


@pytest.mark.django_db
@pytest.mark.slow
class TestOnTheChain:
    """What reports say of a market that was played on the real contracts."""

    def test_an_earlier_block_gives_what_it_gave_then(self, stage: Stage) -> None:
        cache.clear()
        office = stage.regulator.maker
        floor = build(stage)
        at = head()
        assert at is not None
        before = {kind: services.report(actor=office, kind=kind) for kind in ReportKind}
        stage.admit(Role.OPERATOR, "A later operator")
        floor.warp(100)
        cache.clear()
        for kind, then in before.items():
            again = services.report(actor=office, kind=kind, block=at.number)
            assert again == then, kind
            assert [made(again) for made in FORMS] == [made(then) for made in FORMS]
        now = services.report(actor=office, kind=ReportKind.OPERATORS)
        assert len(now.sheets[0].rows) == len(before[ReportKind.OPERATORS].sheets[0].rows) + 1
        self._figures(before)
        one = services.report(actor=office, kind=ReportKind.TRUSTEES, of=floor.tara.door)
        assert [row[0] for row in one.sheets[0].rows] == ["Tara Trustees"]
        own = services.report(actor=office, kind=ReportKind.OPERATORS, of=floor.olga.door)
        assert [len(sheet.rows) for sheet in own.sheets] == [1, 0]
        with pytest.raises(NoSuchBlock):
            services.report(actor=office, kind=ReportKind.REGISTER, block=now.block + 1)
        with pytest.raises(NotAllowed):
            services.report(actor=cast.OPERATOR, kind=ReportKind.REGISTER)

    def _figures(self, reports: dict[ReportKind, Report]) -> None:
        tan = reports[ReportKind.TRUSTEES].sheets[0].rows[0]
        assert tan[0] == "Tan Trustees"
        assert tan[2:5] == (Sen(0), 2, Sen(1_000_000))
        omar = next(row for row in reports[ReportKind.OPERATORS].sheets[0].rows if row[0] == "Omar Crowd")
        assert omar[2:6] == (1, 2, 1, 1)
        assert omar[7] == Sen(250_000)
        roles = {(row[0], row[2]) for row in reports[ReportKind.REGISTER].sheets[1].rows}
        assert ("investor", 3) in roles
        (day,) = reports[ReportKind.VOLUMES].sheets[0].rows
        assert day[1:3] == (3, Sen(1_500_000))
        assert sum(int(str(row[2])) for row in reports[ReportKind.CLASSES].sheets[0].rows) == 3

    def test_the_pages_and_the_commands(self, stage: Stage, client: Client, tmp_path: Path) -> None:
        cache.clear()
        stage.admit(Role.OPERATOR, "Omar Crowd")
        stage.index()
        rania = signed_in(client, staff_account("rania", Role.REGULATOR, stage.regulator.door))
        assert "Register of participants" in rania.get("/supervision/reports/").text
        page = rania.get("/supervision/reports/register/").text
        assert "Omar Crowd" in page
        served = rania.get("/supervision/reports/register/csv/")
        rows = list(csv.reader(StringIO(served.content.decode())))
        assert ["Report", "Register of participants"] in rows
        file = tmp_path / "register.csv"
        number = next(row[1] for row in rows if row[:1] == ["As of block"])
        call_command("report", "register", file, "--block", number, stdout=StringIO())
        assert file.read_bytes() == served.content
        assert rania.get("/api/v1/supervision/reports/register/csv").content == served.content
        assert rania.get("/supervision/reports/register/doc/").status_code == 404
        assert "No event is missing" in rania.get("/supervision/trail/").text
        assert rania.get("/api/v1/supervision/trail").json()["complete"] is True
        assert rania.get("/supervision/trail/", {"first": 0, "last": 10**9}).status_code == 400
        said = StringIO()
        call_command("check_trail", str(origin().first_block), number, "--rebuild", stdout=said)
        assert "no event is missing" in said.getvalue()
        with pytest.raises(CommandError):
            call_command("report", "register", tmp_path / "register.doc", stdout=StringIO())
