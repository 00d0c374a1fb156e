"""The demo room shows the cast with its codes, and is there in a demo only."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts import services as accounts
from apps.accounts.testing import client_account
from apps.vocabulary.types import Address, Role
from castor_web import urls
from castor_web.demo.cast import ORGANISATIONS, PASSPHRASE, PASSWORD
from castor_web.stack.anvil import Anvil

pytestmark = pytest.mark.usefixtures("db", "valkey")

DOOR = Address("0x" + "0" * 39 + "7")


def open_staff_accounts() -> None:
    for each in ORGANISATIONS:
        for name in (each.maker, each.checker):
            accounts.add_staff(
                organisation=DOOR, role=each.role, name=name, maker=name == each.maker,
                checker=name == each.checker, password=PASSWORD, signer=None,
            )  # fmt: skip


def open_client_accounts(*names: str) -> None:
    for name in names:
        client_account(name, Role.INVESTOR)


def test_before_the_play_nobody_is_there(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    assert "make demo" in page
    assert PASSWORD not in page


def test_who_plays_here_is_listed_with_words_and_codes(client: Client) -> None:
    open_staff_accounts()
    open_client_accounts("ida", "ivan", "quek")
    page = client.get("/demo/").content.decode()
    for words in ("rania", "olga", "ivan", "quek", "Ida Kopi", PASSWORD, PASSPHRASE):
        assert words in page
    assert "Imran Solar" not in page
    assert "aisyah" not in page
    codes = client.get("/demo/codes/").content.decode()
    assert codes.count("<dt>") == 10
    assert "<code>—</code>" not in codes


def test_the_clock_is_moved_from_the_room(client: Client, chain: Anvil, settings: Settings) -> None:
    settings.CASTOR_CHAIN_URL = chain.url
    before = chain.now()
    answer = client.post("/demo/advance/", {"by": "week"}, follow=True)
    assert "clock was moved" in answer.content.decode()
    assert chain.now() - before >= 7 * 86_400


def test_with_nothing_ahead_the_clock_stays(client: Client, chain: Anvil, settings: Settings) -> None:
    settings.CASTOR_CHAIN_URL = chain.url
    answer = client.post("/demo/advance/", {"by": "deadline"}, follow=True)
    assert "never goes back" in answer.content.decode()


@pytest.mark.parametrize("path", ["/demo/", "/demo/codes/"])
def test_outside_a_demo_there_is_no_room(client: Client, settings: Settings, path: str) -> None:
    settings.CASTOR_DEMO = False
    assert client.get(path).status_code == 404


def test_the_room_s_addresses_are_those_of_a_demo_alone() -> None:
    assert any(str(each.pattern) == "demo/" for each in urls.urlpatterns)
