"""What a shareholder clicks on the market besides trading: the watch list, the year's trades as a file; and
how one market is closed after notice and another one follows it.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from apps.vocabulary.times import MALAYSIA
from castor_web.demo.cast import PASSPHRASE
from castor_web.tests.e2e.conftest import Meet
from castor_web.tests.e2e.people import DONE, Client, Staff
from castor_web.tests.e2e.running import RunningMarket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLASS = "Ida ordinary"
DAY = 86_400


@pytest.fixture
def hana(meet: Meet[Any]) -> Client:
    """Hana, who sold some of her coffee shares when the demo was played."""
    client: Client = meet(Client, "hana")
    client.sign_in(PASSPHRASE)
    return client


def test_a_market_is_watched_and_no_longer(hana: Client) -> None:
    hana.finds("/market/", CLASS).click()
    hana.press("Watch")
    hana.sees("Stop watching")
    hana.goto("/market/?only=watched")
    hana.follow(CLASS)
    hana.press("Stop watching")
    hana.sees(re.compile("^Watch$"))
    hana.goto("/market/?only=watched")
    hana.sees("Nothing here yet")


def test_the_year_s_trades_are_a_file(hana: Client, tmp_path: Path) -> None:
    hana.goto("/market/mine/")
    with hana.page.expect_download() as download:
        hana.page.locator("form:has([name=year])").get_by_role("button", name="CSV").click()
    file = tmp_path / "tax.csv"
    download.value.save_as(file)
    heading, *lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert "Fee (RM)" in heading
    assert any(CLASS in line and "sold" in line for line in lines)
    assert re.search(r"Sold in \d{4}", lines[-1])


def test_a_market_is_closed_after_notice_and_opened_anew(
    played: RunningMarket, hana: Client, meet: Meet[Any]
) -> None:
    """Its orders go back to their owners; its successor trades the same class at a finer step."""
    ivan, omar, olga = meet(Client, "ivan"), meet(Staff, "omar"), meet(Staff, "olga")
    ivan.sign_in(PASSPHRASE)
    ivan.finds("/market/", CLASS).click()
    here = ivan.page.url
    bid(ivan, units="2", price="26.5")
    ivan.finds(here, "2 of 2")
    closes_at = played.told("rulebook/clock")["now"] + 8 * DAY
    close(omar, olga, here, closes_at)
    hana.finds(here, "This market closes for good:")
    hana.sees("The market will close: A finer step")
    hana.finds("/notices/", re.compile("A finer step"))
    played.warp(closes_at)
    hana.finds(here, "This market is closed.")
    ivan.finds("/market/mine/", "No order of yours stands at the moment.")

    omar.goto("/market/open/")
    omar.page.locator("[name=face]").select_option(label=omar.option("face", CLASS))
    omar.fill(start_price="28", tick="0.05")
    omar.press("Propose")
    olga.approve()
    ivan.finds(here, re.compile("Trading goes on in"))
    ivan.follow("its successor")
    ivan.sees("The market opened; the price to begin with was RM\u00a028.00.")
    there = ivan.page.url
    bid(ivan, units="1", price="27.85")
    ivan.finds(there, "1 of 1")


def bid(who: Client, **terms: str) -> None:
    """Buys on the market whose page is open; the ticket says beforehand what it comes to."""
    who.follow("Buy")
    who.fill(**terms)
    who.sees("You pay, at most")
    who.press("Review")
    who.sign("Sign the order")
    who.sees(DONE)


def close(omar: Staff, olga: Staff, market: str, at: int) -> None:
    """Two of the operator's people announce that a market closes."""
    omar.goto(market)
    omar.follow("Session control")
    form = omar.page.locator("main form", has_text="Propose to close it")
    form.locator("[name=closes_at]").fill(f"{datetime.fromtimestamp(at, MALAYSIA):%Y-%m-%dT%H:%M}")
    form.locator("[name=reason]").fill("A finer step")
    omar.press("Propose to close it")
    olga.approve()
