"""A client opens an account by signing the application that the portal wrote."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from apps.accounts import queries
from apps.accounts.models import Account
from apps.accounts.testing import client_account, key_of
from apps.accounts.tests.conftest import CONSENTS, OMAR, SUSPENDED, Person
from apps.ledger.testing import MemoryWrite

pytestmark = pytest.mark.usefixtures("market")


@pytest.fixture
def ivan(client: Client) -> Person:
    return Person(client, key_of("ivan"))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "iv"}, "invalid-name"),
        ({"name": "іvan"}, "invalid-name"),  # the first letter is Cyrillic
        ({"name": "ivan ivanov"}, "invalid-name"),
        ({"role": "regulator"}, "malformed"),
        ({"operator": SUSPENDED}, "unknown-operator"),
        ({"operator": "Omar"}, "not-an-address"),
        ({"address": "0x12"}, "not-an-address"),
    ],
)
def test_an_application_that_cannot_be_is_refused(ivan: Person, changed: dict[str, str], code: str) -> None:
    asked = {"name": "ivan", "role": "investor", "operator": OMAR, "address": ivan.key.address} | changed
    answer = ivan.post("sign-up/challenge", **asked)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_without_every_consent_no_account_is_opened(ivan: Person) -> None:
    answer = ivan.sign_up("ivan", consents=["terms"])
    assert answer.json()["code"] == "consent-missing"
    assert not Account.objects.exists()


def test_a_name_and_a_key_open_one_account_each(ivan: Person) -> None:
    client_account("ivan")
    assert ivan.sign_up("Ivan").json()["code"] == "name-taken"
    assert ivan.sign_up("ivan.two").json()["code"] == "address-taken"


def test_the_signature_must_be_by_the_key_that_was_named(ivan: Person, client: Client) -> None:
    asked = {"name": "ivan", "role": "investor", "operator": OMAR, "address": ivan.key.address}
    challenge = ivan.post("sign-up/challenge", **asked).json()
    forged = Person(client, key_of("sam")).sign(challenge["message"])
    answer = ivan.post("sign-up", challenge=challenge["id"], signature=forged, consents=CONSENTS)
    assert (answer.status_code, answer.json()["code"]) == (403, "signature-refused")
    assert not Account.objects.exists()


@pytest.mark.parametrize("extra", ["kind", "door", "is_staff", "organisation", "maker", "session_epoch"])
def test_no_other_field_of_an_account_can_be_set(ivan: Person, extra: str) -> None:
    challenge = ivan.post(
        "sign-up/challenge",
        name="ivan",
        role="investor",
        operator=OMAR,
        address=ivan.key.address,
        **{extra: OMAR},
    ).json()
    signature = ivan.sign(challenge["message"])
    body: dict[str, Any] = {
        "challenge": challenge["id"],
        "signature": signature,
        "consents": CONSENTS,
        extra: OMAR,
    }
    assert ivan.post("sign-up", **body).status_code == 201
    account = Account.objects.get()
    assert (account.kind, account.door, account.organisation, account.maker, account.session_epoch) == (
        "client", None, None, False, 0,
    )  # fmt: skip


def test_the_account_is_opened_and_signed_in(ivan: Person, market: MemoryWrite) -> None:
    answer = ivan.sign_up(" IVAN ")
    assert answer.status_code == 201
    me = ivan.me().json()
    assert (me["name"], me["role"], me["door"], me["applies_to"]) == ("ivan", "investor", None, OMAR)
    assert me["consents_missing"] == []
    account = Account.objects.get()
    assert not account.has_usable_password()
    assert [each.name for each in queries.applicants(OMAR)] == ["ivan"]
    assert len(queries.consents(account.pk)) == 3


def test_the_page_opens_an_account_too(ivan: Person, client: Client) -> None:
    page = client.get("/accounts/sign-up/")
    assert b"Omar Markets" in page.content
    assert b"Once Markets" not in page.content
    asked = {"name": "ivan", "role": "investor", "operator": OMAR}
    challenge = ivan.post("sign-up/challenge", address=ivan.key.address, **asked).json()
    ticked = dict.fromkeys(CONSENTS, "on")
    signed = {"challenge": challenge["id"], "signature": ivan.sign(challenge["message"])}
    answer = client.post("/accounts/sign-up/", asked | ticked | signed)
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert ivan.me().json()["name"] == "ivan"


def test_no_input_for_a_passphrase_has_a_name(client: Client) -> None:
    for path in ("/accounts/sign-up/", "/accounts/sign-in/"):
        page = client.get(path).content.decode()
        for tag in page.split("<input")[1:]:
            attributes = tag.split(">")[0]
            assert "data-field" not in attributes or " name=" not in attributes
