"""The market as its people meet it: the demo is played, then Nora goes all the way through it in browsers.

She signs up, is approved by two people of her operator, pays in, is credited by two people of her trustee,
pledges, sees the campaign settle, holds a certificate, sells half of it, takes money out; and the regulator
sees all of it. Last, a program goes through it by the page that shows the API.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from castor_web.demo.cast import OPERATORS, PASSPHRASE
from castor_web.demo.ventures import VENTURES
from castor_web.stack.install import PYTHON
from castor_web.stack.places import ROOT
from castor_web.tests.e2e.conftest import Meet
from castor_web.tests.e2e.people import DONE, Client, Staff, write
from castor_web.tests.e2e.running import RunningMarket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OMAR = OPERATORS[0].name
VENTURE = VENTURES["irene"]
WEEK = 7 * 86_400


def test_a_campaign_is_decided_by_key(played: RunningMarket, meet: Meet[Any]) -> None:
    """Pelangi's maker decides the one campaign that waits, and is led back to the queue.

    Before time is moved: afterwards it is too late for that campaign to open.
    """
    osman = meet(Staff, "osman")
    osman.goto("/admin/campaigns/")
    waiting = osman.page.locator("#content-main .module").first
    waiting.get_by_role("link").first.click()
    osman.decide_by_key("a")
    expect(osman.page.get_by_text("Proposed. A colleague decides.")).to_be_visible()
    expect(osman.page).to_have_url(re.compile("/admin/campaigns/$"))
    expect(
        waiting.get_by_text("Waiting for a colleague").or_(waiting.get_by_text("Proposed"))
    ).to_be_visible()


def test_nora_goes_through_the_market(played: RunningMarket, meet: Meet[Any], tmp_path: Path) -> None:
    nora, aisyah = meet(Client, "nora"), meet(Client, "aisyah")
    omar, olga, tan, tina, rania = (meet(Staff, name) for name in ("omar", "olga", "tan", "tina", "rania"))
    come_in(nora, omar, olga, write(tmp_path))
    pay_in(nora, tan, tina, tmp_path)
    pledge(nora)
    settle(nora, played)
    open_market(omar, olga)
    sell_half(nora, aisyah, omar, olga, played)
    take_out(nora, tan, tina)
    all_is_seen(nora, rania)


def come_in(nora: Client, omar: Staff, olga: Staff, card: Path) -> None:
    nora.open_account(OMAR)
    nora.goto("/kyc/")
    nora.press("Begin")
    nora.follow("Who you are")
    nora.choose(identity_type="mykad")
    nora.fill(name="Nora binti Nasir", identity_number="920304-14-5678", born="1992-03-04", nationality="MYS")
    nora.press("Save and go on")
    nora.fill(address="7 Jalan Telawi, 59100 Kuala Lumpur", phone="+60 12-777 8899", email="nora@example.com")
    nora.press("Save and go on")
    nora.choose(investor_class="retail")
    nora.press("Save and go on")
    nora.page.locator("input[type=file]").set_input_files(card)
    nora.press("Upload")
    nora.goto("/kyc/steps/declaration")
    nora.page.locator("[name=source_of_funds]").select_option("employment")
    nora.choose(pep="no")
    nora.page.check("[name=truthful]")
    nora.press("Save and go on")
    nora.goto("/kyc/check")
    nora.press("Send my application")
    nora.sees("Waiting for review")
    omar.decide("Nora binti Nasir", "review", "Approve")
    expect(omar.page.locator(".case-head")).to_contain_text("Quek Boon Hwa")  # who waits next
    olga.decide("Nora binti Nasir", "confirm", "Confirm")
    nora.finds("/kyc/", "You are part of the market now.")


def pay_in(nora: Client, tan: Staff, tina: Staff, folder: Path) -> None:
    nora.goto("/treasury/")
    reference = nora.page.locator(".reference").first.inner_text()
    tan.goto("/treasury/office/statements/")
    tan.page.locator("input[type=file]").set_input_files(bank_statement(tan, folder, 2_000, reference))
    tan.press("Look at it first")
    tan.press("Post for a colleague")
    tina.goto("/treasury/office/statements/")
    tina.follow("Look at it")
    tina.press("Sign it")
    tan.finds("/treasury/office/", "Every sen is accounted for")
    tan.finds("/treasury/office/lines/", reference)
    tan.press("Propose mint")
    tina.approve()
    nora.finds("/treasury/", re.compile(r"RM.2,000\.00"))


def bank_statement(tan: Staff, folder: Path, credit: int, reference: str) -> Path:
    """What Tan's bank says today: where it stood, and one credit (ringgit) for a reference."""
    last = tan.page.request.get("/api/v1/treasury/statements").json()[0]
    closing = f"{int(last['closing']) / 100 + credit:.2f}"
    file = folder / "statement.csv"
    file.write_text(
        "account,date,amount,balance,bank_reference,description\n"
        f"{last['account']},{last['closing_on']},{credit}.00,{closing},NORA-1,{reference}\n"
    )
    return file


def pledge(nora: Client) -> None:
    nora.goto("/campaigns/?state=open")
    nora.follow(re.compile(VENTURE.title))
    nora.fill(amount="1000")
    expect(nora.page.locator("[name=units]")).to_have_value("200")
    nora.fill(units="100")
    expect(nora.page.locator("[name=amount]")).to_have_value("500.00")
    nora.fill(amount="1000")
    nora.page.check("[name=risk]")
    nora.press("Review")
    nora.sign("Sign the pledge")
    nora.sees(DONE)
    nora.sees("Changed your mind?")
    nora.finds("/campaigns/pledges/", VENTURE.title)


def settle(nora: Client, market: RunningMarket) -> None:
    live = campaign(market)
    market.warp(live["grace_ends_at"])
    nora.finds(f"/campaigns/{live['address']}/", "Cooling-off ends")
    market.warp(campaign(market)["cooling_off_ends_at"])
    nora.finds("/securities/portfolio/", "Irene ordinary")
    nora.follow(re.compile(r"No\. \d+"))
    nora.sees("200 units")


def open_market(omar: Staff, olga: Staff) -> None:
    omar.goto("/market/open/")
    omar.page.locator("[name=face]").select_option(label=omar.option("face", "Irene"))
    omar.fill(start_price="5", tick="0.10")
    omar.press("Propose")
    olga.approve()


def sell_half(nora: Client, aisyah: Client, omar: Staff, olga: Staff, market: RunningMarket) -> None:
    """A hundred units at RM 6 each: of RM 600 both pay a fee of RM 50. Trading is halted in between."""
    market.manage("timewarp", "8d")
    aisyah.sign_in(PASSPHRASE)
    nora.finds("/market/", "Irene ordinary").click()
    nora.follow("Sell")
    nora.fill(units="100", price="6", days="20")
    nora.sees(re.compile(r"RM.550\.00"))
    nora.press("Review")
    nora.sign("Sign the order")
    nora.sees(DONE)
    aisyah.finds("/market/", "Irene ordinary").click()
    aisyah.sees("Trading")
    halt(omar, olga, "Propose the halt")
    aisyah.sees("Trading is halted.")  # by itself
    halt(omar, olga, "Propose to go on")
    aisyah.sees("Trading goes on: A test")
    aisyah.follow("Buy")
    aisyah.fill(units="100", price="6", days="20")
    aisyah.press("Review")
    aisyah.sign("Sign the order")
    aisyah.sees(DONE)
    aisyah.finds("/securities/portfolio/", "Irene ordinary")
    nora.finds("/treasury/", re.compile(r"RM.1,550\.00"))
    nora.goto("/securities/portfolio/")
    nora.follow(re.compile(r"No\. \d+"))
    nora.sees("100 units")


def halt(omar: Staff, olga: Staff, button: str) -> None:
    omar.finds("/market/", "Irene ordinary").click()
    omar.follow("Session control")
    omar.page.locator("main form", has_text=button).locator("[name=reason]").fill("A test")
    omar.press(button)
    olga.approve()


def take_out(nora: Client, tan: Staff, tina: Staff) -> None:
    nora.goto("/treasury/payout-account/")
    nora.fill(bank="Bank Contoh", holder="Nora binti Nasir", number="1620 3344 77")
    nora.press("Save")
    nora.goto("/treasury/withdraw/")
    nora.fill(amount="600")
    nora.press("Review")
    nora.sign("Sign and withdraw")
    nora.sees(DONE)
    tan.finds("/treasury/office/withdrawals/", re.compile(r"RM.600\.00"))
    tan.follow(re.compile(r"^\d+$"))
    tan.fill(bank_reference="OUT-NORA-1")
    tan.press("Propose to burn")
    tina.approve()
    nora.finds("/treasury/", re.compile(r"RM.950\.00"))


def all_is_seen(nora: Client, rania: Staff) -> None:
    door = nora.page.request.get("/api/v1/accounts/me").json()["door"]
    rania.goto(f"/supervision/?door={door}")
    for words in (
        r"credited RM.2,000\.00",
        r"pledged",
        r"RM.600\.00 .*paid out",
        r"RM.600\.00 was paid out",
    ):
        rania.sees(re.compile(words))


def campaign(market: RunningMarket) -> dict[str, Any]:
    """Irene's, as the API tells everybody."""
    found: dict[str, Any] = market.told("campaigns?search=batik")["rows"][0]
    return found


def test_the_walkthrough_of_the_api_runs_as_it_stands(played: RunningMarket, tmp_path: Path) -> None:
    """After Nora, whose deposit stands on a statement: the page's own statement follows it."""
    page = (ROOT / "docs" / "api-walkthrough.md").read_text()
    program = tmp_path / "walkthrough.py"
    program.write_text("\n\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)))
    environment = {**played.environment, "CASTOR_PORTAL": played.origin}
    done = subprocess.run(
        [str(PYTHON), str(program)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The investor holds 4000 units" in done.stdout


def test_two_orders_wait_for_their_session_and_meet_in_an_auction(
    played: RunningMarket, meet: Meet[Any]
) -> None:
    """Rice is traded in call auctions, in real sessions: orders from Tuesday on, an auction on Wednesday."""
    devi, hana = meet(Client, "devi"), meet(Client, "hana")
    for each in (devi, hana):
        each.sign_in(PASSPHRASE)
    session(played, "taken", renewed=True)
    order(devi, "Sell", units="20", price="10.2")
    order(hana, "Buy", units="20", price="10.2")
    devi.finds("/market/", "Intan ordinary").click()
    devi.sees("Taking orders")
    session(played, "matched")
    devi.sees("you sold")  # by itself
    devi.sees(re.compile(r"The auction’s price: RM.10\.20"))


def order(who: Client, side: str, **terms: str) -> None:
    who.finds("/market/", "Intan ordinary").click()
    who.follow(side)
    who.fill(**terms)
    who.press("Review")
    who.sign("Sign the order")
    who.sees(DONE)


def session(market: RunningMarket, what: str, *, renewed: bool = False) -> None:
    """Moves the clock until orders are `taken`, or `matched`; `renewed`: in another week than this one."""
    moment = book(market)["moment"]
    while renewed or not moment[what]:
        renewed = renewed and (moment["taken"] or moment["matched"])
        if not renewed and moment[what]:
            return
        at = moment["changes_at"]
        market.warp(at)
        moment = book(market)["moment"]


def book(market: RunningMarket) -> dict[str, Any]:
    """The market of Intan's shares, as the API tells everybody."""
    found: list[dict[str, Any]] = market.told("markets")
    return next(each for each in found if each["symbol"] == "INP")
