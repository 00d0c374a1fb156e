"""A dividend and a vote on the real chain, from the issuer's first act to the end."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client as Browser
from openpyxl import load_workbook

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.campaigns.tests.cast import HOUR, Cast
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import Client, text32
from apps.ledger.types import ActView
from apps.securities import queries, services
from apps.securities.errors import NothingDue, TextMissing
from apps.securities.types.actions import Actions, BallotState, Choice, DividendState, Resolution
from apps.treasury import queries as treasury
from apps.treasury import services as money
from apps.treasury.tests.stagebank import ACCOUNT, booked, file_of, sign, today
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import VISITOR, Address, Role

RATE = 1_050
"""RM 0.105 for a unit: 120 units get RM 12.60, 80 get RM 8.40."""
DAY = 86_400


@pytest.fixture
def held(cast: Cast) -> Cast:
    """Ivan holds 120 units, Ines 80; Ida has the proceeds."""
    campaign = cast.live(maximum=200)
    cast.pledge(cast.ivan, campaign, 120)
    cast.pledge(cast.ines, campaign, 80)
    cast.wait_until(cast.now() + HOUR + 1)
    assert cast.pushed() == 1
    return cast


def pushed(cast: Cast) -> int:
    """A round of the worker's task, carried and indexed."""
    steps = services.push_actions()
    cast.stage.run()
    cast.stage.index()
    return steps


def declared(cast: Cast) -> Address:
    """A dividend that Ida declared, with its record date in an hour and its payment a day later."""
    at = cast.now() + HOUR
    signable = services.prepare_dividend(
        actor=cast.ida.viewer,
        face=cast.face,
        title="Final 2026",
        rate=RATE,
        record_at=at,
        payable_at=at + DAY,
    )
    assert "RM 0.105" in signable.sentence
    assert cast.sign(cast.ida, signable).state == "mined"
    (found,) = queries.actions(cast.ida.viewer).dividends
    return found.address


def spendable(cast: Cast, client: Client) -> int:
    return treasury.balance(client.viewer, cast.money)


def test_a_dividend_is_declared_funded_and_paid(held: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.prepare_dividend(
            actor=held.ivan.viewer, face=held.face, title="x", rate=1, record_at=1, payable_at=1
        )
    dividend = declared(held)
    before = queries.dividend(held.ivan.viewer, dividend)
    assert (before.state, before.missing, before.own_units, before.own_amount) == (
        "announced",
        2_100,
        120,
        1_260,
    )
    assert queries.dividend(VISITOR, dividend).own_units == 0
    with pytest.raises(NothingDue):
        services.push_dividend(actor=held.ivan.viewer, dividend=dividend)
    with pytest.raises(NotAllowed):
        services.prepare_funding(actor=held.ivan.viewer, dividend=dividend)
    proceeds = spendable(held, held.ida)
    assert (
        held.sign(held.ida, services.prepare_funding(actor=held.ida.viewer, dividend=dividend)).state
        == "mined"
    )
    assert spendable(held, held.ida) == proceeds - 2_100
    assert pushed(held) == 0  # its day has not come
    held.wait_until(before.payable_at)
    money = spendable(held, held.ivan)
    assert pushed(held) == 1
    after = queries.dividend(held.ivan.viewer, dividend)
    assert (after.state, after.paid, after.holders, after.returned) == (DividendState.PAID, 2_100, 2, 0)
    assert (after.own_state, spendable(held, held.ivan)) == ("paid", money + 1_260)
    assert [(each.units, each.amount) for each in queries.payments(held.ida.viewer, dividend).lines] == [
        (120, 1_260),
        (80, 840),
    ]
    with pytest.raises(NotFound):
        queries.payments(held.ivan.viewer, dividend)
    assert pushed(held) == 0


def test_the_trustee_mints_the_bank_s_credit_into_it(held: Cast) -> None:
    """As any mint: one proposes what the bank's statement bears out, another approves."""
    dividend, tan = declared(held), held.tan
    browser = signed_in(Browser(), staff_account("tan", Role.TRUSTEE, tan.door))
    page = f"/securities/dividends/{dividend}/"
    assert "No credit of exactly RM\u00a021.00 waits at your desk" in browser.get(page).content.decode()
    assert "Waiting for money" in browser.get("/securities/actions/").content.decode()
    assert queries.credits_for(held.ida.viewer, queries.dividend(VISITOR, dividend)) is None

    bank = money.propose_trust_account(
        actor=tan.maker, bank="Bank Contoh", holder="Tan Trustees", number=ACCOUNT
    )
    money.decide_trust_account(actor=tan.checker, account=bank.id, approved=True)
    supply = treasury.reserve(tan.maker).supply
    sign(tan, file_of(tan, opening=supply, on=today() - timedelta(days=1)))
    sign(tan, file_of(tan, booked(2_099, "NEAR-1"), booked(2_100, "DIV-1", "Final 2026")))
    shown = browser.get(page).content.decode()
    assert "DIV-1" in shown
    assert "NEAR-1" not in shown  # a mint is of exactly what is missing
    found = queries.dividend(tan.maker, dividend)
    (line,) = queries.credits_for(tan.maker, found) or []
    act = money.propose_mint(actor=tan.maker, line=line.id, to=dividend)
    assert held.check(tan, act).state == "mined"
    after = queries.dividend(tan.maker, dividend)
    assert (after.funded, after.missing) == (2_100, 0)
    assert queries.awaiting_money(tan.maker) == []
    assert "Mint into it" not in browser.get(page).content.decode()
    assert treasury.reserve(tan.maker).agrees


def test_a_frozen_holder_waits_and_is_paid_later(held: Cast) -> None:
    dividend = declared(held)
    found = queries.dividend(held.ida.viewer, dividend)
    held.stage.act(
        held.tan, "Mint", held.tan.door, to=dividend, amount=2_100, ref=text32("bank"), creditedAt=1
    )
    held.wait_until(found.payable_at)
    rania = held.stage.regulator
    until = held.now() + 5 * DAY
    held.stage.act(
        rania, "Freeze", rania.door, participant=held.ivan.door, until=until, reason=text32("look")
    )
    held.stage.index()
    assert pushed(held) == 1
    waiting = queries.dividend(held.ivan.viewer, dividend)
    assert (waiting.state, waiting.held, waiting.own_state) == (DividendState.PAID, 1_260, "held")
    assert pushed(held) == 0
    money = spendable(held, held.ivan)
    held.wait_until(until + 1)
    assert pushed(held) == 1
    paid = queries.dividend(held.ivan.viewer, dividend)
    assert (paid.held, paid.paid, paid.own_state) == (0, 2_100, "paid")
    assert spendable(held, held.ivan) == money + 1_260


def test_a_dividend_is_taken_back_or_lapses(held: Cast) -> None:
    dividend = declared(held)
    cancel = services.prepare_cancel_dividend(actor=held.ida.viewer, dividend=dividend, reason="too early")
    assert held.sign(held.ida, cancel).state == "mined"
    found = queries.dividend(VISITOR, dividend)
    assert (found.state, found.why) == (DividendState.CANCELLED, "too early")
    held.wait_until(found.record_at + 1)
    other = next(
        each.address for each in _declared_again(held).dividends if each.state is DividendState.ANNOUNCED
    )
    held.wait_until(queries.dividend(VISITOR, other).payable_at + 30 * DAY)
    assert pushed(held) == 1
    assert queries.dividend(VISITOR, other).state is DividendState.LAPSED


def _declared_again(cast: Cast) -> Actions:
    at = cast.now() + HOUR
    signable = services.prepare_dividend(
        actor=cast.ida.viewer, face=cast.face, title="Again", rate=RATE, record_at=at, payable_at=at
    )
    assert cast.sign(cast.ida, signable).state == "mined"
    return queries.actions(cast.ida.viewer)


def posed(cast: Cast, resolution: Resolution = Resolution.ORDINARY) -> Address:
    """A question of Ida's, open from an hour on, for a day."""
    at = cast.now() + HOUR
    signable = services.prepare_ballot(
        actor=cast.ida.viewer,
        face=cast.face,
        title="A second roastery",
        text="Shall the company build a second roastery in Penang?",
        resolution=resolution,
        quorum=5_000,
        record_at=at,
        closes_at=at + DAY,
    )
    assert cast.sign(cast.ida, signable).state == "mined"
    (found,) = queries.actions(cast.ida.viewer).ballots
    cast.wait_until(at + 1)
    return found.address


def vote(cast: Cast, client: Client, ballot: Address, choice: Choice) -> ActView:
    return cast.sign(client, services.prepare_vote(actor=client.viewer, ballot=ballot, choice=choice))


def test_a_vote_is_cast_changed_and_counted(held: Cast) -> None:
    with pytest.raises(TextMissing):
        services.prepare_ballot(
            actor=held.ida.viewer, face=held.face, title=" ", text="x", resolution=Resolution.ORDINARY,
            quorum=0, record_at=1, closes_at=2,
        )  # fmt: skip
    ballot = posed(held)
    with pytest.raises(NotFound):
        queries.ballot(VISITOR, ballot)
    assert pushed(held) == 1
    seen = queries.ballot(held.ivan.viewer, ballot)
    assert (seen.state, seen.title, seen.own_units) == (BallotState.OPEN, "A second roastery", 120)
    assert vote(held, held.ivan, ballot, Choice.AGAINST).state == "mined"
    assert vote(held, held.ines, ballot, Choice.ABSTAIN).state == "mined"
    assert vote(held, held.ivan, ballot, Choice.FOR).state == "mined"
    seen = queries.ballot(held.ivan.viewer, ballot)
    assert (seen.in_favour, seen.against, seen.abstained, seen.voters) == (120, 0, 80, 2)
    assert seen.own_choice is Choice.FOR
    with pytest.raises(NotAllowed):
        services.prepare_vote(actor=held.ida.viewer, ballot=ballot, choice=Choice.FOR)
    held.wait_until(seen.closes_at)
    late = services.prepare_vote(actor=held.ines.viewer, ballot=ballot, choice=Choice.FOR)
    with pytest.raises(Refused) as refused:
        held.sign(held.ines, late)
    assert refused.value.name == "BallotTooLate"
    assert pushed(held) == 1
    counted = queries.ballot(held.omar.maker, ballot)
    assert (counted.state, counted.quorate, counted.passed) == (BallotState.CLOSED, True, True)


def test_pages_files_and_api(held: Cast) -> None:
    dividend = declared(held)
    ida = signed_in(Browser(), client_account("ida", Role.ISSUER, door=held.ida.door))
    ivan = signed_in(Browser(), client_account("ivan", door=held.ivan.door))
    tan = signed_in(Browser(), staff_account("tan", Role.TRUSTEE, held.tan.door))
    page = f"/securities/dividends/{dividend}/"
    assert "Put the money in" in ida.get(page).text
    assert "12.60" in ivan.get(page).text
    assert dividend in tan.get(page).text  # where a bank credit is minted to
    assert "Final 2026" in ivan.get("/securities/actions/").text
    assert "Final 2026" in ivan.get(f"/securities/classes/{held.face}/state/").text
    assert ivan.get(f"{page}payments/").status_code == 404
    assert ivan.get(f"{page}fund/").status_code == 403
    assert "What you sign" in ida.post(f"{page}fund/").text
    held.sign(held.ida, services.prepare_funding(actor=held.ida.viewer, dividend=dividend))
    held.wait_until(queries.dividend(VISITOR, dividend).payable_at)
    assert pushed(held) == 1
    sheet = load_workbook(BytesIO(ida.get(f"{page}payments/", {"as": "xlsx"}).content)).active
    assert sheet is not None
    assert [row[2] for row in sheet.iter_rows(values_only=True)][1:] == [120, 80]
    assert "12.60" in ida.get(f"{page}payments/", {"as": "csv"}).text
    assert ivan.get(f"/api/v1/dividends/{dividend}").json()["own_amount"] == 1_260
    assert len(ida.get(f"/api/v1/dividends/{dividend}/payments").json()["lines"]) == 2
    ballot = posed(held)
    assert pushed(held) == 1
    said = ivan.get(f"/securities/ballots/{ballot}/").text
    assert "second roastery in Penang" in said
    assert "What you sign" in ivan.post(f"/securities/ballots/{ballot}/vote/", {"choice": "for"}).text
    vote(held, held.ivan, ballot, Choice.FOR)
    assert ivan.get(f"/api/v1/ballots/{ballot}").json()["own_choice"] == "for"
    new = f"/securities/classes/{held.face}/dividends/new/"
    given = {
        "title": "Interim",
        "rate": "0.02",
        "record_at": "2031-01-31T12:00",
        "payable_at": "2031-02-01T12:00",
    }
    assert "Type KOPI" in ida.get(new).text
    assert ida.post(new, {**given, "confirm": "kopi?"}).status_code == 400
    assert "What you sign" in ida.post(new, {**given, "confirm": "KOPI"}).text
