"""An investor's wallet says what is pledged and where, and names what stands against a statement's lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.campaigns.types import CAMPAIGNS, PLEDGES, PledgeState, Stored, pledge_key
from apps.ledger.testing import MemoryWrite
from apps.participants.tests import cast
from apps.securities.types import CLASSES
from apps.treasury.types import MOVEMENTS
from apps.vocabulary.types import Address, Role

pytestmark = pytest.mark.django_db

CAMPAIGN, FACE, TOKEN = cast.address(41), cast.address(31), cast.address(21)


@pytest.fixture(autouse=True)
def market() -> Iterator[MemoryWrite]:
    """Ivan's pledge to Ida's campaign, and the line that it left in his statement."""
    write = cast.market()
    write.play(cast.master("MoneyTokenCreated", trustee=cast.TAN, face=TOKEN))
    write.put(CLASSES, FACE, {
        "face": FACE, "name": "Ida ordinary", "symbol": "IDA", "issuer": cast.IDA, "trustee": cast.TAN,
        "units": 0, "holders": 0, "created_at": 1,
        "next_trustee": None, "conversion": None, "converting": False, "epoch": 0,
        "records": 0, "record_at": 0,
    })  # fmt: skip
    write.put(CAMPAIGNS, CAMPAIGN, {
        "address": CAMPAIGN, "issuer": cast.IDA, "operator": cast.OMAR, "trustee": cast.TAN,
        "face": FACE, "money": TOKEN, "price": 500, "minimum": 1, "maximum": 10,
        "opens_at": 1, "closes_at": cast.LATER + 100, "cooling_off_ends_at": cast.LATER + 200,
        "disclosure": "0x" + "00" * 32, "state": Stored.READY, "units_pledged": 3, "raised": 1_500,
        "investors": 1, "proposed_at": 1, "approved_at": 1, "allocation": "first-come",
    })  # fmt: skip
    write.put(PLEDGES, pledge_key(CAMPAIGN, cast.IVAN), {
        "campaign": CAMPAIGN, "investor": cast.IVAN, "units": 3, "amount": 1_500,
        "state": PledgeState.STANDING, "first_at": 5, "last_at": 5,
    })  # fmt: skip
    write.put(MOVEMENTS, "1", {
        "door": cast.IVAN, "token": TOKEN, "amount": -1_500, "balance": 500, "what": "pledge",
        "other": CAMPAIGN, "at": 5, "block": 1, "transaction": "0x01",
    })  # fmt: skip
    with write.reading():
        yield write


def wallet(name: str, door: Address) -> str:
    browser = signed_in(Client(), client_account(name, door=door))
    return browser.get("/treasury/").content.decode()


def test_it_says_what_is_pledged_and_to_whom() -> None:
    text = wallet("ivan", cast.IVAN)
    assert 'id="promised">Pledged</h2>' in text
    assert text.count("RM\u00a015.00") >= 3
    assert "you can take it back until" in text
    assert text.count(f'<a href="/campaigns/{CAMPAIGN}/">Ida Kopi</a>') == 2


def test_who_pledged_nothing_reads_nothing_of_it() -> None:
    text = wallet("iris", cast.IRIS)
    assert 'id="promised"' not in text
    assert "Ida Kopi" not in text


def test_an_operator_s_figures_lead_to_its_clients() -> None:
    office = signed_in(Client(), staff_account("omar", Role.OPERATOR, cast.OMAR))
    text = office.get("/home/").content.decode()
    for role in ("issuer", "investor"):
        assert f'href="/admin/clients/?role={role}"' in text
        assert office.get("/admin/clients/", {"role": role}).status_code == 200
