"""People at browsers: what a client and a member of staff do, by what they read on the page."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from castor_web.tests.e2e.running import RunningMarket

ON_ITS_WAY = 40_000
"""Milliseconds within which an act, or what follows from one, is to be seen."""
DONE = "Done. It is part of the record for good."


@dataclass
class Person:
    """Somebody with a browser of their own. What its console complains of is kept."""

    market: RunningMarket
    page: Page
    name: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, market: RunningMarket, name: str) -> Person:
        """Opens the browser."""
        page = browser.new_context(base_url=market.origin).new_page()
        page.set_default_timeout(ON_ITS_WAY)
        person = cls(market, page, name)
        page.on("pageerror", lambda error: person.complaints.append(str(error)))
        page.on("console", lambda line: person.complaints.append(line.text) if line.type == "error" else None)
        return person

    def goto(self, path: str) -> None:
        """Opens a page of the portal."""
        self.page.goto(path)

    def fill(self, **values: str) -> None:
        """Fills boxes by their names in the form."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def choose(self, **values: str) -> None:
        """Ticks radio buttons by name and value."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}][value={value}]").check()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Presses a button of the page's own part."""
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follows a link of the page's own part."""
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def access_key(self, letter: str) -> None:
        """Presses Alt and a letter, as a keyboard does: the driver's own keys do not reach `accesskey`."""
        keyboard = self.page.context.new_cdp_session(self.page)
        typed = {"key": letter, "text": letter, "unmodifiedText": letter, "modifiers": 1}
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **typed})

    def option(self, name: str, words: str) -> str:
        """The label of a choice that has these words."""
        options = self.page.locator(f"main [name={name}] option").filter(has_text=words)
        return options.first.inner_text()

    def sees(self, words: str | re.Pattern[str]) -> None:
        """Waits until the page says it, by itself."""
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible(timeout=ON_ITS_WAY)

    def finds(self, path: str, words: str | re.Pattern[str]) -> Locator:
        """Opens a page, again and again, until it says something that the market will bring about."""
        said = self.page.locator("main, #content").get_by_text(words).first
        until = time.monotonic() + ON_ITS_WAY / 1000
        while True:
            self.page.goto(path)
            try:
                said.wait_for(timeout=1_000)
            except TimeoutError:
                assert time.monotonic() < until, f"{path} does not say {words}"
            else:
                return said

    def leave(self) -> None:
        """Closes the browser; nothing may have been wrong on any page."""
        self.page.context.close()
        assert self.complaints == [], self.name


class Client(Person):
    """An investor or issuer, whose passphrase signs."""

    passphrase: str = ""

    def open_account(self, operator: str) -> None:
        """Signs up with an operator, keeping the words that the page offers."""
        self.goto("/accounts/sign-up/")
        self.fill(name=self.name)
        self.choose(role="investor")
        self.page.locator("[name=operator]").select_option(label=operator)
        self.passphrase = self.page.locator("[data-field=passphrase]").input_value()
        self.page.locator("[data-field=again]").fill(self.passphrase)
        for document in ("terms", "risk", "privacy"):
            self.page.check(f"[name={document}]")
        self.press("Open the account")
        self.page.wait_for_url("**/home/")

    def sign_in(self, passphrase: str) -> None:
        """Signs in."""
        self.passphrase = passphrase
        self.goto("/accounts/sign-in/")
        self.fill(name=self.name)
        self.page.locator("[data-field=passphrase]").fill(passphrase)
        self.press("Sign in")
        self.page.wait_for_url("**/home/")

    def sign(self, button: str) -> None:
        """Reads what is signed, gives the passphrase and signs."""
        expect(self.page.locator("[data-sentence]")).not_to_be_empty()
        self.page.locator("[data-field=passphrase]").fill(self.passphrase)
        self.press(button)


class Staff(Person):
    """A member of an organisation's staff."""

    def sign_in(self, password: str) -> None:
        """Name, password, code."""
        self.goto("/staff/login/")
        self.page.get_by_label("Name").fill(self.name)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.locator("input[name=code]").fill(self.market.manage("otp", self.name)[0])
        self.page.locator("form:has(input[name=code]) button").first.click()
        self.page.wait_for_url("**/home/")

    def approve(self) -> None:
        """Approves the one proposal that waits, and sees it done."""
        self.goto("/acts/approvals/")
        self.press("Approve")
        self.sees(DONE)

    def decide(self, applicant: str, queue: str, decision: str) -> None:
        """Decides a case in the admin, by keys alone once it is open, and goes on to the next one."""
        self.goto(f"/admin/kyc/application/?queue={queue}")
        self.page.get_by_role("link", name=applicant).click()
        self.decide_by_key(decision[0].lower())
        expect(self.page.get_by_text(f"{decision}: done.")).to_be_visible()

    def decide_by_key(self, letter: str) -> None:
        """A decision by its key, why, and the key that keeps it and leads on."""
        why = self.page.locator("#id_reason:focus")
        self.access_key(letter)
        why.wait_for()
        self.page.keyboard.type("Answers and documents agree.")
        self.access_key("n")


def write(folder: Path) -> Path:
    """A document to be uploaded."""
    paper = folder / "card.pdf"
    paper.write_bytes(b"%PDF-1.7 a specimen")
    return paper
