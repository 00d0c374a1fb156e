"""What anybody may push on a market: matching, an auction's next part, orders that are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.securities.types import CLASSES
from apps.trading import rules
from apps.trading.queries.markets import crosses, moments
from apps.trading.types import DEALS, MARKETS, ORDERS, STANDING, DealState, Form, OrderState, Phase
from apps.vocabulary.types import Address

MOST = 50
"""Orders of one kind that are looked at in one round."""
BATCH = 20
"""Orders that one push touches at most."""
LONGEST_AUCTION = 3600
"""`LONGEST_AUCTION` of Queue.sol: a push then abandons it."""
FIT_AGAIN = ("ineligible", "frozen", "locked")
"""Why an order may have lost its place and be fit again by itself."""
OVER = ("closed", "converted", "ordered", "expired")
"""Why an order may have lost its place for good, and be held by a freeze alone."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """A step of a market: `call` is `push`, `end` or `reenter`; `number` how many orders, or which one."""

    market: Address
    call: str
    number: int


def due() -> Iterator[Due]:
    """What time and the book make due now, market by market."""
    now = participants.chain_time()
    rows = list(MARKETS.walk())
    open_now = moments(rows)
    for each in rows:
        address = Address(each["address"])
        if _push_is_due(each, open_now[each["form"]][0].matched, now):
            yield Due(address, "push", BATCH)
        if each["phase"] == Phase.OPEN:
            yield from (Due(address, "end", number) for number in _over(each, now))


def to_reenter() -> Iterator[Due]:
    """Orders that lost their place for a reason that may have passed."""
    where = {"state": OrderState.PARKED}
    for each in ORDERS.page(order="placed_at", where=where, limit=MOST).rows:
        if each["why"] in FIT_AGAIN:
            yield Due(Address(each["market"]), "reenter", each["number"])


def _push_is_due(market: Row, matched: bool, now: int) -> bool:
    if _is_closed(market, now):
        return bool(market["orders"])
    share_class = CLASSES.get(market["face"])
    if share_class is not None and share_class["epoch"] != market["epoch"]:
        return True
    if market["halted"] is not None or not rulebook.permits_trading(Address(market["operator"])):
        return _is_stuck(market, now)
    if market["phase"] != Phase.OPEN:
        return True
    may = matched and (market["form"] == Form.CONTINUOUS or _auction_is_due(market, now))
    return may and crosses(market["address"])


def _is_stuck(market: Row, now: int) -> bool:
    return bool(market["phase"] != Phase.OPEN and now > market["called_at"] + LONGEST_AUCTION)


def _auction_is_due(market: Row, now: int) -> bool:
    """R21: so many seconds after the last, or once a day in Kuala Lumpur."""
    last: int = market["called_at"]
    interval = rulebook.figure("R21-auction")
    if interval:
        return now >= last + interval
    return (now + rules.KUALA_LUMPUR) // rules.DAY > (last + rules.KUALA_LUMPUR) // rules.DAY


def _is_closed(market: Row, now: int) -> bool:
    return bool(market["closes_at"]) and market["closes_at"] <= now


def _over(market: Row, now: int) -> Iterator[int]:
    """The numbers of orders and negotiated trades that anybody may end."""
    where: dict[str, Any] = {"market": market["address"]}
    if _is_closed(market, now):
        parked = ORDERS.page(where={**where, "state": OrderState.PARKED}, limit=MOST).rows
        deals = DEALS.page(where={**where, "state": DealState.OPEN}, limit=MOST).rows
    else:
        orders = {**where, "state": list(STANDING)}
        parked = ORDERS.page(order="expires_at", where=orders, high=now - 1, limit=MOST).rows
        offered = {**where, "state": DealState.OPEN}
        deals = DEALS.page(order="expires_at", where=offered, high=now - 1, limit=MOST).rows
        left = ORDERS.page(where={**where, "state": OrderState.PARKED}, limit=MOST).rows
        parked += [each for each in left if each["why"] in OVER and each["expires_at"] >= now]
    yield from (each["number"] for each in (*parked, *deals))
