"""Who wishes so keeps the key unlocked for five idle minutes: in a worker's memory, never in any storage."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from apps.accounts.tests.test_the_key_in_a_real_browser import Visitor, submitted, urlpatterns

__all__ = ["urlpatterns"]
STORED = """async () => JSON.stringify([
    localStorage.length, sessionStorage.length, document.cookie.includes("key"),
    (await indexedDB.databases()).length, (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
])"""


@pytest.fixture
def ivan(chromium: Browser, portal: str) -> Iterator[Visitor]:
    visitor = Visitor(chromium, portal)
    yield visitor
    visitor.page.close()


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_it_signs_on_the_next_page_until_it_is_locked(ivan: Visitor) -> None:
    submitted.clear()
    page, sign = ivan.page, ivan.page.get_by_role("button", name="Sign", exact=True)
    passphrase = ivan.open_account("ivan")
    lock = page.get_by_role("button", name="Your key is unlocked")
    expect(lock).to_be_hidden()

    page.goto(f"{ivan.portal}/test/reviewed/")
    ivan.field("passphrase").fill(passphrase)
    ivan.field("keep").check()
    sign.click()
    page.wait_for_url("**/help/")
    expect(lock).to_be_visible()

    page.goto(f"{ivan.portal}/test/reviewed/")
    expect(ivan.field("passphrase")).to_be_hidden()
    sign.click()
    page.wait_for_url("**/help/")
    assert [each["signer"] for each in submitted] == [submitted[0]["signer"]] * 2
    assert submitted[0]["signature"] == submitted[1]["signature"]
    assert json.loads(page.evaluate(STORED)) == [0, 0, False, 0, 0, 0]

    lock.click()
    expect(lock).to_be_hidden()
    page.goto(f"{ivan.portal}/test/reviewed/")
    expect(ivan.field("passphrase")).to_be_visible()
    assert ivan.complaints == []
    assert passphrase not in ivan.sent


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_without_the_wish_each_act_asks(ivan: Visitor) -> None:
    passphrase = ivan.open_account("ivan")
    ivan.page.goto(f"{ivan.portal}/test/reviewed/")
    ivan.field("passphrase").fill(passphrase)
    ivan.page.get_by_role("button", name="Sign", exact=True).click()
    ivan.page.wait_for_url("**/help/")
    ivan.page.goto(f"{ivan.portal}/test/reviewed/")
    expect(ivan.field("passphrase")).to_be_visible()


def test_five_idle_minutes_lock_it_and_each_signature_begins_them_anew() -> None:
    """The worker itself, its clock in the test's hands: signed, 4 min 59 s, signed, 4 min 59 s, 5 min."""
    done = subprocess.run(
        ["node", "--disable-warning=ExperimentalWarning", str(Path(__file__).parent / "keeper_in_node.mjs")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert json.loads(done.stdout) == {
        "other": "locked", "first": "signed", "second": "signed", "late": "locked", "wiped": True,
    }  # fmt: skip
