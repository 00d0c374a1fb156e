"""What an order is made of, and what it would come to. Prices in sen per unit, times in chain seconds."""

from __future__ import annotations

from dataclasses import dataclass

from apps.trading.types import Side


@dataclass(frozen=True, slots=True)
class Lot:
    """A certificate of the viewer's that a market could take: `units` in it, of which so many are `offered`
    already; `free_from` in chain seconds when its moratorium is not over, else 0.
    """

    certificate: int
    units: int
    offered: int
    free_from: int

    @property
    def ready(self) -> bool:
        """Whether it can be offered now."""
        return not self.offered and not self.free_from


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order would come to, if all of it is filled at its limit: `amount` and `fee` in sen, `total`
    what is paid (a bid) or received (an ask); `holds` units and `spends` sen are left to the viewer then.
    `counts`: what a purchase counts towards (R24); `room`: sen that its issuer's ceiling leaves, None: all.
    `meets`: units that the book would fill at once as it stands, for `meets_for` sen.
    """

    side: Side
    units: int
    price: int
    amount: int
    fee: int
    total: int
    holds: int
    spends: int
    counts: int = 0
    room: int | None = None
    meets: int = 0
    meets_for: int = 0
