"""Late money: signed and announced before the close, pledged when the bank's credit has been minted."""

from __future__ import annotations

from uuid import uuid4

import pytest

from apps.accounts.testing import consenting
from apps.campaigns import queries, services
from apps.campaigns.errors import NothingDue, TooLittleMoney
from apps.campaigns.queries.told import OPENED_AT_ONCE
from apps.campaigns.services.actors import readers_of
from apps.campaigns.tests.cast import HOUR, Cast
from apps.campaigns.types import INTENT, PledgeState, State, Step
from apps.ledger.errors import NoSuchAct, WrongSignature
from apps.ledger.testing.stage import Client
from apps.ledger.types import ActView, Signable
from apps.records.services import New, create_many
from apps.records.types import Fields
from apps.vocabulary.types import VISITOR, Address, InvestorClass, Role

GRACE = 2 * HOUR


def iman(cast: Cast) -> Client:
    """An investor whose money is still on its way."""
    return cast.stage.admit_client(
        cast.omar, Role.INVESTOR, "", cast.tan, person=b"iman", kind=InvestorClass.SOPHISTICATED
    )


def signed(cast: Cast, client: Client, signable: Signable) -> ActView | None:
    digest = bytes.fromhex(signable.prepared.digest[2:])
    sent = services.announce(
        actor=client.viewer,
        prepared=signable.prepared.id,
        signature=client.key.sign(digest),
        signer=bytes.fromhex(client.key.address[2:]),
    )
    cast.pushed()
    return sent


def late(cast: Cast, client: Client, campaign: Address, units: int = 120) -> Signable:
    return services.prepare_late_pledge(actor=consenting(client.viewer), campaign=campaign, units=units)


def carried(cast: Cast) -> int:
    found = services.carry()
    cast.pushed()
    return found


def test_it_counts_when_the_bank_had_it_before_the_close(cast: Cast) -> None:
    cast.rule("late-money-s", GRACE)
    campaign, who = cast.live(), iman(cast)
    cast.stage.index()
    with pytest.raises(TooLittleMoney):
        services.prepare_pledge(actor=consenting(who.viewer), campaign=campaign, units=120)
    promise = late(cast, who, campaign)
    with pytest.raises(WrongSignature):
        services.announce(
            actor=who.viewer,
            prepared=promise.prepared.id,
            signature=bytes(65),
            signer=bytes.fromhex(who.key.address[2:]),
        )
    with pytest.raises(NoSuchAct):
        services.announce(
            actor=cast.ivan.viewer, prepared=promise.prepared.id, signature=bytes(65), signer=bytes(20)
        )
    assert signed(cast, who, promise) is None
    assert [each.units for each in queries.waiting_intents(who.viewer, campaign)] == [120]
    assert carried(cast) == 0

    closes = queries.campaign(VISITOR, campaign).closes_at
    cast.wait_until(closes + 60)
    due = queries.campaign(VISITOR, campaign)
    assert (due.state, due.step) == (State.DUE, None)
    cast.mint(who, 60_000, credited_at=closes - 30)
    cast.wait_until(closes + 120)
    assert carried(cast) == 0  # the deposit is shown first
    assert carried(cast) == 1
    mine = queries.my_pledge(who.viewer, campaign)
    assert mine is not None
    assert (mine.units, mine.state) == (120, PledgeState.STANDING)
    assert queries.waiting_intents(who.viewer, campaign) == []
    cast.wait_until(closes + GRACE)
    assert queries.campaign(VISITOR, campaign).step is Step.CLOSE


def test_it_lapses_when_the_money_came_too_late(cast: Cast) -> None:
    cast.rule("late-money-s", GRACE)
    campaign, who = cast.live(), iman(cast)
    cast.stage.index()
    signed(cast, who, late(cast, who, campaign))
    closes = queries.campaign(VISITOR, campaign).closes_at
    cast.wait_until(closes + 60)
    cast.mint(who, 60_000, credited_at=closes + 1)
    cast.wait_until(closes + 120)
    assert carried(cast) == carried(cast) == 0
    assert queries.my_pledge(who.viewer, campaign) is None
    cast.wait_until(closes + GRACE)
    carried(cast)
    assert queries.waiting_intents(who.viewer, campaign) == []


def test_money_that_comes_in_time_is_pledged_at_once(cast: Cast) -> None:
    cast.rule("late-money-s", GRACE)
    campaign, who = cast.live(), iman(cast)
    cast.stage.index()
    signed(cast, who, late(cast, who, campaign))
    cast.mint(who, 60_000)
    cast.stage.index()
    assert carried(cast) == 1
    assert queries.my_pledge(who.viewer, campaign) is not None


def test_what_waits_can_be_forgotten(cast: Cast) -> None:
    cast.rule("late-money-s", GRACE)
    campaign, who = cast.live(), iman(cast)
    cast.stage.index()
    with pytest.raises(NothingDue):
        services.withdraw_announcement(actor=who.viewer, campaign=campaign)
    signed(cast, who, late(cast, who, campaign))
    assert services.withdraw_announcement(actor=who.viewer, campaign=campaign) == 1
    cast.mint(who, 60_000)
    cast.stage.index()
    assert carried(cast) == 0


def test_nobody_waits_behind_those_whose_money_never_comes(cast: Cast) -> None:
    said: Fields = {
        "campaign": cast.live(),
        "signature": "",
        "signer": "",
        "units": 1,
        "least": 1,
        "amount": 500,
    }
    readers = readers_of(cast.ivan.viewer)
    waiting = [New(said, readers, cast.ivan.door, None, str(uuid4())) for _ in range(OPENED_AT_ONCE + 1)]
    create_many(kind=INTENT, news=waiting, state="waiting")
    assert len(list(queries.every_waiting_intent())) == OPENED_AT_ONCE + 1
    assert len(queries.waiting_intents(cast.ivan.viewer)) == OPENED_AT_ONCE + 1
    assert queries.waiting_intents(cast.ines.viewer) == []
