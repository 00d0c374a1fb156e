"""What anybody may push on a market: matching, an auction's next part, orders that are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.securities.types import CERTIFICATES, CLASSES, certificate_key
from apps.trading import rules
from apps.trading.queries.markets import crosses, found, moments
from apps.trading.types import DEALS, MARKETS, ORDERS, STANDING, DealState, Form, OrderState, Phase, Side
from apps.vocabulary.types import Address

MOST = 50
"""Orders of one market that are pushed in one round."""
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
        yield from _steps(each, open_now[each["form"]][0].matched, now)


def step_of(market: Address) -> Due | None:
    """What is due first on one market, for whoever pushes it. Raises NoSuchMarket."""
    row = found(market)
    moment, _ = moments([row])[row["form"]]
    return next(_steps(row, moment.matched, participants.chain_time()), None)


def to_reenter() -> Iterator[Due]:
    """Orders that lost their place for a reason that has passed, as far as the read model knows: one that is
    not fit yet never keeps another waiting.
    """
    now = participants.chain_time()
    parked = ORDERS.walk(order="placed_at", where={"state": OrderState.PARKED})
    fit = (each for each in parked if each["why"] in FIT_AGAIN and _may_be_fit(each, now))
    for each in islice(fit, MOST):
        yield Due(Address(each["market"]), "reenter", each["number"])


def _may_be_fit(order: Row, now: int) -> bool:
    if not participants.is_active(Address(order["owner"]), now):
        return False
    if order["side"] == Side.BID:
        return True
    lot = CERTIFICATES.get(certificate_key(order["face"], order["certificate"]))
    return lot is not None and lot["order"] is None and lot["locked_until"] <= now


def _steps(market: Row, matched: bool, now: int) -> Iterator[Due]:
    address = Address(market["address"])
    if _push_is_due(market, matched, now):
        yield Due(address, "push", BATCH)
    if market["phase"] == Phase.OPEN:
        yield from (Due(address, "end", number) for number in islice(_over(market, now), MOST))


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
    return now >= rules.auction_due_from(market["called_at"], rulebook.figure("R21-auction"))


def _is_closed(market: Row, now: int) -> bool:
    return bool(market["closes_at"]) and market["closes_at"] <= now


def _over(market: Row, now: int) -> Iterator[int]:
    """The numbers of orders and negotiated trades that anybody may end. What a bid holds cannot go to an
    owner who is frozen: it waits, and keeps no other waiting.
    """
    where: dict[str, Any] = {"market": market["address"]}
    parked, offered = {**where, "state": OrderState.PARKED}, {**where, "state": DealState.OPEN}
    if _is_closed(market, now):
        orders, deals = ORDERS.walk(where=parked), DEALS.walk(where=offered)
    else:
        standing = {**where, "state": list(STANDING)}
        late = ORDERS.walk(order="expires_at", where=standing, high=now - 1)
        left = (each for each in ORDERS.walk(where=parked) if each["expires_at"] >= now)
        orders = chain(late, (each for each in left if each["why"] in OVER))
        deals = DEALS.walk(order="expires_at", where=offered, high=now - 1)
    free = (each for each in orders if each["side"] != Side.BID or not _is_frozen(each["owner"], now))
    yield from (each["number"] for each in chain(free, deals))


def _is_frozen(door: str, now: int) -> bool:
    who = participants.participants_at([door]).get(door)
    return who is not None and who.frozen_until > now
