"""Another site cannot act for a signed-in person, nor sign somebody in as another (login CSRF)."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.testing import client_account, key_of, signed_in
from apps.accounts.tests.conftest import Person
from apps.ledger.testing import MemoryWrite

CHANGES = ["sign-out", "sign-out-everywhere", "consents"]


@pytest.fixture
def strict(market: MemoryWrite) -> Client:
    """A browser whose requests are checked as in production."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_without_the_token_is_refused(strict: Client, path: str) -> None:
    signed_in(strict, client_account("ivan"))
    body = {"consents": ["terms"]}
    assert strict.post(f"/api/v1/accounts/{path}", body, content_type="application/json").status_code == 403
    assert strict.get(f"/api/v1/accounts/{path}").status_code == 405
    assert strict.get("/api/v1/accounts/me").status_code == 200


@pytest.mark.parametrize(
    "path", ["/accounts/sign-in/", "/accounts/sign-up/", "/accounts/sign-out/", "/staff/login/"]
)
def test_a_page_s_form_without_the_token_is_refused(strict: Client, path: str) -> None:
    signed_in(strict, client_account("ivan"))
    assert strict.post(path, {"name": "ivan"}).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_json_signs_in_by_the_api(strict: Client, kind: str) -> None:
    """What a foreign page can send without asking first is not read."""
    answer = strict.post("/api/v1/accounts/sign-in", '{"challenge": "x"}', content_type=kind)
    assert answer.status_code in (400, 415)


def test_with_the_token_a_program_acts(strict: Client) -> None:
    client_account("ivan")
    me = Person(strict, key_of("ivan")).sign_in("ivan").json()
    answer = strict.post(
        "/api/v1/accounts/sign-out",
        content_type="application/json",
        headers={"X-CSRFToken": me["csrf_token"]},
    )
    assert answer.status_code == 204
    assert strict.get("/api/v1/accounts/me").status_code in (401, 403)
