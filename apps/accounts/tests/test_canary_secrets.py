"""Secrets that pass through the portal are searched for wherever something stays: logs, tables, Redis, what
is handed to Celery, tracebacks and answers. None is there.
"""

from __future__ import annotations

import json
import logging
import traceback
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from celery import current_app as celery
from django.conf import settings as configured
from django.core.cache import cache
from django.db import connection
from django.test import Client

from apps.accounts import second_factor, services
from apps.accounts.derivation import derive
from apps.accounts.market_secret import account_key
from apps.accounts.models import Account
from apps.accounts.testing import staff_account
from apps.accounts.tests.conftest import CONSENTS, OMAR, Person
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.types import Role

PASSWORD = "quatorzieme zephyrine lundi"
PASSPHRASE, SECRET = "vocalise umbrage tangerine quixotic pelican nettle", "kopi-susu-gula-melaka"


@pytest.fixture
def sent_tasks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whatever is handed to Celery, as text."""
    said: list[str] = []
    monkeypatch.setattr(celery, "send_task", lambda *given, **more: said.append(repr((given, more))))
    return said


@pytest.fixture
def omar(market: MemoryWrite) -> Account:
    return staff_account("omar", Role.OPERATOR, OMAR, password=PASSWORD)


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/accounts/{path}", body, content_type="application/json")


def code_of(account: Account) -> str:
    account.refresh_from_db()
    code = second_factor.current_code(account)
    assert code
    return code


def kept() -> str:
    """Every row of every table and every key of the cache, bytes as text."""
    said: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # the database's own names
            said += [_text(value) for row in cursor.fetchall() for value in row]
    store = cache._cache.get_client(None)  # type: ignore[attr-defined]  # Django's own client of Redis
    for key in store.scan_iter():
        said += [_text(key), _text(store.dump(key) or b"")]
    return "\n".join(said)


def _text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def secrets_of(omar: Account) -> dict[str, str]:
    """What must be nowhere, by what it is."""
    generator = Authenticator.objects.get(user=omar, type=Authenticator.Type.TOTP)
    market = Path(configured.CASTOR_MARKET_SECRET_FILE).read_text().split()[-1]
    return {
        "the password": PASSWORD,
        "the passphrase": PASSPHRASE,
        "the secret": SECRET,
        "a word of it": PASSPHRASE.split()[0],
        "the market's secret": market,
        "an account's part of it": account_key("ivan").hex(),
        "the code generator's seed": second_factor.unseal(generator.data["secret"]),
    }


def test_no_secret_stays_anywhere(
    omar: Account,
    sent_tasks: list[str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    staff, answers = Client(raise_request_exception=False), []
    for password, code in ((PASSWORD + " no", "000000"), (PASSWORD, "000000"), (PASSWORD, code_of(omar))):
        answers.append(post(staff, "staff/sign-in", name="omar", password=password, code=code))
    assert [each.status_code for each in answers] == [403, 403, 200]
    staff.post("/staff/login/", {"login": "omar", "password": PASSWORD + " wrong"})

    ivan = Person(Client(), derive(name="ivan", passphrase=PASSPHRASE, secret=SECRET, evaluate=_evaluated))
    assert ivan.sign_up("ivan", consents=CONSENTS).status_code < 300
    assert ivan.sign_in("ivan").status_code == 200

    faults: list[str] = []

    def breaks(**given: Any) -> Any:
        try:
            raise RuntimeError("something broke")
        except RuntimeError as fault:
            faults.append("".join(traceback.format_exception(fault)))
            raise

    monkeypatch.setattr(services, "sign_in_staff", breaks)
    broken = post(staff, "staff/sign-in", name="omar", password=PASSWORD, code="123456")
    assert broken.status_code == 500

    said = capfd.readouterr()
    told = "\n".join([each.content.decode() for each in (*answers, broken)])
    places = {
        "a log": caplog.text
        + said.out
        + said.err
        + json.dumps([str(each.__dict__) for each in caplog.records]),
        "a task": "\n".join(sent_tasks),
        "a table or Redis": kept(),
        "a traceback": "\n".join(faults),
        "an answer": told,
    }
    found = [
        f"{what} is in {where}"
        for where, text in places.items()
        for what, secret in secrets_of(omar).items()
        if secret.lower() in text.lower()
    ]
    assert found == []


def _evaluated(element: bytes) -> bytes:
    return bytes(services.evaluate(name="ivan", element=element).element)
