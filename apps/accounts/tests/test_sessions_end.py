"""A session ends, with a sentence, at the first request after what proved it no longer holds."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts import services
from apps.accounts.models import Account
from apps.accounts.testing import client_account, key_of, signed_in, staff_account
from apps.accounts.tests.conftest import OMAR, Person, add_client, add_signer, drop_signer, give_standing
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.errors import Unavailable
from apps.vocabulary.types import Address, Role

DOOR = Address("0x0000000000000000000000000000000000000D01")
ENDED = b"You were signed out"


@pytest.fixture
def ivan(market: MemoryWrite, client: Client) -> Person:
    """Ivan is admitted, and signed in with the first of his door's two keys."""
    client_account("ivan", door=DOOR)
    add_client(market, DOOR, parent=OMAR)
    for key in ("ivan", "ivan's other key"):
        add_signer(market, DOOR, key_of(key).address)
    person = Person(client, key_of("ivan"))
    assert person.sign_in("ivan").status_code == 200
    return person


def test_a_removed_signers_session_ends_and_is_told_so_once(ivan: Person, market: MemoryWrite) -> None:
    drop_signer(market, DOOR, key_of("ivan").address)
    answer = ivan.me()
    assert (answer.status_code, answer.json()["code"]) == (401, "session-ended")
    assert "You were signed out" in answer.json()["detail"]
    assert ivan.me().json()["code"] == "sign-in-needed"
    assert not ivan.client.session.items()


def test_a_page_leads_to_the_sign_in_and_says_why(ivan: Person, market: MemoryWrite) -> None:
    drop_signer(market, DOOR, key_of("ivan").address)
    answer = ivan.client.get("/accounts/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/sign-in/?next=/accounts/")
    assert ENDED in ivan.client.get(answer["Location"]).content
    assert ENDED not in ivan.client.get(answer["Location"]).content


def test_what_such_a_session_posts_does_nothing(ivan: Person, market: MemoryWrite) -> None:
    drop_signer(market, DOOR, key_of("ivan").address)
    assert ivan.client.post("/accounts/sign-out-everywhere/").status_code == 302
    assert Account.objects.get().session_epoch == 0


def test_the_session_of_the_key_that_stays_goes_on(ivan: Person, market: MemoryWrite) -> None:
    phone = Person(Client(), key_of("ivan's other key"))
    assert phone.sign_in("ivan").status_code == 200
    drop_signer(market, DOOR, key_of("ivan").address)
    assert phone.me().status_code == 200


@pytest.mark.parametrize("standing", ["expired", "suspended", "frozen", "revoked"])
def test_who_may_still_take_back_stays_signed_in(ivan: Person, market: MemoryWrite, standing: str) -> None:
    give_standing(market, DOOR, standing)
    assert ivan.me().status_code == 200
    assert Person(Client(), ivan.key).sign_in("ivan").status_code == 200


def test_a_read_model_that_is_away_or_being_filled_signs_nobody_out(
    ivan: Person, market: MemoryWrite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr("apps.ledger.readmodel.current", away)
        assert ivan.me().status_code == 200
    with MemoryWrite().reading():
        assert ivan.me().status_code == 200


def test_a_removed_member_of_staff_is_told_too(market: MemoryWrite, client: Client) -> None:
    signed_in(client, staff_account("olive", Role.OPERATOR, OMAR))
    assert client.get("/api/v1/accounts/me").status_code == 200
    assert services.remove_staff(organisation=OMAR, name="olive")
    answer = client.get("/api/v1/accounts/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "session-ended")
    assert not client.session.items()


def test_so_is_who_signed_out_everywhere_from_another_browser(ivan: Person) -> None:
    phone = Person(Client(), ivan.key)
    assert phone.sign_in("ivan").status_code == 200
    assert phone.post("sign-out-everywhere").status_code == 204
    assert ivan.me().json()["code"] == "session-ended"
