"""In Chromium, on a real chain: a wallet adds a passkey, the passkey signs an act, and both sign in.

The device is Chromium's virtual authenticator. The wallet is a provider that announces itself as EIP-6963
says, and whose key is outside the page; everything from the page to the contracts is ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client as Browser
from eth_account import Account as Keys
from eth_account.messages import encode_defunct, encode_typed_data
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.accounts.testing import client_account, key_of, signed_in
from apps.ledger.queries import verifier
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client, Stage
from apps.participants import queries as participants
from apps.vocabulary.types import Role

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ANNOUNCE = """
const ask = window.castorTestWallet;
const provider = { request: ({ method, params }) => ask(method, JSON.stringify(params ?? [])) };
const info = { uuid: "0190a0b0-0000-4000-8000-00000000a11e", name: "Test", icon: "", rdns: "test" };
const announce = () => window.dispatchEvent(new CustomEvent(
  "eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
window.addEventListener("eip6963:requestProvider", announce);
announce();
"""


@dataclass
class Ivan:
    """An investor at a browser with a fingerprint reader and a wallet."""

    stage: Stage
    client: Client
    page: Page
    portal: str

    def goto(self, path: str) -> None:
        self.page.goto(f"{self.portal}{path}")

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def done(self) -> None:
        """What was signed has been carried and indexed."""
        self.page.wait_for_url("**/acts/*/")
        self.stage.run()
        catch_up()

    def signers(self) -> set[str]:
        return {each.key for each in participants.signers_of(self.client.door)}


def wallet_of(key: bytes, method: str, params: str) -> object:
    """What a wallet with this key answers."""
    owner = Keys.from_key(key)
    if method == "eth_requestAccounts":
        return [owner.address.lower()]
    if method == "eth_signTypedData_v4":
        message = encode_typed_data(full_message=json.loads(json.loads(params)[1]))
    elif method == "personal_sign":
        message = encode_defunct(hexstr=json.loads(params)[0])
    else:
        raise ValueError(method)
    return "0x" + owner.sign_message(message).signature.hex()


@pytest.fixture
def ivan(stage: Stage, chromium: Chromium, live_server: LiveServer) -> Iterator[Ivan]:
    """Signed in with the key that he was admitted with, which his wallet holds."""
    tan, omar = stage.admit(Role.TRUSTEE, "Tan Trustees"), stage.admit(Role.OPERATOR, "Omar Markets")
    stage.link(tan, omar)
    client = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ivan")
    catch_up()
    account = client_account("ivan", door=client.door)
    session = signed_in(Browser(), account).cookies[settings.SESSION_COOKIE_NAME].value
    portal = str(live_server.url).replace("127.0.0.1", "localhost")
    page = chromium.new_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    key = client.key._key.secret
    page.expose_function("castorTestWallet", lambda method, params: wallet_of(key, method, params))
    page.add_init_script(ANNOUNCE)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": portal}])
    yield Ivan(stage, client, page, portal)
    page.close()


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_signs_and_signs_in(ivan: Ivan) -> None:
    page = ivan.page
    ivan.goto("/security/add/passkey/")
    page.fill("[name=label]", "my phone")
    ivan.press("Make the passkey")
    expect(page.locator("[data-sentence]")).to_contain_text("passkey that you just made")
    expect(page.locator("[data-way=passkey]")).to_be_hidden()  # it signs for nothing yet
    ivan.press("With your wallet")
    ivan.done()
    assert ivan.signers() == {ivan.client.key.address, verifier("PasskeyVerifier")}
    ivan.goto("/security/")
    expect(page.get_by_text("my phone")).to_be_visible()

    paper = key_of("on paper").address
    page.get_by_text("Add a key by its address").click()
    page.get_by_label("Address of the key").fill(paper)
    ivan.press("Review and sign")
    ivan.press("With a passkey")
    ivan.done()
    assert paper in ivan.signers()
    page.reload()
    expect(page.get_by_text("Signed by: my phone")).to_be_visible()

    for way in ("With a passkey", "With your wallet"):
        page.context.clear_cookies()
        ivan.goto("/accounts/sign-in/")
        page.fill("[name=name]", "ivan")
        ivan.press(way)
        page.wait_for_url("**/home/")

    page.context.clear_cookies()
    ivan.goto("/accounts/sign-in/")
    page.fill("[name=name]", "sam")
    ivan.press("With a passkey")
    expect(page.get_by_text("The name, the passphrase or the secret is not right.")).to_be_visible()
