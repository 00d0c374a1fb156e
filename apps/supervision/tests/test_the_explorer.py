"""One search, a page for each thing; another's is not there, and that somebody asked is in the audit log."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.kyc.tests.cast import sent
from apps.ledger.testing import MemoryWrite
from apps.participants.tests import cast
from apps.records import queries as audit
from apps.records import services as records
from apps.records.types import Deed
from apps.supervision import queries, services
from apps.supervision.types.explored import What
from apps.treasury.rules import reference_of
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Role, Viewer

pytestmark = pytest.mark.django_db
FACE = cast.address(66)


@pytest.fixture(autouse=True)
def market(settings: Settings, tmp_path: Path) -> Iterator[MemoryWrite]:
    """The cast's market; Ida has a share class, and Ivan applied to Omar with his name."""
    settings.CASTOR_RECORD_KEYS = str(tmp_path / "keys")
    settings.CASTOR_RECORD_KEYS_PASSWORD_FILE = ""
    write = cast.market()
    words: dict[str, Any] = {"name": cast.word("Kopi ordinary"), "symbol": cast.word("KOPI")}
    made: dict[str, Any] = {"face": FACE, "trustee": cast.TAN, "issuer": cast.IDA, **words}
    write.play(cast.master("FaceCreated", kind=2, **made))
    write.play(cast.master("UnitsMinted", face=FACE, to=cast.IVAN, id=1, units=50, ref=cast.word("x")))
    with write.reading():
        for door in (cast.RANIA, cast.TAN, cast.OMAR, cast.OLGA):
            records.prepare_reader(door)
        yield write


@pytest.fixture
def ivans_record() -> uuid.UUID:
    """Ivan's application, as his operator, its trustee and the regulator read it."""
    found = sent(accounts.viewer_of(client_account("ivan", applies_to=cast.OMAR))).heading.id
    records.give_owner(actor=cast.OPERATOR, record=found, owner=cast.IVAN)
    return found


def found(viewer: Viewer, text: str) -> list[tuple[What, str]]:
    return [(each.what, each.name) for each in queries.search(viewer, text)]


def denials() -> list[str]:
    return [each.reason for each in audit.log(cast.REGULATOR) if each.deed is Deed.DENIED]


OLGA = cast.viewer(cast.OLGA, Role.OPERATOR)


def test_clients_and_visitors_do_not_search() -> None:
    with pytest.raises(SignInNeeded):
        queries.search(VISITOR, "Omar")
    with pytest.raises(NotAllowed):
        queries.search(cast.INVESTOR, "Omar")
    with pytest.raises(NotAllowed):
        services.explore(actor=cast.INVESTOR, what=What.PARTICIPANT, key=cast.IVAN)


@pytest.mark.parametrize("text", ["", "nobody", "0x12", "0x" + "ab" * 32, "0x" + "ab" * 20, "999", "KOPI 2"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert found(cast.REGULATOR, text) == []


def test_everything_is_found_by_its_word(ivans_record: uuid.UUID) -> None:
    participant, name = What.PARTICIPANT, "Ivan bin Ismail"
    assert found(cast.OPERATOR, "omar c") == [(participant, "Omar Crowd")]
    assert found(cast.OPERATOR, "ismail") == [(participant, name)]
    assert found(cast.OPERATOR, cast.IVAN.lower()) == [(participant, name)]
    assert found(cast.OPERATOR, reference_of(cast.IVAN)) == [(participant, name)]
    assert found(cast.OPERATOR, "kopi") == [(What.SHARE_CLASS, "Kopi ordinary")]
    assert found(cast.OPERATOR, FACE) == [(What.SHARE_CLASS, "Kopi ordinary")]
    assert found(cast.OPERATOR, "kopi 1") == found(cast.OPERATOR, "#1") == [(What.CERTIFICATE, "KOPI 1")]
    assert found(cast.OPERATOR, str(ivans_record))[0][0] is What.RECORD
    root = audit.row(cast.OPERATOR, ivans_record).root
    assert found(cast.OPERATOR, "0x" + bytes(root).hex())[0][0] is What.RECORD


def test_another_s_branch_is_not_found(ivans_record: uuid.UUID) -> None:
    for text in ("ismail", cast.IVAN, reference_of(cast.IVAN), "kopi", FACE, "kopi 1", str(ivans_record)):
        assert found(OLGA, text) == [], text
    assert found(cast.REGULATOR, "Olga") == [(What.PARTICIPANT, "Olga Crowd")]
    assert found(cast.OPERATOR, "Olga") == []


def test_another_s_page_is_not_there_and_who_asked_is_in_the_log(ivans_record: uuid.UUID) -> None:
    asked = [
        (What.PARTICIPANT, cast.IVAN),
        (What.SHARE_CLASS, FACE),
        (What.CERTIFICATE, f"{FACE}:1"),
        (What.RECORD, str(ivans_record)),
    ]
    for number, (what, key) in enumerate(asked, start=1):
        with pytest.raises(NotFound):
            services.explore(actor=OLGA, what=what, key=key)
        assert denials()[0] == f"explorer: {what} {key}"
        assert len(denials()) == number
    entry = audit.log(cast.REGULATOR)[0]
    assert (entry.door, entry.account) == (cast.OLGA, 1)


@pytest.mark.parametrize(
    "key",
    ["x", "0x12", cast.address(99), "0190a0b0-0000-4000-8000-00000000a11e", "0x" + "ab" * 32, f"{FACE}:x"],
)
def test_a_key_that_names_nothing_is_no_denial(key: str) -> None:
    for what in (
        What.PARTICIPANT,
        What.CAMPAIGN,
        What.SHARE_CLASS,
        What.CERTIFICATE,
        What.ACT,
        What.CONTRACT,
    ):
        with pytest.raises(NotFound):
            services.explore(actor=OLGA, what=what, key=key)
    assert denials() == []


def test_each_thing_tells_its_facts_and_history(ivans_record: uuid.UUID) -> None:
    ivan = services.explore(actor=cast.OPERATOR, what=What.PARTICIPANT, key=cast.IVAN)
    assert ivan.name == "Ivan bin Ismail"
    assert "Ivan bin Ismail was admitted as" in " ".join(each.text for each in ivan.lines)
    kopi = services.explore(actor=cast.TRUSTEE, what=What.SHARE_CLASS, key=FACE)
    assert (kopi.name, kopi.lines[-1].key) == ("Kopi ordinary (KOPI)", "ClassCreated")
    certificate = services.explore(actor=cast.REGULATOR, what=What.CERTIFICATE, key=f"{FACE}:1")
    assert [each.text for each in certificate.lines] == ["50 units were minted to Ivan bin Ismail."]
    record = services.explore(actor=cast.REGULATOR, what=What.RECORD, key=str(ivans_record))
    assert "not anchored" in {each.value for each in record.facts}


def test_the_pages(ivans_record: uuid.UUID, client: Client) -> None:
    omar = signed_in(client, staff_account("omar", Role.OPERATOR, cast.OMAR))
    assert 'name="text"' in omar.get("/supervision/explorer/").text
    hits = omar.post("/supervision/explorer/", {"text": "ismail"}).text
    assert f"/supervision/explorer/participant/{cast.IVAN}/" in hits
    for path in (
        f"participant/{cast.IVAN}",
        f"class/{FACE}",
        f"certificate/{FACE}:1",
        f"record/{ivans_record}",
    ):
        assert omar.get(f"/supervision/explorer/{path}/").status_code == 200, path
    assert omar.get(f"/supervision/explorer/participant/{cast.IRIS}/").status_code == 404
    assert omar.get(f"/supervision/explorer/nonsense/{cast.IVAN}/").status_code == 404
    assert "Nothing found" in omar.post("/supervision/explorer/", {"text": "Olga"}).text
