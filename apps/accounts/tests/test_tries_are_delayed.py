"""Guesses at a name are counted in PostgreSQL: they wait, longer and longer, but nothing is locked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts import oprf, services
from apps.accounts.models import Attempt
from apps.accounts.rules import FREE_TRIES, LONGEST_DELAY, delay_after, tries_left_over
from apps.accounts.testing import client_account, key_of
from apps.accounts.tests.conftest import Clock, Person
from apps.ledger.testing import MemoryWrite

ELEMENT = "0x" + oprf.blind(b"a guess", oprf.random_blind()).hex()


def guess(client: Client, name: str) -> Any:
    body = {"name": name, "element": ELEMENT}
    return client.post("/api/v1/accounts/evaluate", body, content_type="application/json")


def guess_until_delayed(client: Client, name: str) -> int:
    """The seconds that are asked for, once they are."""
    for _ in range(200):
        answer = guess(client, name)
        if answer.status_code == 429:
            return int(answer.json()["arguments"]["seconds"])
    raise AssertionError("never delayed")


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ("0x", "malformed"),
        ("0x" + "00" * 32, "malformed"),
        ("0x" + "ff" * 32, "malformed"),
        ("ab", "malformed"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_element_is_refused(client: Client, element: str, code: str) -> None:
    body = {"name": "ivan", "element": element}
    answer = client.post("/api/v1/accounts/evaluate", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.django_db
def test_after_some_free_tries_a_name_waits(client: Client, moved: Clock) -> None:
    for _ in range(FREE_TRIES + 1):
        assert guess(client, "ivan").status_code == 200
    assert guess(client, "ivan").json()["code"] == "too-soon"
    assert guess(client, "ida").status_code == 200
    moved.move(seconds=1)
    assert guess(client, "ivan").status_code == 200
    assert guess(client, "ivan").json()["arguments"]["seconds"] == 2


@pytest.mark.django_db
def test_a_guess_that_had_to_wait_makes_the_wait_no_longer(client: Client, moved: Clock) -> None:
    waits = {guess_until_delayed(client, "ivan") for _ in range(50)}
    assert waits == {1}


@pytest.mark.django_db
def test_the_wait_survives_a_flush_of_the_cache(client: Client, moved: Clock) -> None:
    guess_until_delayed(client, "ivan")
    cache.clear()
    assert guess(client, "ivan").status_code == 429


@pytest.mark.django_db
def test_case_and_width_of_a_name_are_no_way_around(client: Client, moved: Clock) -> None:
    guess_until_delayed(client, "ivan")
    assert guess(client, " IV\uff21N ").status_code == 429


def test_a_name_without_account_answers_alike(client: Client, market: MemoryWrite, moved: Clock) -> None:
    client_account("ivan")
    known, unknown = guess(client, "ivan"), guess(client, "nobody")
    assert known.status_code == unknown.status_code == 200
    assert known.json().keys() == unknown.json().keys()
    assert len(known.content) == len(unknown.content)
    assert known.json() != unknown.json()
    assert guess_until_delayed(client, "ivan") == guess_until_delayed(client, "nobody")


@pytest.mark.django_db
def test_the_same_name_has_the_same_key_and_no_other_has_it(client: Client) -> None:
    assert guess(client, "ivan").json() == guess(client, "ivan").json()
    assert guess(client, "ivan").json() != guess(client, "ida").json()


def test_a_stranger_s_guesses_do_not_delay_a_browser_that_signed_in_before(
    client: Client, market: MemoryWrite, moved: Clock
) -> None:
    client_account("ivan")
    assert Person(client, key_of("ivan")).sign_in("ivan").status_code == 200
    guess_until_delayed(Client(), "ivan")
    assert guess(Client(), "ivan").status_code == 429
    assert guess(client, "ivan").status_code == 200


def test_a_forged_mark_makes_no_known_browser(client: Client, market: MemoryWrite, moved: Clock) -> None:
    client_account("ivan")
    assert Person(client, key_of("ivan")).sign_in("ivan").status_code == 200
    sam = Client()
    sam.cookies["castor_device"] = client.cookies["castor_device"].value + "x"
    guess_until_delayed(Client(), "ivan")
    assert guess(sam, "ivan").status_code == 429
    other = Client()
    other.cookies["castor_device"] = client.cookies["castor_device"].value
    guess_until_delayed(Client(), "ida")
    assert guess(other, "ida").status_code == 429


def test_signing_in_forgives_the_tries(client: Client, market: MemoryWrite, moved: Clock) -> None:
    client_account("ivan")
    guess_until_delayed(client, "ivan")
    assert Person(client, key_of("ivan")).sign_in("ivan").status_code == 200
    assert guess(Client(), "ivan").status_code == 200


@pytest.mark.django_db
def test_no_name_is_written_down_and_old_tries_are_forgotten(client: Client, moved: Clock) -> None:
    guess(client, "my-real-passphrase")
    assert "passphrase" not in str(list(Attempt.objects.values()))
    moved.move(days=3)
    assert services.forget_old() == 1
    assert not Attempt.objects.exists()


@given(tries=st.integers(0, 10_000), free=st.integers(0, 100))
def test_the_delay_grows_and_never_beyond_fifteen_minutes(tries: int, free: int) -> None:
    delay = delay_after(tries, free)
    assert timedelta(0) <= delay <= LONGEST_DELAY == timedelta(minutes=15)
    assert delay <= delay_after(tries + 1, free)
    assert (delay == timedelta(0)) == (tries <= free)


@given(tries=st.integers(0, 1000), minutes=st.integers(-5, 100_000))
def test_quiet_time_forgets_one_try_in_fifteen_minutes(tries: int, minutes: int) -> None:
    left = tries_left_over(tries, timedelta(minutes=minutes))
    assert left == max(0, tries - max(0, minutes) // 15)
