"""A client signs in by a signature; each challenge is good once, here, for five minutes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from apps.accounts import services
from apps.accounts.models import Account
from apps.accounts.testing import client_account, key_of
from apps.accounts.tests.conftest import OMAR, SUSPENDED, Clock, Person, add_client, add_signer
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.types import Address

DOOR = Address("0x0000000000000000000000000000000000000D01")
OTHER_DOOR = Address("0x0000000000000000000000000000000000000D02")


@pytest.fixture
def ivan(market: MemoryWrite, client: Client) -> Person:
    client_account("ivan")
    return Person(client, key_of("ivan"))


def code_of(answer: Any) -> str:
    return str(answer.json()["code"])


def test_a_challenge_is_answered_once(ivan: Person) -> None:
    challenge = ivan.challenge("ivan")
    body = {"challenge": challenge["id"], "signature": ivan.sign(challenge["message"])}
    assert ivan.post("sign-in", **body).status_code == 200
    session = ivan.client.session
    session["accounts_challenge"] = challenge["id"]  # a browser that would offer it again
    session.save()
    ivan.client.defaults["HTTP_X_CSRFTOKEN"] = ""
    assert code_of(ivan.post("sign-in", **body)) == "challenge-expired"


def test_another_browser_cannot_answer_it(ivan: Person) -> None:
    challenge = ivan.challenge("ivan")
    elsewhere = Person(Client(), ivan.key)
    answer = elsewhere.post("sign-in", challenge=challenge["id"], signature=ivan.sign(challenge["message"]))
    assert code_of(answer) == "challenge-expired"


def test_after_five_minutes_it_is_too_late(ivan: Person, moved: Clock) -> None:
    challenge = ivan.challenge("ivan")
    moved.move(minutes=5)
    answer = ivan.post("sign-in", challenge=challenge["id"], signature=ivan.sign(challenge["message"]))
    assert code_of(answer) == "challenge-expired"


def test_a_challenge_to_sign_in_opens_no_account(ivan: Person) -> None:
    challenge = ivan.challenge("ivan")
    answer = ivan.post(
        "sign-up",
        challenge=challenge["id"],
        signature=ivan.sign(challenge["message"]),
        consents=["terms", "risk", "privacy"],
    )
    assert code_of(answer) == "challenge-expired"


@pytest.mark.parametrize("signature", ["0x", "0x" + "00" * 65, "0x" + "ff" * 65, "0x" + "11" * 64])
def test_what_is_no_signature_is_refused_and_uses_the_challenge_up(ivan: Person, signature: str) -> None:
    challenge = ivan.challenge("ivan")
    answer = ivan.post("sign-in", challenge=challenge["id"], signature=signature)
    assert (answer.status_code, code_of(answer)) == (403, "signature-refused")
    again = ivan.post("sign-in", challenge=challenge["id"], signature=ivan.sign(challenge["message"]))
    assert code_of(again) == "challenge-expired"


def test_the_portal_s_own_words_are_signed_not_the_browser_s(ivan: Person) -> None:
    challenge = ivan.challenge("ivan")
    signature = ivan.sign(challenge["message"] + " ")
    assert (
        code_of(ivan.post("sign-in", challenge=challenge["id"], signature=signature)) == "signature-refused"
    )


def test_a_stranger_s_key_and_a_name_without_account_are_refused_alike(ivan: Person) -> None:
    sam = Person(Client(), key_of("sam"))
    with_account, without = sam.sign_in("ivan"), sam.sign_in("nobody")
    assert with_account.status_code == without.status_code == 403
    assert with_account.json() == without.json()
    assert ivan.me().status_code in (401, 403)


def test_before_admission_the_proven_key_signs_in(ivan: Person) -> None:
    assert ivan.sign_in("ivan").status_code == 200
    assert ivan.me().json()["name"] == "ivan"


def test_after_admission_only_a_signer_of_the_door_does(ivan: Person, market: MemoryWrite) -> None:
    services.admit(account=Account.objects.get().pk, door=DOOR)
    assert code_of(ivan.sign_in("ivan")) == "signature-refused"
    add_signer(market, DOOR, key_of("ivan's new key").address)
    assert Person(Client(), key_of("ivan's new key")).sign_in("ivan").status_code == 200
    assert code_of(ivan.sign_in("ivan")) == "signature-refused"
    add_signer(market, DOOR, ivan.key.address)
    assert ivan.sign_in("ivan").json()["door"] == DOOR


def test_a_door_that_the_chain_just_gave_is_seen_in_the_same_session(
    ivan: Person, market: MemoryWrite
) -> None:
    Account.objects.update(applies_to=OMAR)
    assert ivan.sign_in("ivan").json()["door"] is None
    for door, parent in ((DOOR, OMAR), (OTHER_DOOR, SUSPENDED)):
        add_client(market, door, parent=parent)
        add_signer(market, door, ivan.key.address)
    assert ivan.me().json()["door"] == DOOR


def test_the_session_is_a_new_one_and_fixed_to_the_signer(ivan: Person) -> None:
    ivan.challenge("ivan")
    planted = ivan.client.session.session_key
    assert ivan.sign_in("ivan").status_code == 200
    assert ivan.client.session.session_key != planted
    assert ivan.client.session["accounts_signer"] == ivan.key.address
    stale = Client()
    stale.cookies["sessionid"] = str(planted)
    assert stale.get("/api/v1/accounts/me").status_code in (401, 403)


def test_signing_out_everywhere_ends_every_session(ivan: Person) -> None:
    phone = Person(Client(), ivan.key)
    assert ivan.sign_in("ivan").status_code == phone.sign_in("ivan").status_code == 200
    assert ivan.post("sign-out-everywhere").status_code == 204
    assert phone.me().status_code in (401, 403)


def test_an_account_that_is_closed_is_signed_out_at_once(ivan: Person) -> None:
    assert ivan.sign_in("ivan").status_code == 200
    Account.objects.update(is_active=False)
    assert ivan.me().status_code in (401, 403)


def test_the_page_signs_in_and_goes_where_it_was_asked_to(ivan: Person) -> None:
    for wanted, goes in (("/campaigns/", "/campaigns/"), ("https://evil.example/", "/home/")):
        challenge = ivan.challenge("ivan")
        answer = ivan.client.post(
            "/accounts/sign-in/",
            {
                "name": "ivan",
                "challenge": challenge["id"],
                "signature": ivan.sign(challenge["message"]),
                "next": wanted,
            },
        )
        assert (answer.status_code, answer["Location"]) == (302, goes)


def test_the_page_says_what_was_wrong(ivan: Person) -> None:
    sam = Person(ivan.client, key_of("sam"))
    challenge = sam.challenge("ivan")
    answer = ivan.client.post(
        "/accounts/sign-in/",
        {"name": "ivan", "challenge": challenge["id"], "signature": sam.sign(challenge["message"])},
    )
    assert answer.status_code == 403
    assert b"The name, the passphrase or the secret is not right." in answer.content
