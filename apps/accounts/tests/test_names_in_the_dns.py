"""A name says which door it is and who signs for it; the chain decides whether that is so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dns.resolver
import pytest
from django.test import Client

from apps.accounts import dnkeys
from apps.accounts.errors import NameDisagrees, NamesAway, NameSaysNothing
from apps.accounts.models import Account
from apps.accounts.testing import client_account, key_of, signed_in
from apps.accounts.tests.conftest import OMAR, add_client, add_signer
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.types import Address

DOOR = Address(key_of("ivan's door").address)
KEY, OTHER = key_of("ivan").address, key_of("sam").address
ZONE = f"""
ivan.example.          60 IN TXT "unrelated=1"
ivan.example.          60 IN TXT "dnkey-castor={DOOR.lower()}"
ivan.example.          60 IN TXT "dnkey-castor-key={KEY[:30]}" "{KEY[30:]}"
_dnkey.second.example. 60 IN TXT "v=DNKEY1; k=castor; p={DOOR}"
_dnkey.second.example. 60 IN TXT "p={KEY}; K=castor-key ;v=DNKEY1;"
two.example.           60 IN TXT "dnkey-castor={DOOR}"
two.example.           60 IN TXT "dnkey-castor={OMAR}"
liar.example.          60 IN TXT "dnkey-castor={DOOR}"
liar.example.          60 IN TXT "dnkey-castor-key={OTHER}"
"""


@pytest.fixture
def market_with_ivan(market: MemoryWrite, tmp_path: Path, settings: Any) -> MemoryWrite:
    """Ivan's door with one key, and names for it."""
    path = tmp_path / "zone"
    path.write_text(ZONE)
    settings.CASTOR_DNKEY_ZONE = str(path)
    add_client(market, DOOR, parent=OMAR)
    add_signer(market, DOOR, KEY)
    return market


pytestmark = pytest.mark.usefixtures("market_with_ivan")


@pytest.mark.parametrize("name", ["", "nodots", "a..b", "nobody.example", "two.example", "x" * 300 + ".my"])
def test_a_name_that_says_nothing_clear_is_refused(name: str) -> None:
    with pytest.raises(NameSaysNothing):
        dnkeys.check(name)


def test_a_name_that_announces_other_signers_is_refused() -> None:
    with pytest.raises(NameDisagrees):
        dnkeys.check("liar.example")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dnkey-=x",
        "dnkey-castor",
        "v=DNKEY2; k=castor; p=0x",
        "v=DNKEY1; k=castor",
        "k=castor; p=x",
        ";;;=",
    ],
)
def test_what_is_no_record_is_none(text: str) -> None:
    assert dnkeys.parse(text) is None


def test_a_dns_that_is_away_is_said_to_be(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise dns.resolver.NoNameservers

    settings.CASTOR_DNKEY_ZONE = ""
    monkeypatch.setattr(dns.resolver, "resolve", away)
    with pytest.raises(NamesAway):
        dnkeys.resolve("ivan.example")


@pytest.mark.parametrize("name", ["ivan.example", " IVAN.example. ", "second.example"])
def test_both_grammars_say_the_same(name: str) -> None:
    found = dnkeys.check(name)
    assert (found.door, found.keys) == (DOOR, (KEY,))


def test_what_is_to_be_published_says_it_again() -> None:
    parsed = [dnkeys.parse(text) for _, text in dnkeys.records_of(DOOR, [KEY])]
    assert parsed == [("castor", DOOR), ("castor-key", KEY)] * 2


def test_the_page_looks_up_and_says_how_to_publish(client: Client) -> None:
    client_account("ivan")
    Account.objects.update(door=DOOR)
    signed_in(client, Account.objects.get())
    page = client.get("/accounts/dn-key/?name=ivan.example").content.decode()
    assert "agree" in page
    assert f"dnkey-castor={DOOR}" in page
    assert client.get("/accounts/dn-key/?name=liar.example").status_code == 409
    assert client.get("/api/v1/accounts/dn-key?name=second.example").json()["door"] == DOOR
    assert client.get("/api/v1/accounts/dn-key?name=liar.example").json()["code"] == "name-disagrees"
    assert Client().get("/api/v1/accounts/dn-key?name=ivan.example").status_code in (401, 403)
