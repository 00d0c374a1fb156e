"""When a market takes and matches orders, and when that changes next; the band; the fees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from apps.rulebook.services import PSTX
from apps.rulebook.types import Sessions
from apps.trading import rules

ALWAYS = Sessions(0, (0, 10_080), frozenset(range(7)), (0, 1_440), business_days=False, longest=0)


def at(text: str) -> int:
    """A moment of October 2026 in Kuala Lumpur; the 12th is a Monday."""
    return int(
        datetime.strptime(f"2026-10-{text}", "%Y-%m-%d %H:%M")
        .replace(tzinfo=ZoneInfo("Asia/Kuala_Lumpur"))
        .timestamp()
    )


def every_day(day: int) -> bool:
    return True


@pytest.mark.parametrize(
    ("now", "taken", "matched", "changes", "then"),
    [
        ("12 09:00", False, False, "13 10:00", (True, False)),
        ("13 10:00", True, False, "14 10:00", (True, True)),
        ("14 10:00", True, True, "14 17:00", (True, False)),
        ("14 20:00", True, False, "15 10:00", (True, True)),
        ("15 16:59", True, True, "15 17:00", (False, False)),
        ("15 17:00", False, False, "20 10:00", (True, False)),
    ],
)
def test_a_week_of_sessions(
    now: str, taken: bool, matched: bool, changes: str, then: tuple[bool, bool]
) -> None:
    found = rules.moment(PSTX, at(now), every_day)
    assert (found.taken, found.matched) == (taken, matched)
    assert found.changes_at == at(changes)
    assert (found.then_taken, found.then_matched) == then


def test_a_holiday_has_no_session() -> None:
    wednesday = (at("14 12:00") + rules.KUALA_LUMPUR) // rules.DAY
    found = rules.moment(PSTX, at("14 12:00"), lambda day: day != wednesday)
    assert (found.taken, found.matched) == (False, False)
    assert found.changes_at == at("15 00:00")
    assert rules.moment(replace(PSTX, business_days=False), at("14 12:00"), lambda day: False).matched


def test_what_is_always_open_never_changes() -> None:
    found = rules.moment(ALWAYS, at("14 12:00"), every_day)
    assert (found.taken, found.matched, found.changes_at) == (True, True, None)


def test_the_band_is_in_whole_ticks_around_the_last_price() -> None:
    assert rules.band(PSTX, 500, 5) == (400, 600)
    assert rules.band(PSTX, 510, 10) == (410, 610)
    assert rules.band(PSTX, 10, 10) == (10, 10)
    assert rules.band(ALWAYS, 500, 5) == (5, 65_535 * 5)


def test_an_order_lives_as_long_as_the_rulebook_says() -> None:
    assert rules.latest_expiry(PSTX, 1_000) == 1_000 + 28 * 86_400
    assert rules.latest_expiry(ALWAYS, 1_000) == 2**32 - 1


@pytest.mark.parametrize(
    ("proceeds", "fee"), [(0, 0), (300, 300), (12_000, 500), (100_000, 1_250), (100_079, 1_250)]
)
def test_a_fee_is_at_least_the_least_one_and_at_most_all(proceeds: int, fee: int) -> None:
    assert rules.trade_fee_down(500 << 24 | 12_500, proceeds) == fee


def test_a_bid_that_has_paid_the_least_fee_holds_no_second_one() -> None:
    schedule = 500 << 24 | 12_500
    assert rules.held_by_bid(schedule, 10, 300, 0) == 3_500
    assert rules.held_by_bid(schedule, 10, 300, 12_000) == 3_000
