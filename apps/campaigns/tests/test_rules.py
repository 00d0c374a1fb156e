"""What is derived beforehand is what the contract derives: states by time, amounts, the fee."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.campaigns import rules
from apps.campaigns.errors import NotAMultiple
from apps.campaigns.types import State, Step, Stored
from apps.rulebook import rules as rulebook
from apps.rulebook.types import Slab
from apps.vocabulary.errors import Malformed
from apps.vocabulary.types import ZERO_ADDRESS

OPENS, CLOSES, GRACE, COOL = 100, 200, 250, 300


def campaign(state: Stored, **more: Any) -> dict[str, Any]:
    return {
        "state": state.value,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "minimum": 10,
        "units_pledged": 10,
        "maximum": 20,
        "closed_at": GRACE,
        "grace_ends_at": GRACE,
        "cooling_off_ends_at": COOL,
        **more,
    }


@pytest.mark.parametrize(
    ("stored", "now", "state", "step"),
    [
        (Stored.PROPOSED, CLOSES, State.PROPOSED, None),
        (Stored.APPROVED, CLOSES - 1, State.APPROVED, None),
        (Stored.APPROVED, CLOSES, State.APPROVED, Step.FAIL),
        (Stored.READY, OPENS - 1, State.READY, None),
        (Stored.READY, OPENS, State.LIVE, None),
        (Stored.READY, CLOSES - 1, State.LIVE, None),
        (Stored.READY, GRACE - 1, State.DUE, None),
        (Stored.READY, GRACE, State.DUE, Step.CLOSE),
        (Stored.COOLING_OFF, COOL - 1, State.COOLING_OFF, None),
        (Stored.COOLING_OFF, COOL, State.COOLING_OFF, Step.SETTLE),
        (Stored.SETTLING, COOL, State.SETTLING, Step.SETTLE),
        (Stored.SETTLED, COOL, State.SETTLED, None),
        (Stored.FAILED, COOL, State.FAILED, None),
        (Stored.CANCELLED, COOL, State.CANCELLED, None),
    ],
)
def test_time_brings_states_and_steps(stored: Stored, now: int, state: State, step: Step | None) -> None:
    assert rules.state_at(campaign(stored), now) is state
    assert rules.step_at(campaign(stored), now) is step


def test_what_cannot_succeed_fails() -> None:
    assert rules.step_at(campaign(Stored.COOLING_OFF, units_pledged=9), COOL) is Step.FAIL
    assert rules.step_at(campaign(Stored.READY), OPENS, trustee_revoked=True) is Step.FAIL
    assert rules.step_at(campaign(Stored.SETTLING), COOL, trustee_revoked=True) is Step.SETTLE
    assert rules.step_at(campaign(Stored.FAILED, refunding=1), COOL) is Step.REFUND


def test_an_adverse_notice_holds_settlement_up_and_opens_the_exit() -> None:
    told = campaign(Stored.COOLING_OFF, notice_ends_at=COOL + 50)
    assert rules.step_at(told, COOL) is None
    assert rules.withdrawable_until(told, COOL) == COOL + 50
    assert rules.step_at(told, COOL + 50) is Step.SETTLE
    assert rules.step_at({**told, "notice_ends_at": 10**9}, GRACE + rules.LATEST + 1) is Step.FAIL


def test_demand_is_cut_before_anything_settles() -> None:
    cut = campaign(Stored.COOLING_OFF, demand=21)
    assert rules.step_at(cut, GRACE) is Step.ALLOCATE
    assert rules.step_at({**cut, "allocated_at": GRACE, "excess": 1}, COOL) is Step.RETURN_EXCESS
    assert rules.step_at({**cut, "allocated_at": GRACE, "excess": 0}, COOL) is Step.SETTLE


@given(
    asked=st.lists(st.integers(0, 10**9), min_size=1, max_size=6),
    maximum=st.integers(1, 10**9),
)
def test_a_cut_gives_out_exactly_the_maximum(asked: list[int], maximum: int) -> None:
    demand = sum(asked)
    by_door = {f"0x{place:040x}": units for place, units in enumerate(asked, 1)}
    if demand <= maximum:
        with pytest.raises(ValueError, match="does not exceed"):
            rules.cut_of(by_door, maximum)
        return
    cut = rules.cut_of(by_door, maximum)
    shares = {who: rules.share(units, who, demand, maximum, cut) for who, units in by_door.items()}
    assert sum(shares.values()) == maximum
    assert all(shares[who] <= units for who, units in by_door.items())


def test_what_was_raised_is_a_picture_of_steps() -> None:
    assert rules.rising([], 100, 40, since=0, until=10) is None
    assert rules.rising([(5, 50)], 100, 40, since=10, until=10) is None
    drawn = rules.rising([(5, 50), (10, 100)], 100, 40, since=0, until=10)
    assert drawn is not None
    assert (drawn.line, drawn.mark) == ("M0,100H500V50H1000V0H1000", 60)


def test_a_pledge_can_be_taken_back_until_cooling_off_ends() -> None:
    assert rules.withdrawable_until(campaign(Stored.READY), OPENS) == COOL
    assert rules.withdrawable_until(campaign(Stored.READY), OPENS - 1) == 0
    assert rules.withdrawable_until(campaign(Stored.COOLING_OFF), COOL) == 0


@given(sen=st.integers(0, 10**12), price=st.integers(1, 10**9))
def test_the_nearest_amounts_are_whole_units_around_it(sen: int, price: int) -> None:
    below, above = rules.nearest_amounts(sen, price)
    assert below % price == above % price == 0
    assert price <= below <= above <= max(below, sen + price)
    assert below <= max(sen, price)
    assert above >= sen
    if sen % price or not sen:
        with pytest.raises(NotAMultiple):
            rules.units_for(sen, price)
    else:
        assert rules.units_for(sen, price) * price == sen == below == above


@given(
    sen=st.integers(0, 10**13),
    limits=st.lists(st.integers(1, 0xFFFFFE), max_size=4, unique=True),
    rates=st.lists(st.integers(0, 1_000_000), min_size=5, max_size=5),
)
def test_the_fee_is_the_rulebooks(sen: int, limits: list[int], rates: list[int]) -> None:
    slabs = [Slab(each * 1_000_000, rate) for each, rate in zip(sorted(limits), rates, strict=False)]
    packed = rulebook.packed_slabs([*slabs, Slab(None, rates[-1])])
    assert rules.success_fee_down(packed, sen) == rulebook.success_fee_down(packed, sen)


def test_what_counts_towards_ceilings() -> None:
    def pledge(amount: int, issuer: str, at: int, failed: bool = False) -> dict[str, Any]:
        return {"amount": amount, "issuer": issuer, "first_at": at, "failed": failed}

    rows = [pledge(1, "a", 0), pledge(10, "a", 50), pledge(100, "b", 50), pledge(1000, "b", 50, failed=True)]
    now = rules.YEAR + 1
    assert rules.counted_to_date(rows, now) == 110
    assert rules.counted_to_date(rows, now, "a") == 11


def test_what_no_pledge_can_be() -> None:
    for units, least in ((0, 0), (1, 2), (5, 0), (1 << 64, 1)):
        with pytest.raises(Malformed):
            rules.require_units(units, least)
    assert len(rules.mint_reference(ZERO_ADDRESS)) == 32
