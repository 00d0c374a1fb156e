"""What a shareholder clicks on the market besides trading: the watch list, the year's trades as a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from castor_web.demo.cast import PASSPHRASE
from castor_web.tests.e2e.conftest import Meet
from castor_web.tests.e2e.people import Client

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLASS = "Ida ordinary"


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
