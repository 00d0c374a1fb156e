"""What a shareholder and an operator click on the market besides trading: the watch list, the year's trades
as a file, a market closed after its notice and opened anew.
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
from castor_web.tests.e2e.people import Client, Staff
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
        hana.follow("This tax year")
    file = tmp_path / "tax.csv"
    download.value.save_as(file)
    heading, *lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert "Fee (RM)" in heading
    assert any(CLASS in line and "sold" in line for line in lines)
    assert re.search(r"Sold in \d{4}", lines[-1])


def test_a_market_is_closed_after_notice_and_opened_anew(
    played: RunningMarket, hana: Client, meet: Meet[Any]
) -> None:
    """Whoever had orders in it has them back; the successor trades the same class."""
    kumar, omar, olga = meet(Client, "kumar"), meet(Staff, "omar"), meet(Staff, "olga")
    kumar.sign_in(PASSPHRASE)
    kumar.goto("/market/mine/")
    kumar.sees("50 of 50")
    closes_at = played.told("rulebook/clock")["now"] + 8 * DAY
    omar.finds("/market/", CLASS).click()
    omar.follow("Session control")
    form = omar.page.locator("main form", has_text="Propose to close it")
    form.locator("[name=closes_at]").fill(f"{datetime.fromtimestamp(closes_at, MALAYSIA):%Y-%m-%dT%H:%M}")
    form.locator("[name=reason]").fill("A finer step")
    omar.press("Propose to close it")
    olga.approve()
    hana.finds("/market/", CLASS).click()
    hana.sees("This market closes for good:")
    hana.sees("The market will close: A finer step")
    played.warp(closes_at)
    hana.finds(hana.page.url, "This market is closed.")
    kumar.finds("/market/mine/", "No order of yours stands at the moment.")

    omar.goto("/market/open/")
    omar.page.locator("[name=face]").select_option(label=omar.option("face", CLASS))
    omar.fill(start_price="28", tick="0.05")
    omar.press("Propose")
    olga.approve()
    hana.finds(hana.page.url, "Trading goes on in its successor")
    hana.follow("its successor")
    hana.sees("Trading")
    hana.sees("The market opened; the price to begin with was RM\u00a028.00.")
