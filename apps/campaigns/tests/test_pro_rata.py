"""Units shared out by largest remainder: demand beyond the maximum, the worker finds the cut, excess goes
back.
"""

from __future__ import annotations

import pytest

from apps.accounts.testing import consenting
from apps.campaigns import queries, services
from apps.campaigns.errors import PledgeStands
from apps.campaigns.tests.cast import HOUR, Cast
from apps.campaigns.types import Allocation, PledgeState, State, Step
from apps.securities import queries as securities
from apps.treasury.types import BALANCES, balance_key
from apps.vocabulary.types import VISITOR


def balance(cast: Cast, door: str) -> int:
    found = BALANCES.get(balance_key(cast.money, door))
    return int(found["balance"]) if found else 0


def test_demand_is_cut_and_the_rest_goes_back(cast: Cast) -> None:
    campaign = cast.live(minimum=10, maximum=100, allocation=Allocation.PRO_RATA)
    cast.pledge(cast.ivan, campaign, 150)
    with pytest.raises(PledgeStands):
        services.prepare_pledge(actor=consenting(cast.ivan.viewer), campaign=campaign, units=1)
    cast.pledge(cast.ines, campaign, 85)
    cast.wait_until(cast.now() + 2 * HOUR)
    assert cast.pushed() == 1
    assert queries.campaign(VISITOR, campaign).step is Step.ALLOCATE
    assert cast.pushed() == 1
    shared = queries.campaign(VISITOR, campaign)
    assert (shared.demand, shared.step) == (235, Step.RETURN_EXCESS)
    assert cast.pushed() == 1
    mine = [queries.my_pledge(each.viewer, campaign) for each in (cast.ivan, cast.ines)]
    assert [each.units for each in mine if each is not None] == [64, 36]
    assert [balance(cast, each.door) for each in (cast.ivan, cast.ines)] == [968_000, 982_000]
    assert queries.campaign(VISITOR, campaign).step is None
    assert cast.pushed() == 0

    cast.wait_until(cast.now() + 2 * HOUR)
    assert cast.pushed() == 1
    assert queries.campaign(VISITOR, campaign).state is State.SETTLED
    assert [each.units for each in securities.portfolio(cast.ivan.viewer)] == [64]


def test_who_leaves_in_cooling_off_is_not_allotted_anew(cast: Cast) -> None:
    campaign = cast.live(minimum=10, maximum=100, allocation=Allocation.PRO_RATA)
    cast.pledge(cast.ivan, campaign, 150)
    cast.pledge(cast.ines, campaign, 85)
    cast.wait_until(cast.now() + 2 * HOUR)
    cast.pushed()
    cast.sign(cast.ines, services.prepare_withdrawal(actor=cast.ines.viewer, campaign=campaign))
    cast.pushed()
    cast.pushed()
    mine = queries.my_pledge(cast.ivan.viewer, campaign)
    assert mine is not None
    assert (mine.units, mine.state) == (64, PledgeState.STANDING)
    cast.wait_until(cast.now() + 2 * HOUR)
    assert cast.pushed() == 1
    cast.pushed()
    assert queries.campaign(VISITOR, campaign).state is State.SETTLED
    assert [each.units for each in securities.portfolio(cast.ivan.viewer)] == [64]
