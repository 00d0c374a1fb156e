"""A campaign on the real chain, from proposal to end: one settles, one pays everybody back."""

from __future__ import annotations

import pytest

from apps.accounts.testing import consenting
from apps.campaigns import queries, services
from apps.campaigns.errors import NothingDue, OverYourLimit, TooLittleMoney
from apps.campaigns.tests.cast import HOUR, WORDS, Cast
from apps.campaigns.types import PledgeState, State, Step
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import text32
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.treasury.types import BALANCES, balance_key
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound
from apps.vocabulary.types import VISITOR, Address, InvestorClass, Role, Viewer

SAM = Viewer(role=Role.INVESTOR, door=Address("0x" + "0" * 39 + "5"), account=999)


def balance(cast: Cast, door: str) -> int:
    found = BALANCES.get(balance_key(cast.money, door))
    return found["balance"] if found else 0


def raised_and_reserved(cast: Cast) -> tuple[int, int]:
    """R1 of Ida's company in sen, as the regulator reads it and the contract counts it."""
    ((issuer, _, standing),) = queries.issuers(cast.stage.regulator.maker).rows
    person = bytes.fromhex(issuer.person[2:])
    counted = cast.stage.call("Rulebook", "raisedBy", person, at=rulebook.module())
    assert (standing.raised, standing.reserved) == (counted["raised"], counted["reserved"])
    return standing.raised, standing.reserved


def test_it_settles(cast: Cast) -> None:
    campaign = cast.proposed()
    a_proposal_is_for_its_people(cast, campaign)
    it_opens(cast, campaign)
    two_pledge_and_one_takes_it_back(cast, campaign)
    it_closes_and_settles(cast, campaign)
    everybody_has_what_is_theirs(cast, campaign)


def a_proposal_is_for_its_people(cast: Cast, campaign: Address) -> None:
    with pytest.raises(NotFound):
        queries.campaign(VISITOR, campaign)
    with pytest.raises(NotFound):
        queries.campaign(cast.ivan.viewer, campaign)
    assert queries.campaigns().rows == []
    assert [each.address for each in queries.queue(cast.omar.maker)] == [campaign]
    assert all(line.passed for line in queries.checklist(cast.omar.maker, campaign))


def it_opens(cast: Cast, campaign: Address) -> None:
    cast.check(cast.omar, services.approve(actor=cast.omar.maker, campaign=campaign, reason="All is there."))
    shown = queries.campaign(VISITOR, campaign)
    assert (shown.title, shown.state, shown.sector) == (WORDS["title"], State.APPROVED, "food")
    assert queries.disclosure(VISITOR, campaign).matches
    assert [each.address for each in queries.waiting_for_units(cast.tan.maker)] == [campaign]
    assert [each.address for each in queries.campaigns(text="kedah", sector="food").rows] == [campaign]
    assert queries.campaigns(text="kedah", sector="health").rows == []

    cast.check(cast.tan, services.mint_units(actor=cast.tan.maker, campaign=campaign))
    assert queries.campaign(VISITOR, campaign).state is State.READY
    with pytest.raises(Refused):
        services.mint_units(actor=cast.tan.maker, campaign=campaign)
    assert raised_and_reserved(cast) == (0, 200 * 500)
    cast.wait_until(shown.opens_at)
    assert queries.campaign(VISITOR, campaign).state is State.LIVE
    with pytest.raises(NothingDue):
        services.push(campaign=campaign)


def two_pledge_and_one_takes_it_back(cast: Cast, campaign: Address) -> None:
    assert cast.pledge(cast.ivan, campaign, 120).state == "mined"
    assert cast.pledge(cast.ines, campaign, 30).state == "mined"
    signable = services.prepare_withdrawal(actor=cast.ines.viewer, campaign=campaign)
    assert "150.00" in signable.sentence
    assert cast.sign(cast.ines, signable).state == "mined"
    assert balance(cast, cast.ines.door) == 1_000_000
    assert [each.state for each in queries.every_own_pledge(cast.ines.viewer)] == [PledgeState.WITHDRAWN]
    live = queries.campaign(VISITOR, campaign)
    assert (live.raised, live.investors) == (60_000, 1)


def it_closes_and_settles(cast: Cast, campaign: Address) -> None:
    cast.wait_until(queries.campaign(VISITOR, campaign).closes_at)
    assert queries.campaign(VISITOR, campaign).step is Step.CLOSE
    assert cast.pushed() == 1
    cooling = queries.campaign(VISITOR, campaign)
    assert cooling.state is State.COOLING_OFF
    assert cast.pushed() == 0
    cast.wait_until((cooling.cooling_off_ends_at or 0) + 1)
    assert cast.pushed() == 1


def everybody_has_what_is_theirs(cast: Cast, campaign: Address) -> None:
    settled = queries.campaign(VISITOR, campaign)
    assert (settled.state, settled.fee, settled.proceeds) == (State.SETTLED, 4_200, 55_800)
    assert (balance(cast, cast.omar.door), balance(cast, cast.ida.door)) == (4_200, 55_800)
    assert raised_and_reserved(cast) == (60_000, 0)
    (holding,) = securities.portfolio(cast.ivan.viewer)
    assert (holding.units, holding.cost, holding.share_class.units) == (120, 60_000, 120)
    number = holding.certificates[0].number
    whole = securities.certificate(cast.ivan.viewer, cast.face, number)
    assert [each.what for each in whole.moves] == ["moved", "minted"]
    with pytest.raises(NotFound):
        securities.certificate(SAM, cast.face, number)
    assert [each.units for each in securities.cap_table(cast.ida.viewer, cast.face).lines] == [120]
    with pytest.raises(NotFound):
        securities.cap_table(cast.ivan.viewer, cast.face)
    assert cast.pushed() == 0
    (mine,) = queries.every_own_pledge(cast.ivan.viewer)
    assert (mine.state, mine.certificate, mine.withdrawable_until) == (PledgeState.DELIVERED, number, 0)


def test_it_fails_and_every_sen_goes_back(cast: Cast) -> None:
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 50)
    cast.pledge(cast.ines, campaign, 49)
    cast.wait_until(queries.campaign(VISITOR, campaign).closes_at)
    assert cast.pushed() == 1
    failed = queries.campaign(VISITOR, campaign)
    assert (failed.state, failed.step, failed.why) == (State.FAILED, Step.REFUND, "minimum")
    assert raised_and_reserved(cast) == (0, 0)
    assert cast.pushed() == 1
    assert queries.campaign(VISITOR, campaign).step is None
    assert [balance(cast, each.door) for each in (cast.ivan, cast.ines)] == [1_000_000, 1_000_000]
    assert [each.state for each in queries.pledges(cast.ida.viewer, campaign).rows] == [
        PledgeState.REFUNDED
    ] * 2
    assert cast.pushed() == 0


def test_a_frozen_investor_holds_nobody_up(cast: Cast) -> None:
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 100)
    cast.pledge(cast.ines, campaign, 50)
    until = cast.now() + 24 * HOUR
    regulator = cast.stage.regulator
    frozen = cast.stage.act(
        regulator, "Freeze", regulator.door, participant=cast.ines.door, until=until, reason=text32("court")
    )
    assert frozen.state == "mined"
    cast.wait_until(cast.now() + 3 * HOUR)
    cast.pushed()
    cast.wait_until(cast.now() + 2 * HOUR)
    cast.pushed()
    assert queries.campaign(VISITOR, campaign).state is State.SETTLED
    waits = queries.my_pledge(cast.ines.viewer, campaign)
    assert waits is not None
    assert waits.state is PledgeState.WAITING
    assert cast.pushed() == 0
    cast.wait_until(until + 1)
    assert cast.pushed() == 1
    assert [each.units for each in securities.portfolio(cast.ines.viewer)] == [50]


def test_it_is_turned_down_or_taken_back(cast: Cast) -> None:
    turned_down = cast.proposed()
    reject = services.reject(actor=cast.omar.maker, campaign=turned_down, reason="no accounts")
    cast.check(cast.omar, reject)
    found = queries.campaign(cast.ida.viewer, turned_down)
    assert (found.state, found.reason) == (State.REJECTED, "no accounts")
    with pytest.raises(NotFound):
        queries.campaign(VISITOR, turned_down)

    taken_back = cast.live()
    with pytest.raises(Refused):
        cast.sign(
            cast.ida,
            services.prepare_cancel(actor=cast.ida.viewer, campaign=taken_back, reason="rain"),
        )
    cast.wait_until(cast.now() + 3 * HOUR)
    cast.pushed()
    third = cast.proposed()
    cast.check(cast.omar, services.approve(actor=cast.omar.maker, campaign=third, reason="All is there."))
    cast.sign(cast.ida, services.prepare_cancel(actor=cast.ida.viewer, campaign=third, reason="rain"))
    assert queries.campaign(VISITOR, third).state is State.CANCELLED


def test_what_cannot_be_pledged_is_said_beforehand(cast: Cast) -> None:
    campaign = cast.live(minimum=1, maximum=10_000)
    with pytest.raises(OverYourLimit) as over:
        services.prepare_pledge(actor=consenting(cast.ivan.viewer), campaign=campaign, units=1_601)
    assert over.value.arguments["possible"] == 800_000
    assert "RM\u00a08,000.00" in over.value.sentence
    with pytest.raises(NotAllowed):
        services.prepare_pledge(actor=cast.ida.viewer, campaign=campaign, units=1)
    with pytest.raises(Malformed):
        services.prepare_pledge(actor=cast.ivan.viewer, campaign=campaign, units=5, least=6)

    cast.pledge(cast.ivan, campaign, 1_000)
    cast.sign(cast.ivan, services.prepare_withdrawal(actor=cast.ivan.viewer, campaign=campaign))
    room = queries.room(cast.ivan.viewer, campaign)
    assert (room.possible, room.tidy) == (800_000, True)
    cast.wait_until(cast.now() + 2)
    again = services.prepare_pledge(actor=cast.ivan.viewer, campaign=campaign, units=1_600)
    cast.stage.run()
    assert cast.sign(cast.ivan, again).state == "mined"
    assert queries.room(cast.ivan.viewer, campaign).possible == 0
    spent = cast.pledge(cast.ines, campaign, 10)
    assert spent.state == "mined"
    isa = cast.stage.admit_client(
        cast.omar, Role.INVESTOR, "", cast.tan, person=b"isa", kind=InvestorClass.SOPHISTICATED
    )
    cast.mint(isa, 499)
    cast.wait_until(cast.now() + 2)
    with pytest.raises(TooLittleMoney):
        services.prepare_pledge(actor=consenting(isa.viewer), campaign=campaign, units=1)
