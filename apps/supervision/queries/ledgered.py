"""The figures that the market's promises are held against: of what was touched, or of everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.campaigns.types import CAMPAIGNS, PLEDGES, Allocation, PledgeState
from apps.ledger import queries as ledger
from apps.ledger.feeds import FEED
from apps.securities.types import CERTIFICATES, CLASSES, HOLDINGS
from apps.supervision.types.facts import BookFacts, ClassFacts, EscrowFacts, Ledgered, SupplyFacts
from apps.trading import queries as trading
from apps.trading.types import MARKETS
from apps.treasury import queries as treasury
from apps.treasury.types import BALANCES, SUPPLIES, balance_key
from apps.vocabulary.types import Address

MOST_COUNTED = 500
"""A campaign's pledges, a class's holders or a book's orders that are added up after a block; more wait for
the count of everything.
"""
EVENTS_READ = 20_000
"""A look that finds more lines than this since the last one counts everything instead."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What happened since a moment: the classes, campaigns and order books that lines name, who pledged or
    was renewed, and whether a figure of the rulebook changed. `everything`: there was too much to read.
    """

    faces: frozenset[str] = frozenset()
    campaigns: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()
    doors: frozenset[str] = frozenset()
    ruled: bool = False
    everything: bool = False


_WHO = {"Pledged": "investor", "Renewed": "door"}


def touched(since: int) -> Touched:
    """What the feed tells of from `since` on (chain seconds)."""
    faces, campaigns, markets, doors = set[str](), set[str](), set[str](), set[str]()
    ruled = False
    for read, line in enumerate(FEED.walk(order="at", low=since)):
        if read >= EVENTS_READ:
            return Touched(everything=True)
        said = line["arguments"]
        faces |= {said["face"]} if "face" in said else set()
        campaigns |= {said["campaign"]} if "campaign" in said else set()
        markets |= {said["market"]} if "market" in said else set()
        named = _WHO.get(line["sentence"])
        doors |= {said[named]} if named else set()
        ruled |= line["sentence"] == "RuleSet"
    sold = {each["face"] for each in CAMPAIGNS.many(sorted(campaigns)) if each}
    return Touched(frozenset(faces | sold), frozenset(campaigns), frozenset(markets), frozenset(doors), ruled)


def ledgered(changed: Touched | None, also: Iterable[str] = (), *, counted: bool = False) -> Ledgered:
    """The figures of what was touched, and of `also` (what was broken before); None: of everything.
    `counted`: all that is looked at is added up, however much it is.
    """
    whole = changed is None or changed.everything
    again = frozenset(also)
    faces = None if whole or changed is None else changed.faces | again
    campaigns = None if whole or changed is None else changed.campaigns | again
    markets = None if whole or changed is None else changed.markets | again
    return Ledgered(
        supplies=tuple(_supplies(counted=whole or counted)),
        classes=tuple(_class(each, whole or counted) for each in _documents(CLASSES, faces)),
        escrows=tuple(_escrow(each, whole or counted) for each in _documents(CAMPAIGNS, campaigns)),
        books=tuple(_book(each, whole or counted) for each in _documents(MARKETS, markets)),
    )


# -- parts ----------------------------------------------------------------------------------------------


def _documents(collection: Any, keys: frozenset[str] | None) -> Iterator[Mapping[str, Any]]:
    if keys is None:
        yield from collection.walk()
    else:
        yield from (each for each in collection.many(sorted(keys)) if each is not None)


def _supplies(*, counted: bool) -> Iterator[SupplyFacts]:
    market = ledger.market()
    for each in SUPPLIES.walk():
        escrow = BALANCES.get(balance_key(each["token"], market.master)) if market else None
        yield SupplyFacts(
            token=each["token"],
            supply=each["supply"],
            minted=each["minted"],
            burned=each["burned"],
            holdings=each["holdings"],
            withdrawing=each["withdrawing"],
            in_escrow=escrow["balance"] if escrow else 0,
            counted=treasury.holdings_by_walk(Address(each["token"])) if counted else None,
        )


def _class(found: Mapping[str, Any], whole: bool) -> ClassFacts:
    face = found["face"]
    if not whole and found["holders"] > MOST_COUNTED:
        return ClassFacts(face, found["units"], found["units"], found["units"])
    certificates = list(CERTIFICATES.walk(where={"face": face}))
    return ClassFacts(
        face=face,
        units=found["units"],
        in_certificates=sum(each["units"] for each in certificates),
        held=sum(each["units"] for each in HOLDINGS.walk(where={"face": face})),
        overdrawn=tuple(
            each["number"] for each in certificates if each["held_units"] > each["units"] or each["units"] < 1
        ),
    )


def _escrow(found: Mapping[str, Any], whole: bool) -> EscrowFacts:
    campaign = found["address"]
    held = BALANCES.get(balance_key(found["money"], campaign))
    if not whole and found["investors"] > MOST_COUNTED:
        pledged = found["raised"]
    else:
        standing = {"campaign": campaign, "state": PledgeState.STANDING}
        pledged = sum(each["amount"] for each in PLEDGES.walk(where=standing))
    return EscrowFacts(
        campaign=campaign,
        state=found["state"],
        balance=held["balance"] if held else 0,
        raised=found["raised"],
        pledged=pledged,
        owed=sum(found.get("owed", {}).values()),
        units=found["units_pledged"],
        maximum=found["maximum"],
        pro_rata=found["allocation"] == Allocation.PRO_RATA,
    )


def _book(found: Mapping[str, Any], whole: bool) -> BookFacts:
    market = Address(found["address"])
    account = BALANCES.get(balance_key(found["money"], market))
    balance = account["balance"] if account else 0
    if not whole and found["orders"] > MOST_COUNTED:
        return BookFacts(market, balance, balance, 0, 0)
    owed = trading.escrow(market)
    encumbered = sum(each["held_units"] for each in CERTIFICATES.walk(where={"held_by": market}))
    return BookFacts(market, balance, owed.money, encumbered, owed.units)
