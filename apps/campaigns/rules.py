"""What a page must show before the contract is asked: state, amounts, fee. No I/O, no clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from apps.campaigns.errors import NotAMultiple, RateNotPlain
from apps.campaigns.types import Rise, State, Step, Stored, Sukuk
from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import ZERO_ADDRESS, Address

YEAR: Final = 365 * 24 * 3600
"""How long an amount counts towards the yearly ceiling (R4b, R5)."""
SETTLE_BATCH: Final = 20
REFUND_BATCH: Final = 50
TIDY_BATCH: Final = 50

ALLOCATE_BATCH: Final = 200
RETURN_BATCH: Final = 50
LATEST: Final = 90 * 24 * 3600
"""A campaign not settled so long after its close fails."""

_NO_LIMIT: Final = 0xFFFFFF
_SLAB_BITS: Final = 48
_TEN_THOUSAND_RINGGIT: Final = 1_000_000
_ALL: Final = 1_000_000

HIGHEST_RATE: Final = 500_000
MOST_PAYMENTS: Final = 120
"""`CampaignOfSukuk.sol`: a rate in parts per million a year, and how often it is paid at most."""
DECLARED_AHEAD: Final = 90 * 24 * 3600
"""`Dividend.sol`: how long before its day a payment may be declared."""
_PERCENT: Final = re.compile(r"(\d{1,2})(?:\.(\d{1,4}))?\s*%?\Z")


def state_at(campaign: Mapping[str, Any], now: int) -> State:
    """A campaign's state at a chain second, exactly as `Settlement.state()` derives it."""
    stored = Stored(campaign["state"])
    if stored is not Stored.READY:
        return State(stored)
    if now < campaign["opens_at"]:
        return State.READY
    return State.LIVE if now < campaign["closes_at"] else State.DUE


def step_at(campaign: Mapping[str, Any], now: int, *, trustee_revoked: bool = False) -> Step | None:
    """What anybody may push at a chain second, as the contract would accept it; None while nothing is due."""
    state = state_at(campaign, now)
    if state is State.FAILED:
        return Step.REFUND if campaign.get("refunding") else None
    if state is State.SETTLING:
        return Step.SETTLE
    running = state in (State.APPROVED, State.READY, State.LIVE, State.DUE, State.COOLING_OFF)
    if running and trustee_revoked:
        return Step.FAIL
    if state is State.APPROVED and now >= campaign["closes_at"]:
        return Step.FAIL
    if state is State.DUE:
        return Step.CLOSE if now >= campaign["grace_ends_at"] else None
    return _step_in_cooling_off(campaign, now) if state is State.COOLING_OFF else None


def _step_in_cooling_off(campaign: Mapping[str, Any], now: int) -> Step | None:
    if now > campaign["closed_at"] + LATEST:
        return Step.FAIL
    if is_cut(campaign) and campaign.get("allocated_at") is None:
        return Step.ALLOCATE
    if campaign.get("excess"):
        return Step.RETURN_EXCESS
    if now < exit_ends_at(campaign):
        return None
    return Step.SETTLE if campaign["units_pledged"] >= campaign["minimum"] else Step.FAIL


def exit_ends_at(campaign: Mapping[str, Any]) -> int:
    """Until when (chain seconds) a pledge may be taken back and nothing settles: cooling-off (R10) or an
    adverse notice (R11), whichever ends later. Before the approval 0.
    """
    return max(campaign.get("cooling_off_ends_at") or 0, campaign.get("notice_ends_at") or 0)


def takes_pledges(campaign: Mapping[str, Any], now: int) -> bool:
    """Whether anybody may pledge."""
    return state_at(campaign, now) is State.LIVE


def takes_late_money(campaign: Mapping[str, Any], now: int) -> bool:
    """Whether a pledge that was announced before the close still counts: in the grace after it."""
    return state_at(campaign, now) is State.DUE and now < campaign["grace_ends_at"]


def is_public(campaign: Mapping[str, Any]) -> bool:
    """Whether everybody may see it: once its operator has approved it."""
    return campaign.get("approved_at") is not None


def withdrawable_until(campaign: Mapping[str, Any], now: int) -> int:
    """The chain second until which a pledge may be taken back (R10, R11); 0 when it no longer may."""
    ends_at = exit_ends_at(campaign)
    open_states = (State.LIVE, State.DUE, State.COOLING_OFF)
    return ends_at if state_at(campaign, now) in open_states and now < ends_at else 0


# -- amounts


def nearest_amounts(sen: int, price: int) -> tuple[int, int]:
    """The whole numbers of units, as sen, below and above an amount: both the amount itself when it is one.
    Below is never less than one unit.
    """
    below = max(sen // price, 1) * price
    return below, below if below >= sen else below + price


def units_for(sen: int, price: int) -> int:
    """The units that an amount buys. Raises NotAMultiple with the nearest amounts that are valid."""
    if sen <= 0 or sen % price:
        below, above = nearest_amounts(max(sen, 0), price)
        raise NotAMultiple(below=below, above=above, price=price)
    return sen // price


def hundredths_of_percent(units: int, supply: int) -> int:
    """A part of a class in hundredths of a percent, rounded down; 0 of an empty class."""
    return units * 10_000 // supply if supply else 0


def require_units(units: int, least: int) -> None:
    """Raises Malformed unless 0 < least <= units, and both fit into the contract's word."""
    if not 0 < least <= units < 1 << 64:
        raise Malformed(
            gettext_noop("A pledge names more than no units, and a least that is not above them.")
        )


def success_fee_down(slabs: int, sen: int) -> int:
    """R16: the success fee in sen on a whole amount, rounded down, as `Fees.successFeeDown` counts it."""
    while slabs:
        up_to = slabs >> 24 & _NO_LIMIT
        if up_to == _NO_LIMIT or sen <= up_to * _TEN_THOUSAND_RINGGIT:
            return sen * min(slabs & _NO_LIMIT, _ALL) // _ALL
        slabs >>= _SLAB_BITS
    return 0


def counted_to_date(pledges: Sequence[Mapping[str, Any]], now: int, issuer: str | None = None) -> int:
    """What a person's pledges count towards a ceiling once the rulebook has been tidied, in sen.

    `pledges` are those that stand, wait or were delivered, each with its campaign's issuer and whether the
    campaign failed. Towards one issuer's ceiling (R4) they count for ever, else for a year (R4b, R5).
    """
    return sum(
        each["amount"]
        for each in pledges
        if not each["failed"] and (each["issuer"] == issuer if issuer else now < each["first_at"] + YEAR)
    )


# -- a sukuk


def read_rate(text: str) -> int:
    """A rate a year as somebody typed it (`6`, `6.25 %`), in parts per million. Raises RateNotPlain."""
    found = _PERCENT.match(text.strip())
    rate = int(found[1]) * 10_000 + int((found[2] or "").ljust(4, "0")) if found else 0
    if not 0 < rate <= HIGHEST_RATE:
        raise RateNotPlain
    return rate


def schedule(terms: Sukuk, closes_at: int, price: int) -> list[tuple[int, int]]:
    """When each payment of a sukuk falls due (chain seconds), and what it is for a unit (hundredths of a
    sen): profit in equal periods from the close to the maturity, and there the principal. Exactly as
    `DividendOfSukuk.sol` computes it, rounded down; `price` in sen.
    """
    life, whole = terms.matures_at - closes_at, price * 100
    ends = [closes_at + life * each // terms.payments for each in range(terms.payments + 1)]
    profit = [(end, whole * terms.rate * (end - begin) // (_ALL * YEAR)) for begin, end in pairwise(ends)]
    return [*profit, (terms.matures_at, whole)]


# -- shares pro rata


class Cut(NamedTuple):
    """Where the larger remainders end: who has a larger one, or this one and an address up to `last`, gets
    one unit more than rounded down.
    """

    remainder: int
    last: str


def is_cut(campaign: Mapping[str, Any]) -> bool:
    """Whether the close found more demand than there is."""
    return bool(campaign.get("demand", 0) > campaign["maximum"])


def share(asked: int, investor: str, demand: int, maximum: int, cut: Cut) -> int:
    """The units of one who asked for so many, by largest remainder, as `ProRata._share` counts them."""
    units, rest = divmod(asked * maximum, demand)
    more = rest > cut.remainder or (rest == cut.remainder and int(investor, 16) <= int(cut.last, 16))
    return units + more


def cut_of(asked: Mapping[str, int], maximum: int) -> Cut:
    """The only cut that gives out exactly `maximum` units to investors who `asked` for more in all; ties go
    by address. Raises ValueError where there is nothing to cut.
    """
    demand = sum(asked.values())
    if demand <= maximum:
        raise ValueError("demand does not exceed the maximum")
    rests = sorted(((-(units * maximum % demand), int(who, 16), who) for who, units in asked.items()))
    left = maximum - sum(units * maximum // demand for units in asked.values())
    if left == 0:  # no remainder reaches the demand: nobody has one unit more
        return Cut(demand, ZERO_ADDRESS)
    negative, _, last = rests[left - 1]
    return Cut(-negative, last)


# -- pictures


def rising(
    course: Sequence[tuple[int, int]], whole: int, least: int, *, since: int, until: int
) -> Rise | None:
    """Steps of (chain second, sen raised by then) as a picture from `since` to `until`, `whole` sen high,
    with a mark at `least`; None of no step, or where either is nothing.
    """
    if not course or whole <= 0 or until <= since:
        return None
    steps = [
        ((min(max(at, since), until) - since) * 1000 // (until - since), 100 - min(sen, whole) * 100 // whole)
        for at, sen in course
    ]
    line = "M0,100" + "".join(f"H{x}V{y}" for x, y in steps) + "H1000"
    return Rise(line, f"{line}V100H0Z", 100 - least * 100 // whole, since, until)


# -- words for the chain


def mint_reference(campaign: Address) -> bytes:
    """The reference under which the units of a campaign are minted: the same each time, so that the contract
    takes it once.
    """
    return hashlib.sha256(b"castor units " + bytes.fromhex(campaign[2:])).digest()
