"""A report is as of a block: the same block gives the same bytes, whatever happened since."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from apps.ledger import queries as ledger
from apps.ledger.errors import NoSuchBlock
from apps.ledger.readmodel import head
from apps.ledger.testing.stage import Stage
from apps.participants.tests import cast
from apps.supervision import services, sheets
from apps.supervision.types.reported import Asked, Moment, Report, ReportKind, Sen, Sheet
from apps.trading.tests.floor import build
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Role

FORMS = sheets.FORMS
PAPER = Report(
    Asked(ReportKind.REGISTER, 7, "0xab", 1_700_000_000, 1_600_000_000, 1_700_000_000),
    "cd",
    (Sheet("One", ("Name", "Sum (RM)", "When (MYT)"), (("=1+1", Sen(-123_456), Moment(0)),)),),
)


def test_no_cell_is_a_formula_and_sums_are_numbers() -> None:
    assert "'=1+1,-1234.56," in sheets.as_csv(PAPER).decode()
    book = load_workbook(BytesIO(sheets.as_xlsx(PAPER)))
    name, total, _ = book["One"][2]
    assert name.value == "'=1+1"
    assert float(total.value) == -1234.56
    assert total.number_format == "#,##0.00"
    assert book.properties.modified.year == 2023


def test_a_page_knows_which_columns_are_numbers() -> None:
    (table,) = sheets.first_rows(PAPER)
    assert table["numbers"] == [False, True, False]
    assert table["rows"] == [["=1+1", "-1,234.56", ""]]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    assert FORMS[form](PAPER) == FORMS[form](PAPER)


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
            assert [made(again) for made in FORMS.values()] == [made(then) for made in FORMS.values()]
        now = services.report(actor=office, kind=ReportKind.OPERATORS)
        assert len(now.sheets[0].rows) == len(before[ReportKind.OPERATORS].sheets[0].rows) + 1
        self._figures(before)
        one = services.report(actor=office, kind=ReportKind.TRUSTEES, of=floor.tara.door)
        assert [row[0] for row in one.sheets[0].rows] == ["Tara Trustees"]
        own = services.report(actor=office, kind=ReportKind.OPERATORS, of=floor.olga.door)
        assert [len(sheet.rows) for sheet in own.sheets] == [1, 0]
        with pytest.raises(NoSuchBlock):
            services.report(actor=office, kind=ReportKind.REGISTER, block=now.asked.block + 1)
        with pytest.raises(NotAllowed):
            services.report(actor=cast.OPERATOR, kind=ReportKind.REGISTER)

    def _figures(self, reports: Mapping[ReportKind, Report]) -> None:
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

    def test_commands_write_the_report_and_walk_the_trail(self, stage: Stage, tmp_path: Path) -> None:
        cache.clear()
        stage.admit(Role.OPERATOR, "Omar Crowd")
        stage.index()
        at, market = head(), ledger.market()
        assert at is not None
        assert market is not None
        file = tmp_path / "register.csv"
        call_command("report", "register", file, "--block", at.number, stdout=StringIO())
        rows = list(csv.reader(file.open()))
        assert ["Report", "Register of participants"] in rows
        assert ["As of block", str(at.number)] in rows
        assert file.read_bytes() == _written(stage, sheets.as_csv, at.number)
        said = StringIO()
        call_command("check_trail", str(market.start_block), str(at.number), "--rebuild", stdout=said)
        assert "no event is missing" in said.getvalue()
        with pytest.raises(CommandError):
            call_command("report", "register", tmp_path / "register.doc", stdout=StringIO())


def _written(stage: Stage, made: Callable[[Report], bytes], block: int) -> Any:
    return made(services.report(actor=stage.regulator.maker, kind=ReportKind.REGISTER, block=block))
