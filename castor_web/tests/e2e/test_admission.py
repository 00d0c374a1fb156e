"""One act, whole: the regulator admits a trustee, from a page to the chain and back to a live page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from castor_web.tests.e2e.running import RunningMarket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ON_ITS_WAY = 90_000
"""Milliseconds within which an act with a block a second reaches its end, on however busy a machine."""


def sign_in(page: Page, market: RunningMarket, name: str, password: str) -> None:
    page.goto("/staff/login/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("input[name=code]").fill(market.manage("otp", name)[0])
    page.locator("form:has(input[name=code]) button").first.click()
    expect(page).to_have_url(re.compile("/home/"))


def test_the_regulator_admits_a_trustee(market: RunningMarket, pages: list[Page]) -> None:
    (door,), signers = market.addresses("regulator"), market.addresses("signer")
    rania = market.add_staff("rania", organisation=door, role="regulator", signer=signers[0], duty="maker")
    rosli = market.add_staff("rosli", organisation=door, role="regulator", signer=signers[1], duty="checker")
    tans_keys = market.manage("new_staff_keys")
    maker, checker = pages
    sign_in(maker, market, "rania", rania)
    sign_in(checker, market, "rosli", rosli)

    checker.goto("/participants/tree/")
    expect(checker.get_by_role("row", name=re.compile("Securities Commission"))).to_be_visible()
    expect(checker.get_by_text("Tan Trustees")).to_have_count(0)

    maker.goto("/participants/tree/")
    maker.get_by_role("link", name="Admit").click()
    maker.get_by_label("Name", exact=True).fill("Tan Trustees")
    maker.get_by_label("Maker’s key").fill(tans_keys[0])
    maker.get_by_label("Checker’s key").fill(tans_keys[1])
    maker.get_by_role("button", name="Propose").click()
    expect(maker).to_have_url(re.compile("/acts/"))
    expect(maker.get_by_text("Waiting for a colleague to approve it.")).to_be_visible()

    watching = checker.context.new_page()
    watching.goto("/participants/tree/")
    board = checker.context.new_page()
    board.goto("/supervision/")
    checker.goto("/acts/approvals/")
    checker.get_by_role("button", name="Approve").click()

    sentence = "Tan Trustees was admitted as trustee by Securities Commission."
    expect(board.get_by_text(sentence)).to_be_visible(timeout=ON_ITS_WAY)
    row = watching.get_by_role("row", name=re.compile("Tan Trustees"))
    expect(row).to_be_visible(timeout=ON_ITS_WAY)
    expect(row.get_by_text("Active")).to_be_visible()
    for page in (maker, checker):
        expect(page.get_by_text("Done. It is part of the record for good.")).to_be_visible(timeout=ON_ITS_WAY)
