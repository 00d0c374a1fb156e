"""What a holder finds on the pages of its shares, as pages and as files, without a chain."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from apps.accounts.testing import client_account, signed_in
from apps.participants.tests.cast import IDA, IRIS, IVAN
from apps.trading.tests.cast import FACE, announced, sold
from apps.vocabulary.types import Role

pytestmark = pytest.mark.django_db
CLASS = f"/securities/classes/{FACE}/"


@pytest.fixture(autouse=True)
def read_model() -> Iterator[None]:
    """Ivan sold 40 of his 600 units to Iris, who has 400 from the campaign; a dividend was declared."""
    write = sold()
    write.play(*announced())
    with write.reading():
        yield


@pytest.fixture
def ivan() -> Client:
    return signed_in(Client(), client_account("ivan", door=IVAN))


@pytest.fixture
def iris() -> Client:
    return signed_in(Client(), client_account("iris", door=IRIS))


@pytest.fixture
def ida() -> Client:
    return signed_in(Client(), client_account("ida", Role.ISSUER, door=IDA))


def rows(client: Client, path: str) -> list[list[object]]:
    sheet = load_workbook(BytesIO(client.get(f"{path}as=xlsx").content)).active
    assert client.get(f"{path}as=csv").content.decode().count("\n") >= sheet.max_row
    return [[cell.value for cell in row] for row in sheet.rows]


def test_a_portfolio_is_a_file(iris: Client) -> None:
    _, *certificates = rows(iris, "/securities/portfolio/?")
    assert [(each[0], each[2], each[3], each[5]) for each in certificates] == [
        ("Kopi ordinary", 3, 400, None),
        ("Kopi ordinary", 4, 40, 125),
    ]


def test_where_units_come_from_is_a_file(iris: Client) -> None:
    _, *moves = rows(iris, f"{CLASS}certificates/4/?")
    assert tuple(moves[0][1:4]) == ("moved", "2 → 4", 40)
    assert moves[-1][1] == "minted"


def test_dividends_and_votes_are_files(ivan: Client) -> None:
    assert rows(ivan, "/securities/actions/?table=dividends&")[1][0] == "Interim 2026"
    assert len(rows(ivan, "/securities/actions/?table=votes&")) == 1
    assert ivan.get("/securities/actions/?as=csv").status_code == 404


def test_share_classes_and_cap_tables_are_files(ida: Client, ivan: Client) -> None:
    assert rows(ida, "/securities/classes/?")[1][:4] == ["Kopi ordinary", "KOPI", "Ida Kopi", 1_000]
    assert [each[2] for each in rows(ida, f"{CLASS}?")[1:]] == [560, 440]
    assert ivan.get(f"{CLASS}?as=csv").status_code == 404


def test_one_certificate_alone_is_not_merged(ivan: Client, iris: Client) -> None:
    shown = ivan.get(f"{CLASS}certificates/2/merge/").content.decode()
    assert "There is no other certificate to merge it into" in shown
    assert "<select" not in shown
    assert "No. 3, 400 units" in iris.get(f"{CLASS}certificates/4/merge/").content.decode()
