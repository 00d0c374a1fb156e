"""What a book must hold, reckoned from its orders alone: to be held against what it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from apps.securities.types import CERTIFICATES, certificate_key
from apps.trading import rules
from apps.trading.queries.markets import found
from apps.trading.types import DEALS, ORDERS, STANDING, DealState, Escrow, Side
from apps.vocabulary.types import Address

Row = Mapping[str, Any]


def escrow(address: Address) -> Escrow:
    """The money of standing bids, with the fees that they would add, and of fees that were not collected yet;
    the units of standing asks and open deals. Of everybody, and so for who watches the market as a whole.
    Raises NotFound.
    """
    market = found(address)
    orders = list(ORDERS.walk(where={"market": address, "state": list(STANDING)}))
    deals = list(DEALS.walk(where={"market": address, "state": DealState.OPEN}))
    bids = [each for each in orders if each["side"] == Side.BID]
    asks = [
        (each["certificate"], each["owner"], each["units"]) for each in orders if each["side"] == Side.ASK
    ]
    offered = [*asks, *((each["certificate"], each["seller"], each["units"]) for each in deals)]
    held = sum(
        rules.held_by_bid(each["fees"], each["units"], each["price"], each["proceeds"]) for each in bids
    )
    return Escrow(money=held + market["fees"], units=_still_owned(market["face"], offered))


def _still_owned(face: str, offered: Sequence[tuple[int, str, int]]) -> int:
    """The units of (certificate, owner, units): an order of the regulator may have taken one meanwhile."""
    known = CERTIFICATES.many([certificate_key(face, number) for number, _, _ in offered])
    return sum(
        units
        for (_, owner, units), each in zip(offered, known, strict=True)
        if each is not None and each["owner"] == owner
    )
