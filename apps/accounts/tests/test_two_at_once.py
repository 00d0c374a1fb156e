"""Many requests at one moment: a challenge or code is good for one of them, and every guess is counted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from eth_account.messages import encode_defunct

from apps.accounts import attempts, second_factor, services
from apps.accounts.models import Account, Attempt
from apps.accounts.testing import client_account, key_of, staff_account
from apps.accounts.tests.conftest import OMAR
from apps.accounts.types import Site
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Role

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def at_once(act: Callable[[], object]) -> list[object]:
    """What each of several threads got, or the code of its refusal."""
    start = Barrier(AT_ONCE)

    def run() -> object:
        start.wait()
        try:
            return act()
        except CastorError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each.result() for each in [pool.submit(run) for _ in range(AT_ONCE)]]


def test_one_challenge_signs_in_once() -> None:
    client_account("ivan")
    key = key_of("ivan")
    site = Site(domain="localhost", origin="http://localhost", chain_id=31337)
    challenge = services.challenge_sign_in(name="ivan", address=key.address, site=site)
    signature = bytes(key.sign_message(encode_defunct(text=challenge.message)).signature)
    got = at_once(lambda: services.sign_in(challenge=challenge.id, signature=signature))
    assert got.count("challenge-expired") == AT_ONCE - 1


def test_one_code_is_accepted_once() -> None:
    omar = staff_account("omar", Role.OPERATOR, OMAR)
    code = second_factor.current_code(omar)
    assert code
    got = at_once(lambda: second_factor.accept(Account.objects.get(pk=omar.pk), code))
    assert len([each for each in got if each not in (None, "too-soon")]) == 1


def test_every_guess_is_counted() -> None:
    of = attempts.subject("passphrase", "ivan")
    got = at_once(lambda: attempts.count(of, free=3))
    assert got.count("too-soon") == AT_ONCE - 4
    assert Attempt.objects.get().tries == 4
