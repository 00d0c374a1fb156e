"""In Chromium, under the strict policy: an account is opened, signed in to, and an act is signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from eth_account import Account as Keys
from eth_account.messages import encode_typed_data
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from apps.accounts.models import Account
from apps.accounts.tests.test_the_key_is_the_same_in_browser_and_python import TYPED_DATA
from apps.vocabulary.types import Role

pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]

PANEL = """{% extends "base.html" %}{% load static %}{% block title %}Act{% endblock %}
{% block scripts %}<script type="module" src="{% static 'built/key/page.js' %}"></script>{% endblock %}
{% block main %}<form id="amount"><input name="units" value="500"></form>
{% include "accounts/_sign.html" with submit_url="/test/submit/" %}{% endblock %}"""
ACT = {
    "id": "0190a0b0-0000-7000-8000-000000000001",
    "typed_data": TYPED_DATA,
    "sentence": "You pledge RM 5,000.00 for 500 units of Kopi Pi.",
    "fields": [{"label": "Campaign", "value": "Kopi Pi"}, {"label": "Units", "value": "500"}],
}
DERIVED = 30_000
"""Milliseconds within which a key is derived on a machine that has much else to do."""
submitted: list[dict[str, Any]] = []


def reviewed_page(request: HttpRequest) -> HttpResponse:
    shown = {"prepared": ACT, "done_url": "/help/"}
    return HttpResponse(engines["django"].from_string(PANEL).render(shown, request))


def asking_page(request: HttpRequest) -> HttpResponse:
    shown = {"typed_data_url": "/test/prepare/", "fields_from": "#amount"}
    return HttpResponse(engines["django"].from_string(PANEL).render(shown, request))


def prepare(request: HttpRequest) -> HttpResponse:
    assert json.loads(request.body) == {"units": "500"}
    return JsonResponse(ACT)


def submit(request: HttpRequest) -> HttpResponse:
    submitted.append(json.loads(request.body))
    return JsonResponse({"url": "/risk/"} if len(submitted) > 1 else {})


urlpatterns = [
    path("test/reviewed/", reviewed_page),
    path("test/asking/", asking_page),
    path("test/prepare/", prepare),
    path("test/submit/", submit),
    path("", include("castor_web.urls")),
]


class Visitor:
    """A person at a browser; every byte that leaves it is kept, and so is each complaint about the policy."""

    def __init__(self, browser: Browser, portal: str) -> None:
        self.portal, self.sent = portal, ""
        self.complaints: list[str] = []
        self.page: Page = browser.new_page()
        self.page.context.on("request", self.keep)
        self.page.on("console", self.note)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def note(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def keep(self, request: Request) -> None:
        self.sent += f"{request.method} {request.url} {request.post_data or ''}\n"

    def field(self, name: str) -> Any:
        return self.page.locator(f"[data-field={name}]")

    def open_account(self, name: str) -> str:
        page = self.page
        page.goto(f"{self.portal}/accounts/sign-up/")
        page.fill("[name=name]", name)
        passphrase: str = self.field("passphrase").input_value()
        self.field("again").fill(passphrase)
        for document in ("terms", "risk", "privacy"):
            page.check(f"[name={document}]")
        page.get_by_role("button", name="Open the account").click()
        page.wait_for_url("**/home/")
        return passphrase

    def sign_in(self, name: str, passphrase: str) -> None:
        self.page.goto(f"{self.portal}/accounts/sign-in/")
        self.page.fill("[name=name]", name)
        self.field("passphrase").fill(passphrase)
        self.page.locator("main").get_by_role("button", name="Sign in").click()


@pytest.fixture
def ivan(chromium: Browser, portal: str) -> Iterator[Visitor]:
    visitor = Visitor(chromium, portal)
    yield visitor
    visitor.page.close()


def test_a_weak_or_mistyped_passphrase_is_refused_before_anything_is_sent(ivan: Visitor) -> None:
    page = ivan.page
    page.goto(f"{ivan.portal}/accounts/sign-up/")
    page.fill("[name=name]", "ivan")
    for document in ("terms", "risk", "privacy"):
        page.check(f"[name={document}]")
    for passphrase, again, said in (
        ("password123", "password123", "could be guessed"),
        ("orbit velvet canyon tobacco eager lunch", "orbit velvet canyon", "not the same"),
    ):
        ivan.field("passphrase").fill(passphrase)
        ivan.field("again").fill(again)
        page.get_by_role("button", name="Open the account").click()
        expect(page.locator("[data-problem]")).to_contain_text(said)
    assert "evaluate" not in ivan.sent


def test_an_account_is_opened_signed_in_to_and_signs(ivan: Visitor) -> None:
    submitted.clear()
    passphrase = ivan.open_account("ivan")
    assert len(set(passphrase.split())) >= 5
    account = Account.objects.get()

    ivan.page.context.clear_cookies()
    ivan.sign_in("ivan", passphrase + " no")
    expect(ivan.page.get_by_text("The name, the passphrase or the secret is not right.")).to_be_visible(
        timeout=DERIVED
    )
    ivan.complaints.clear()  # the browser's own word on that answer's status
    ivan.sign_in("ivan", passphrase)
    ivan.page.wait_for_url("**/home/")

    page = ivan.page
    page.goto(f"{ivan.portal}/test/reviewed/")
    expect(page.locator("[data-sentence]")).to_have_text(str(ACT["sentence"]))
    page.get_by_text("Technical details").click()
    expect(page.locator("[data-technical]")).to_contain_text("verifyingContract")
    ivan.field("passphrase").fill(passphrase + " no")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("[data-problem]")).to_contain_text("not right", timeout=DERIVED)
    assert submitted == []
    ivan.field("passphrase").fill(passphrase)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/help/")

    page.goto(f"{ivan.portal}/test/asking/")
    ivan.field("passphrase").fill(passphrase)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("[data-fields]")).to_contain_text("Kopi Pi")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/risk/")

    first, second = submitted
    assert first["key"] != second["key"]
    signer = Keys.recover_message(encode_typed_data(full_message=TYPED_DATA), signature=first["signature"])
    assert signer == first["signer"] == account.address == second["signer"]
    assert ivan.complaints == []
    assert passphrase not in ivan.sent
    words = passphrase.split()
    pairs = [f"{one}{between}{two}" for one, two in pairwise(words) for between in (" ", "+", "%20")]
    assert [pair for pair in pairs if pair in ivan.sent] == []


def test_the_recovery_sheet_is_filled_for_the_printer_alone(ivan: Visitor) -> None:
    page = ivan.page
    page.goto(f"{ivan.portal}/accounts/sign-up/")
    page.fill("[name=name]", "ivan")
    passphrase = ivan.field("passphrase").input_value()
    page.evaluate(
        "print = () => { window.printed = document.querySelector('[data-recovery-sheet]').textContent }"
    )
    page.get_by_role("button", name="Print the recovery sheet").click()
    printed = page.evaluate("window.printed")
    assert passphrase in printed
    assert "ivan" in printed
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert passphrase not in page.locator("[data-recovery-sheet]").inner_text()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def company(page: Page, name: str, number: str, phone: str) -> None:
    for fact, text in (("company", name), ("number", number), ("phone", phone)):
        page.locator(f"[data-fact={fact}]").fill(text)


def test_an_issuer_s_key_is_made_of_its_company_and_of_salt_and_secret(ivan: Visitor) -> None:
    page = ivan.page
    page.goto(f"{ivan.portal}/accounts/sign-up/")
    expect(page.locator("[data-fact=company]")).to_be_hidden()
    page.fill("[name=name]", "ida")
    page.check("[name=role][value=issuer]")
    passphrase: str = ivan.field("passphrase").input_value()
    ivan.field("again").fill(passphrase)
    page.get_by_text("Add a secret that only you know").click()
    ivan.field("secret").fill("te tarik")
    for document in ("terms", "risk", "privacy"):
        page.check(f"[name={document}]")
    page.get_by_role("button", name="Open the account").click()
    expect(page.locator("[data-problem]")).to_contain_text("name, registration number and phone")
    assert "evaluate" not in ivan.sent
    company(page, "Ida Kopi Sdn. Bhd.", "202001000012 (1234-X)", "012-345 6789")
    page.get_by_role("button", name="Open the account").click()
    page.wait_for_url("**/home/")
    assert Account.objects.get().role == Role.ISSUER.value

    page.context.clear_cookies()
    for number, said in (("202001000013 (1234-X)", False), ("2020 0100 0012 1234x", True)):
        page.goto(f"{ivan.portal}/accounts/sign-in/")
        page.fill("[name=name]", "ida")
        ivan.field("passphrase").fill(passphrase)
        page.get_by_text("I chose a secret as well").click()
        ivan.field("secret").fill("te tarik")
        page.get_by_text("The key is a company’s").click()
        company(page, "IDA KOPI SDN BHD", number, "+60123456789")
        page.locator("main").get_by_role("button", name="Sign in").click()
        if said:
            page.wait_for_url("**/home/")
        else:
            expect(page.get_by_text("The name, the passphrase or the secret is not right.")).to_be_visible(
                timeout=DERIVED
            )
    for fact in ("Kopi", "KOPI", "202001000012", "1234-X", "3456789", "345 6789", "tarik"):
        assert fact not in ivan.sent
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
