"""What a client writes is nowhere but in encrypted records: not in logs, tables, Redis, tasks or
tracebacks.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

import pytest
from celery import current_app as celery
from django.core.cache import cache
from django.db import connection

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account
from apps.kyc import services
from apps.kyc.errors import StepInvalid
from apps.kyc.models import Application
from apps.kyc.tests.cast import ANSWERS, OPERATOR
from apps.kyc.tests.conftest import Cast
from apps.kyc.tests.test_pages import browser, case_path
from apps.records import services as records

CANARY = "Zephyrine Quatorzieme"
ANSWERED: dict[str, dict[str, object]] = {
    **ANSWERS,
    "identity": {**ANSWERS["identity"], "name": CANARY, "identity_number": "900101-14-9173"},
    "contact": {
        "address": "77 Canary Wharf Lane",
        "phone": "+60199887766",
        "email": "zephyrine@canary.example",
    },
}
FILE = b"%PDF-1.7 canary-in-a-document"
LISTED = f"id,schema,name\nc-1,Person,{CANARY}\n".encode()
WORDS = ("zephyrine", "quatorzieme", "900101149173", "900101-14-9173", "canary wharf", "60199887766",
         "canary.example", "canary-in-a-document")  # fmt: skip


@pytest.fixture
def sent_tasks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whatever is handed to Celery, as text."""
    said: list[str] = []
    monkeypatch.setattr(celery, "send_task", lambda *given, **more: said.append(repr((given, more))))
    return said


def found_in(text: str) -> list[str]:
    return [word for word in WORDS if word in text.lower()]


def whole_database() -> str:
    """Every row of every table, bytes as text where they are text."""
    said: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # the database's own names
            for row in cursor.fetchall():
                said += [_text(value) for value in row]
    return "\n".join(said)


def _text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def test_nothing_of_a_client_is_outside_the_records(
    cast: Cast, sent_tasks: list[str], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    client = accounts.viewer_of(client_account("canary", applies_to=OPERATOR))
    services.load_list(actor=cast.omar, data=LISTED)
    services.start(actor=client)
    for step, answers in ANSWERED.items():
        services.save_step(actor=client, step=step, answers=answers)
    services.attach(actor=client, slot="identity_front", name=f"{CANARY}.pdf", data=FILE)
    case = services.send(actor=client).heading.id
    assert services.screen_due() == 1
    assert Application.objects.get(pk=case).open_hits == 1
    omar = browser(cast.omar)
    for path in ("/admin/kyc/application/", case_path(case, "change/"), "/admin/kyc/lists/"):
        assert omar.get(path).status_code == 200
    omar.post("/admin/kyc/application/find", {"text": CANARY})
    shown = omar.post(case_path(case, "read"), {"reason": "the yearly review"}).content.decode()
    assert CANARY in shown, "the canary sings where it may"
    browser(client).get("/kyc/check")
    records.sweep(0, of=1)
    said = capfd.readouterr()
    assert found_in(caplog.text + said.out + said.err) == [], "in a log"
    assert found_in("\n".join(sent_tasks)) == [], "in a task"
    assert found_in(whole_database()) == [], "in a table"


def test_nothing_of_a_client_is_in_redis(cast: Cast) -> None:
    client = accounts.viewer_of(client_account("canary", applies_to=OPERATOR))
    services.start(actor=client)
    services.save_step(actor=client, step="identity", answers=ANSWERED["identity"])
    browser(client).get("/kyc/")
    store = cache._cache.get_client(None)  # type: ignore[attr-defined]  # Django's own client of Redis
    held = "".join(_text(store.dump(key) or b"") + _text(key) for key in store.scan_iter())
    assert found_in(held) == []


def test_a_refusal_s_traceback_repeats_no_answer(cast: Cast) -> None:
    client = accounts.viewer_of(client_account("canary", applies_to=OPERATOR))
    services.start(actor=client)
    bad = {**ANSWERED["identity"], "born": "1999-09-09"}
    with pytest.raises(StepInvalid) as wrong:
        services.save_step(actor=client, step="identity", answers=bad)
    told = "".join(traceback.format_exception(wrong.value))
    assert found_in(told.replace("ANSWERED", "")) == []


def test_the_client_reads_no_hit_anywhere(cast: Cast) -> None:
    client = accounts.viewer_of(client_account("canary", applies_to=OPERATOR))
    services.load_list(actor=cast.omar, data=LISTED)
    services.start(actor=client)
    for step, answers in ANSWERED.items():
        services.save_step(actor=client, step=step, answers=answers)
    services.attach(actor=client, slot="identity_front", name="card.pdf", data=FILE)
    case = services.send(actor=client).heading.id
    services.screen(case)
    hit = Application.objects.get(pk=case)
    assert (hit.open_hits, hit.matched) == (1, False)
    page = browser(client).get("/kyc/").content.decode() + str(
        browser(client).get("/api/v1/kyc/application").json()
    )
    assert "c-1" not in page
    assert "'open_hits': 0" in page
