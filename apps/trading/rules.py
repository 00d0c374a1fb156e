"""Sessions, the price band and fees, as a page shows them beforehand. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from apps.rulebook.types import Sessions
from apps.trading.types import Moment
from apps.vocabulary.messages import gettext_noop

DAY: Final = 86_400
KUALA_LUMPUR: Final = 8 * 3600
"""Seconds that Kuala Lumpur is ahead of the chain's clock, all year."""
AHEAD: Final = 15
"""Days that are looked through for the next change of a session."""
MILLION: Final = 1_000_000
MOST_LEVELS: Final = (1 << 16) - 1
"""The highest price, in ticks."""

COUNTS: Final = (
    gettext_noop("it does not count towards your limits (rule R24)"),
    gettext_noop("it counts towards what you may put into one company (rules R4 and R24)"),
    gettext_noop("it counts towards what you may put into one company and over a year (rules R4, R4b, R24)"),
)
"""R24 by its figure, of a purchase."""

IsBusinessDay = Callable[[int], bool]


def trade_fee_down(schedule: int, proceeds: int) -> int:
    """R22: what the fee of one side comes to when its fills come to `proceeds` sen, as `Fees.tradeFeeDown`
    says: the schedule's rate (parts per million, 24 bits), at least its least fee (above), at most
    `proceeds`.
    """
    rate, least = schedule & 0xFFFFFF, schedule >> 24 & (1 << 64) - 1
    return min(proceeds, max(least, proceeds * min(rate, MILLION) // MILLION))


def held_by_bid(schedule: int, units: int, price: int, proceeds: int) -> int:
    """What a bid holds in escrow for the `units` that are left (sen): their price and the fee that they
    would add.
    """
    amount = units * price
    return amount + trade_fee_down(schedule, proceeds + amount) - trade_fee_down(schedule, proceeds)


def moment(sessions: Sessions, now: int, is_business_day: IsBusinessDay) -> Moment:
    """What is open at `now`, and when that changes next."""
    taken, matched = _open(sessions, now, is_business_day)
    for at in _edges(sessions, now):
        then = _open(sessions, at, is_business_day)
        if then != (taken, matched):
            return Moment(taken, matched, at, *then)
    return Moment(taken, matched, None, taken, matched)


def auction_due_from(called_at: int, interval: int) -> int:
    """R21: the first second of the next auction, sessions apart: `interval` seconds after the last one was
    called (0: never), or on the next day in Kuala Lumpur; as {BookOffice.sol}.
    """
    if not called_at:
        return 0
    if interval:
        return called_at + interval
    return ((called_at + KUALA_LUMPUR) // DAY + 1) * DAY - KUALA_LUMPUR


def next_matching(sessions: Sessions, since: int, is_business_day: IsBusinessDay) -> int | None:
    """The first second from `since` on at which orders are matched; None: not within two weeks."""
    if _open(sessions, since, is_business_day)[1]:
        return since
    return next((at for at in _edges(sessions, since) if _open(sessions, at, is_business_day)[1]), None)


def band(sessions: Sessions, reference: int, tick: int) -> tuple[int, int]:
    """R21: the lowest and the highest price (sen) around the last one; as `Sessions.isInBand`, in whole
    ticks.
    """
    level = reference // tick
    away = level * sessions.band // MILLION if sessions.band else MOST_LEVELS
    return max(level - away, 1) * tick, min(level + away, MOST_LEVELS) * tick


def latest_expiry(sessions: Sessions, now: int) -> int:
    """R21: the last second until which an order made now may run."""
    most = (1 << 32) - 1
    return min(most, now + sessions.longest * 3600) if sessions.longest else most


def course(trades: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The course of prices for a chart: one (second, price, units) for each second with a trade, the last
    price and all units of it. `trades` are the same, the oldest first.
    """
    found: dict[int, tuple[int, int]] = {}
    for at, price, units in trades:
        found[at] = (price, units + found.get(at, (0, 0))[1])
    return [(at, price, units) for at, (price, units) in found.items()]


def _open(sessions: Sessions, at: int, is_business_day: IsBusinessDay) -> tuple[bool, bool]:
    day, second = divmod(at + KUALA_LUMPUR, DAY)
    if sessions.business_days and not is_business_day(day):
        return False, False
    weekday, minute = (day + 3) % 7, second // 60
    taken = sessions.entry[0] <= weekday * 1440 + minute < sessions.entry[1]
    matched = weekday in sessions.days and sessions.hours[0] <= minute < sessions.hours[1]
    return taken, matched


def _edges(sessions: Sessions, now: int) -> Iterator[int]:
    """The moments after `now` at which something may change, in their order."""
    today = (now + KUALA_LUMPUR) // DAY
    minutes = {0, *sessions.hours, *(at % 1440 for at in sessions.entry)}
    for day in range(today, today + AHEAD):
        for minute in sorted(minutes):
            at = day * DAY + minute * 60 - KUALA_LUMPUR
            if at > now:
                yield at
