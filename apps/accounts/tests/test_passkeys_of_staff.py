"""A member of staff adds a passkey and comes in with it alone, in Chromium with a virtual authenticator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.accounts import second_factor
from apps.accounts.models import Account
from apps.accounts.testing import staff_account
from apps.accounts.tests.conftest import OMAR
from apps.vocabulary.types import Role

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery staple"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser whose device has a fingerprint reader."""
    page = chromium.new_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield page
    page.close()


def test_a_passkey_is_added_and_signs_in_alone(page: Page, portal: str) -> None:
    omar: Account = staff_account("omar", Role.OPERATOR, OMAR)
    main = page.locator("main")
    page.goto(f"{portal}/staff/login/")
    page.fill("[name=login]", "omar")
    page.fill("[name=password]", PASSWORD)
    main.get_by_role("button", name="Sign in", exact=True).click()
    page.fill("[name=code]", second_factor.current_code(omar) or "")
    main.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url("**/home/")

    page.goto(f"{portal}/staff/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    main.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/webauthn/add/")
    page.fill("[name=name]", "laptop")
    page.check("[name=passwordless]")
    main.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")

    page.context.clear_cookies()
    page.goto(f"{portal}/staff/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/home/")
    page.goto(f"{portal}/accounts/")
    expect(page.get_by_role("heading", name="omar")).to_be_visible()
