"""Who signs for an account of several signers, operator and trustee both announce; else it is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.accounts import dnkeys, queries
from apps.accounts.errors import NamesAway, SignersNotAnnounced
from apps.accounts.models import Account
from apps.accounts.testing import client_account, key_of
from apps.accounts.tests.conftest import OMAR, SUSPENDED, Person, add_client, add_signer, drop_signer
from apps.accounts.types import Announced
from apps.ledger.readmodel import collection_of
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.types import Address

DOOR = Address(key_of("ivan's door").address)
KEY, SECOND = key_of("ivan").address, key_of("ivan's second key").address
POINT = f"{key_of('a verifier').address}:0x{'11' * 32}:0x{'22' * 32}"
TAN = Address(key_of("tan's door").address)
GUARDIANS = ("omar.example", "tan.example")


@pytest.fixture
def ivan(market: MemoryWrite, settings: Any) -> MemoryWrite:
    """Ivan's door with two signers, in the guard of Omar and Tan, whose domains are known."""
    add_client(market, DOOR, parent=OMAR)
    market.change(collection_of("participant"), DOOR, trustee=TAN)
    for signer in (KEY, SECOND):
        add_signer(market, DOOR, signer)
    settings.CASTOR_DNKEY_NAMES = {OMAR.lower(): "omar.example", TAN: "tan.example"}
    return market


@pytest.fixture
def announce(tmp_path: Path, settings: Any) -> Any:
    """Writes the zone file: `announce(name=signers)`; the trustee's in the second grammar."""

    def write(**said: list[str]) -> None:
        lines = []
        if "omar" in said:
            text = f"dnkey-castor-account={DOOR}/{','.join(said['omar'])}"
            strings = " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255))
            lines.append(f"omar.example. 60 IN TXT {strings}")
        for each in said.get("tan", ()):
            text = f"v=DNKEY1; k=castor-account; p={DOOR}/{each}"
            lines.append(f'_dnkey.tan.example. 60 IN TXT "{text}"')
        path = tmp_path / f"zone{len(list(tmp_path.iterdir()))}"
        path.write_text("\n".join([*lines, 'else.example. 60 IN TXT "x"', ""]))
        settings.CASTOR_DNKEY_ZONE = str(path)

    write()
    return write


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"omar": [KEY, SECOND]},
        {"tan": [KEY, SECOND]},
        {"omar": [KEY, SECOND], "tan": [KEY]},
        {"omar": [KEY, SECOND], "tan": [KEY, POINT]},
        {"omar": [KEY, SECOND], "tan": [KEY, SECOND, POINT]},
    ],
)
def test_it_is_refused_unless_both_announce_what_the_chain_has(
    said: dict[str, list[str]], ivan: MemoryWrite, announce: Any
) -> None:
    announce(**said)
    with pytest.raises(SignersNotAnnounced) as refused:
        queries.require_announced(DOOR)
    assert refused.value.arguments["name"] in GUARDIANS
    assert str(refused.value.arguments["record"]).startswith(f"dnkey-castor-account={DOOR}/0x")


def test_announced_alike_it_is_accepted_until_it_changes(ivan: MemoryWrite, announce: Any) -> None:
    announce(omar=[SECOND.lower(), KEY], tan=[KEY, SECOND])
    queries.require_announced(DOOR)
    with pytest.raises(SignersNotAnnounced):
        queries.require_announced(DOOR, signers=[KEY, SECOND, POINT])
    announce(omar=[KEY, SECOND, POINT], tan=[KEY, POINT, SECOND])
    queries.require_announced(DOOR, signers=[KEY, SECOND, POINT])
    add_signer(ivan, DOOR, POINT)
    queries.require_announced(DOOR)


def test_one_signer_alone_is_not_asked_about(ivan: MemoryWrite, announce: Any) -> None:
    queries.require_announced(DOOR, signers=[KEY])
    drop_signer(ivan, DOOR, SECOND)
    queries.require_announced(DOOR)
    assert queries.announcement(DOOR) is None


def test_where_nobody_has_a_name_nothing_is_asked(ivan: MemoryWrite, announce: Any, settings: Any) -> None:
    settings.CASTOR_DNKEY_NAMES = {}
    queries.require_announced(DOOR)
    assert queries.announcement(DOOR) is None


def test_a_guardian_without_a_name_announces_nothing(ivan: MemoryWrite, announce: Any, settings: Any) -> None:
    announce(omar=[KEY, SECOND], tan=[KEY, SECOND])
    settings.CASTOR_DNKEY_NAMES = {OMAR: "omar.example"}
    with pytest.raises(SignersNotAnnounced):
        queries.require_announced(DOOR)


def test_who_takes_a_client_over_announces_it_too(ivan: MemoryWrite, announce: Any) -> None:
    announce(omar=[KEY, SECOND], tan=[KEY, SECOND])
    with pytest.raises(SignersNotAnnounced) as refused:
        queries.require_announced(DOOR, guardians=(SUSPENDED, TAN))
    assert refused.value.arguments["name"] == "Once Markets"


def test_a_dns_that_is_away_announces_nothing(
    ivan: MemoryWrite, announce: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: dnkeys.ZoneFile, name: str) -> list[str]:
        raise NamesAway

    monkeypatch.setattr(dnkeys.ZoneFile, "texts", away)
    with pytest.raises(NamesAway):
        queries.require_announced(DOOR)
    found = queries.announcement(DOOR)
    assert found is not None
    assert found.said == tuple((name, Announced.AWAY) for name in GUARDIANS)


def test_a_further_key_signs_in_once_it_is_announced_and_the_first_always(
    ivan: MemoryWrite, announce: Any
) -> None:
    client_account("ivan")
    Account.objects.update(door=DOOR)
    first, second = Person(Client(), key_of("ivan")), Person(Client(), key_of("ivan's second key"))
    refused = second.sign_in("ivan")
    assert (refused.status_code, refused.json()["code"]) == (409, "signers-not-announced")
    assert second.me().status_code in (401, 403)
    assert first.sign_in("ivan").status_code == 200
    announce(omar=[KEY, SECOND], tan=[KEY, SECOND])
    assert second.sign_in("ivan").status_code == 200


def test_what_is_to_be_announced_says_it_again(ivan: MemoryWrite, announce: Any) -> None:
    announce(omar=[KEY, SECOND], tan=[KEY])
    found = queries.announcement(DOOR)
    assert found is not None
    assert found.said == (("omar.example", Announced.ALIKE), ("tan.example", Announced.OTHERWISE))
    value = f"{DOOR}/{','.join(sorted([KEY, SECOND]))}"
    assert [dnkeys.parse(text) for _, text in found.records] == [("castor-account", value)] * 2
