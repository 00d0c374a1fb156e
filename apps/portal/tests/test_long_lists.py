"""A list of fifty costs as many questions as a list of two: of PostgreSQL, and of the read model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.campaigns import queries as campaigns
from apps.campaigns import services as issuing
from apps.campaigns.types import CAMPAIGNS, Stored
from apps.kyc.tests.cast import sent
from apps.ledger.testing import MemoryWrite
from apps.participants.tests import cast
from apps.portal import naming
from apps.portal.tests.counting import counted
from apps.records import services as records
from apps.securities.types import CLASSES
from apps.vocabulary.types import VISITOR, Address, Role, Viewer

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 50
WORDS = dict.fromkeys(("pitch", "sector", "story", "use_of_proceeds", "team", "risks"), "said")
FACE = cast.address(31)
OMAR = Viewer(role=Role.OPERATOR, door=cast.OMAR, account=90, maker=True, checker=True)


@pytest.fixture
def market(settings: Settings, tmp_path: Path) -> Iterator[MemoryWrite]:
    """The cast's market, whose organisations have keys for records."""
    settings.CASTOR_RECORD_KEYS = str(tmp_path / "keys")
    settings.CASTOR_RECORD_KEYS_PASSWORD_FILE = ""
    write = cast.market()
    for door in (cast.RANIA, cast.TAN, cast.OMAR):
        records.prepare_reader(door)
    with write.reading():
        yield write


@pytest.fixture
def omar(client: Client, market: MemoryWrite) -> Client:
    return signed_in(client, staff_account("omar", Role.OPERATOR, cast.OMAR))


def cost(browser: Client, market: MemoryWrite, page: str) -> tuple[int, int]:
    """Statements of SQL and questions to the read model that a page takes."""
    browser.get(page)  # what is asked once in a session or process is asked now
    with counted(market) as counting, CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len(asked), counting.trips


def apply(market: MemoryWrite, numbers: range) -> None:
    """Applications that were sent to Omar, each of somebody who has been admitted meanwhile."""
    for number in numbers:
        viewer = accounts.viewer_of(client_account(f"client{number}", applies_to=cast.OMAR))
        found = sent(viewer).heading
        door = cast.address(1000 + number)
        records.give_owner(actor=OMAR, record=found.id, owner=door)
        market.play(cast.admitted(door, Role.INVESTOR, "", cast.OMAR, trustee=cast.TAN))
    market.flush()


def raise_money(market: MemoryWrite, numbers: range) -> None:
    """Campaigns that Ida published, each with a disclosure of its own."""
    ida = Viewer(role=Role.ISSUER, door=cast.IDA, account=7)
    market.put(CLASSES, FACE, {**_CLASS, "face": FACE, "issuer": cast.IDA, "trustee": cast.TAN})
    for number in numbers:
        draft = issuing.save_draft(actor=ida, words={**WORDS, "title": f"Campaign {number}"})
        root = apps.get_model("records", "Record").objects.get(pk=draft.record).root
        address = cast.address(2000 + number)
        market.put(
            CAMPAIGNS,
            address,
            {
                **_CAMPAIGN,
                "address": address,
                "issuer": cast.IDA,
                "operator": cast.OMAR,
                "trustee": cast.TAN,
                "face": FACE,
                "disclosure": "0x" + bytes(root).hex(),
            },
        )
    market.flush()


_CLASS = {
    "name": "Ida Kopi ordinary", "symbol": "KOPI", "units": 0, "holders": 0, "created_at": 1,
    "next_trustee": None, "conversion": None, "converting": False, "epoch": 0, "records": 0, "record_at": 0,
}  # fmt: skip
_CAMPAIGN = {
    "money": cast.address(21), "price": 500, "minimum": 1, "maximum": 2, "opens_at": 1, "closes_at": 2,
    "allocation": "first-come",
    "state": Stored.SETTLED, "units_pledged": 0, "raised": 0, "investors": 0, "proposed_at": 1,
    "approved_at": 1, "ended_at": 2,
}  # fmt: skip


@pytest.mark.parametrize("page", ["/admin/kyc/application/?all=", "/admin/clients/"])
def test_cases_and_clients(page: str, omar: Client, market: MemoryWrite) -> None:
    apply(market, range(FEW))
    few = cost(omar, market, page)
    apply(market, range(FEW, MANY))
    assert cost(omar, market, page) == few
    assert omar.get(page).content.decode().count("Ivan bin Ismail") in (MANY, 25)


def test_campaigns_and_their_names(market: MemoryWrite) -> None:
    def costs(many: int) -> tuple[int, int]:
        with counted(market) as counting, CaptureQueriesContext(connection) as asked:
            rows = campaigns.campaigns(limit=MANY).rows
            called = naming.names(VISITOR, [each.address for each in rows])
        assert {each.name for each in called.values()} == {f"Campaign {n}" for n in range(many)}
        return len(asked), counting.trips

    raise_money(market, range(FEW))
    few = costs(FEW)
    raise_money(market, range(FEW, MANY))
    assert costs(MANY) == few


def test_a_campaigns_page_asks_for_each_thing_once(client: Client, market: MemoryWrite) -> None:
    raise_money(market, range(1))
    ivan = signed_in(client, client_account("ivan", door=cast.IVAN))
    statements, trips = cost(ivan, market, f"/campaigns/{cast.address(2000)}/")
    assert statements <= 6  # session, account, disclosure; waiting pledges, acts on their way, notices
    assert trips <= 14


def test_the_names_of_what_is_neither_campaign_nor_market(market: MemoryWrite) -> None:
    assert naming.names(VISITOR, [Address(cast.OMAR), cast.address(4000)]) == {}
