"""What happened, in sentences: everything for the regulator, their own for others."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.kyc.tests.cast import sent
from apps.ledger.testing import MemoryWrite
from apps.participants.rules import short
from apps.participants.tests import cast
from apps.records import services as records
from apps.supervision import queries
from apps.vocabulary.errors import NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Address, Role, Standing

SUSPENDED = "Securities Commission suspended Omar Crowd: late report"


@pytest.fixture
def market() -> Iterator[MemoryWrite]:
    """The cast's market, in which Omar was suspended for a late report."""
    write = cast.market()
    write.play(cast.standing(cast.OMAR, Standing.SUSPENDED))
    with write.reading():
        yield write


@pytest.fixture
def rania(client: Client, db: None) -> Client:
    return signed_in(client, staff_account("rania", Role.REGULATOR, cast.RANIA))


def texts(viewer_of: Role, door: Address) -> list[str]:
    return [each.text for each in queries.board(cast.viewer(door, viewer_of)).lines]


def test_the_newest_comes_first_and_the_regulator_reads_all(market: MemoryWrite) -> None:
    lines = texts(Role.REGULATOR, cast.RANIA)
    assert lines[0] == SUSPENDED
    assert "The market was founded, with Securities Commission as its regulator." in lines
    assert "Tara Trustees and Olga Crowd are linked." in lines


def test_others_read_what_happens_to_theirs(market: MemoryWrite) -> None:
    assert SUSPENDED in texts(Role.TRUSTEE, cast.TAN)
    assert SUSPENDED in texts(Role.OPERATOR, cast.OMAR)
    assert SUSPENDED not in texts(Role.TRUSTEE, cast.TARA)
    assert SUSPENDED not in texts(Role.OPERATOR, cast.OLGA)


def test_a_participants_own_board_is_for_those_who_see_it(market: MemoryWrite) -> None:
    lines = queries.board(cast.TRUSTEE, door=cast.IVAN).lines
    assert [each.key for each in lines] == ["Admitted"]
    for door in (cast.IRIS, cast.SAM):
        with pytest.raises(NotFound):
            queries.board(cast.TRUSTEE, door=door)
        with pytest.raises(NotFound):
            queries.every_line(cast.TRUSTEE, door=door)
        with pytest.raises(NotFound):
            queries.watched(cast.TRUSTEE, door)
    with pytest.raises(SignInNeeded):
        queries.board(VISITOR)


def test_filters_by_sentence_and_time(market: MemoryWrite) -> None:
    admitted = queries.board(cast.REGULATOR, key="Admitted", until=cast.BIRTH).lines
    assert {each.key for each in admitted} == {"Admitted"}
    assert queries.board(cast.REGULATOR, key="Admitted", since=cast.LATER).lines == []


def test_pages_follow_each_other(market: MemoryWrite) -> None:
    first = queries.board(cast.REGULATOR, limit=4)
    second = queries.board(cast.REGULATOR, limit=4, after=first.next)
    assert len({each.place for each in first.lines + second.lines}) == 8


def test_the_page_shows_it_with_figures_and_filters(market: MemoryWrite, rania: Client) -> None:
    page = rania.get("/supervision/", {"key": "Suspended"})
    assert page.status_code == 200
    assert SUSPENDED in page.text
    assert "are linked" not in page.text
    assert 'hx-sse:connect="/supervision/live"' in page.text
    assert "hx-sse:connect" not in rania.get("/supervision/", {"paused": "1"}).text
    lines = rania.get("/supervision/", headers={"HX-Request": "true"}).text
    assert lines.lstrip().startswith('<div class="table-wrap">')


@pytest.fixture
def ivans_record(market: MemoryWrite, settings: Settings, tmp_path: Path) -> None:
    """Ivan's application, as his operator, its trustee and the regulator read it."""
    settings.CASTOR_RECORD_KEYS = str(tmp_path / "keys")
    settings.CASTOR_RECORD_KEYS_PASSWORD_FILE = ""
    for door in (cast.RANIA, cast.TAN, cast.OMAR, cast.OLGA):
        records.prepare_reader(door)
    account = client_account("ivan", applies_to=cast.OMAR)
    found = sent(accounts.viewer_of(account)).heading.id
    records.give_owner(actor=cast.OPERATOR, record=found, owner=cast.IVAN)


def test_persons_have_the_names_that_the_reader_s_records_say(
    market: MemoryWrite, rania: Client, ivans_record: None
) -> None:
    said = "Ivan bin Ismail was admitted as "
    page = rania.get("/supervision/", {"key": "Admitted"}).text
    assert said in page
    assert short(cast.IRIS) in page
    for viewer in (cast.REGULATOR, cast.TRUSTEE, cast.OPERATOR):
        assert said in " ".join(each.text for each in queries.board(viewer, persons=True).lines)


def test_what_leaves_the_page_has_no_person_s_name(
    market: MemoryWrite, rania: Client, ivans_record: None
) -> None:
    exported = rania.get("/supervision/export.csv").getvalue().decode()
    for told in (exported, rania.get("/api/v1/supervision/events").content.decode()):
        assert short(cast.IVAN) in told
        assert "Ismail" not in told


def test_the_export_is_all_of_it_as_csv(market: MemoryWrite, rania: Client) -> None:
    answer = rania.get("/supervision/export.csv")
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert len(rows) == queries.figures(cast.REGULATOR).events
    assert rows[0]["sentence"] == SUSPENDED
    assert rows[0]["time"] == "2023-11-14T23:13:20+00:00"


def test_the_api_says_the_same(market: MemoryWrite, rania: Client) -> None:
    answer = rania.get("/api/v1/supervision/events", {"key": "Suspended"}).json()
    assert [each["text"] for each in answer["lines"]] == [SUSPENDED]
    assert answer["lines"][0]["arguments"]["door"] == cast.OMAR
    figures = rania.get("/api/v1/supervision/figures").json()
    assert (figures["trustees"], figures["operators"], figures["investors"]) == (2, 2, 2)


@pytest.mark.parametrize(
    "query", [{"door": "Tan"}, {"since": "yesterday"}, {"key": "Nonsense"}, {"after": "!"}]
)
def test_what_cannot_be_read_is_said(market: MemoryWrite, rania: Client, query: dict[str, str]) -> None:
    assert rania.get("/supervision/", query).status_code == 400
    assert rania.get("/api/v1/supervision/events", query).status_code == 400


@pytest.mark.parametrize("path", ["/supervision/", "/supervision/export.csv", "/supervision/live"])
def test_the_board_is_for_staff(market: MemoryWrite, client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 302
    ivan = signed_in(client, client_account("ivan", door=cast.IVAN))
    assert ivan.get(path).status_code == 403


def test_the_figures_alone_are_asked_for_with_each_block(market: MemoryWrite, rania: Client) -> None:
    figures = rania.get("/supervision/", {"figures": "1", "key": "Suspended"}).text
    assert figures.lstrip().startswith('<dl class="figures')
    assert "In trust" in figures
    assert 'hx-get="/supervision/?key=Suspended&amp;figures=1"' in figures.replace("&figures", "&amp;figures")


def test_a_kiosk_has_no_doors_and_a_range_is_in_the_address(market: MemoryWrite, rania: Client) -> None:
    kiosk = rania.get("/supervision/", {"kiosk": "1"}).text
    assert '<body class="kiosk">' in kiosk
    assert "export.csv" not in kiosk
    page = rania.get("/supervision/").text
    assert "?since=2023-11-14T07%3A13" in page
    assert SUSPENDED in rania.get("/supervision/", {"since": "2023-11-14T06:13"}).text
    assert SUSPENDED not in rania.get("/supervision/", {"since": "2023-11-16T06:13"}).text
