"""Nobody opens a whole file who has not shown the second factor in the last ten minutes."""

from __future__ import annotations

import json
import uuid

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from apps.accounts import queries as accounts
from apps.kyc.tests.cast import sent
from apps.kyc.tests.conftest import Cast
from apps.kyc.tests.test_pages import browser, case_path
from apps.records import queries as record_queries
from apps.records.types import Deed

WHY = {"reason": "the yearly review"}


def tired(cast: Cast) -> Client:
    """Omar's browser, in which his code was shown an hour ago."""
    client = browser(cast.omar)
    session = client.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**each, "at": each["at"] - 3_600} for each in records]
    session.save()
    return client


@pytest.fixture
def case(cast: Cast) -> uuid.UUID:
    """Ivan's."""
    return sent(cast.ivan).heading.id


def test_a_page_asks_for_the_code_and_comes_back(cast: Cast, case: uuid.UUID) -> None:
    omar = tired(cast)
    for path in (case_path(case, "read"), case_path(case, "files", str(paper(cast, case)))):
        answer = omar.post(path, WHY)
        assert answer.status_code == 302
        assert answer["Location"] == f"/staff/2fa/reauthenticate/?next={path}"
    assert record_queries.log(cast.rania) == []
    asked = omar.get(answer["Location"])
    assert "Your code again" in asked.content.decode()
    shown = omar.post("/staff/2fa/reauthenticate/", {"code": accounts.demo_code("omar"), "next": path})
    assert (shown.status_code, shown["Location"]) == (302, path)
    assert omar.get(path).status_code == 200
    assert omar.post(case_path(case, "read"), WHY).status_code == 200
    assert [line.deed for line in record_queries.log(cast.rania)] == [Deed.READ]


def test_a_program_is_told_and_posts_the_code(cast: Cast, case: uuid.UUID) -> None:
    omar = tired(cast)
    path = f"/api/v1/kyc/cases/{case}/read"
    answer = omar.post(path, json.dumps(WHY), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "step-up-needed")
    wrong = omar.post("/api/v1/accounts/staff/confirm", json.dumps({"code": "000000"}), "application/json")
    assert wrong.status_code in (400, 401, 403)
    code = {"code": accounts.demo_code("omar")}
    assert (
        omar.post("/api/v1/accounts/staff/confirm", json.dumps(code), "application/json").status_code == 204
    )
    assert omar.post(path, json.dumps(WHY), "application/json").status_code == 200


def test_a_glance_and_a_decision_ask_for_nothing(cast: Cast, case: uuid.UUID) -> None:
    omar = tired(cast)
    assert omar.get(case_path(case, "change/")).status_code == 200
    assert omar.post(case_path(case, "decide", "reject"), WHY).status_code == 302


def paper(cast: Cast, case: uuid.UUID) -> uuid.UUID:
    """The document of a case."""
    return record_queries.glance(cast.omar, case).files[0].id
