"""How prices are drawn. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

from apps.trading.types import Chart, Dot

ACROSS, DOWN = 1000, 100
MARGIN = 8
"""Room above the highest price and below the lowest one, so that no line is cut."""


def chart(course: Sequence[tuple[int, int]]) -> Chart | None:
    """Draws (chain second, sen per unit) pairs, the oldest first, as steps: a price holds until the next
    trade. None without a trade.
    """
    if not course:
        return None
    times, prices = [at for at, _ in course], [price for _, price in course]
    dots = tuple(
        Dot(_across(at, times[0], times[-1]), _down(price, min(prices), max(prices))) for at, price in course
    )
    line = f"M{dots[0].x},{dots[0].y}" + "".join(f"H{each.x}V{each.y}" for each in dots[1:])
    area = f"{line}V{DOWN}H{dots[0].x}Z"
    return Chart(line, area, dots, min(prices), max(prices), times[0], times[-1])


def _across(at: int, first: int, last: int) -> int:
    """Between the sides; in the middle when all is one moment."""
    return (at - first) * ACROSS // (last - first) if last > first else ACROSS // 2


def _down(price: int, low: int, high: int) -> int:
    """Between the margins, high prices up; in the middle when there is one price."""
    room = DOWN - 2 * MARGIN
    return MARGIN + (high - price) * room // (high - low) if high > low else DOWN // 2
