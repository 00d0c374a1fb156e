"""What is told to whoever holds a class or trades it: by its company, and by its market."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apps.campaigns import queries as campaigns
from apps.securities import queries as securities
from apps.trading.queries.markets import happenings
from apps.trading.types import Announcement, HappeningView, MarketView
from apps.vocabulary.types import Address, Viewer

SHOWN = 10
MOST = 200
CONVERSION_NOTICE = 7 * 86_400
"""Seconds between what an issuer asks and what its trustee can confirm: `NOTICE` of Classes.sol."""
EXPLAINED_WITHIN = 86_400
"""R23: seconds within which a company says why its market is halted."""


def announcements(viewer: Viewer, market: MarketView) -> list[Announcement]:
    """All of it, the newest first; of votes those that the viewer takes part in or oversees."""
    of_market = happenings(market.address, limit=MOST)
    told = [Announcement(each.what, each.at, happening=each) for each in of_market if not _is_routine(each)]
    told += _of_company(viewer, market.face)
    return sorted(told, key=lambda each: each.at, reverse=True)[:MOST]


def explained_by(market: MarketView, told: Sequence[Announcement]) -> int | None:
    """R23: until when (chain seconds) the company has to say why its market is halted; None where it is not,
    or where the company has told something since.
    """
    if market.halted is None:
        return None
    halted_at = max((each.at for each in told if each.what == "halted"), default=0)
    if any(each.happening is None and each.at >= halted_at for each in told):
        return None
    return halted_at + EXPLAINED_WITHIN


def _is_routine(each: HappeningView) -> bool:
    """An auction's price says enough of it, where it found one."""
    return each.what == "called" or (each.what == "auction-ended" and each.why != "abandoned")


def _of_company(viewer: Viewer, face: Address) -> Iterable[Announcement]:
    for each in campaigns.announced(face):
        yield Announcement(each.what, each.at, each.title, each.campaign)
    asked = securities.share_class(face).conversion
    if asked is not None:
        what, at = ("conversion", asked.earliest)
        if not asked.begun:
            what, at = ("conversion-asked", asked.earliest - CONVERSION_NOTICE)
        yield Announcement(what, at, f"{asked.denominator:,} → {asked.numerator:,}", face)
    actions = securities.actions_of(viewer, face)
    for dividend in actions.dividends:
        yield Announcement("dividend", dividend.declared_at, dividend.title, dividend.address)
    for ballot in actions.ballots:
        yield Announcement("vote", ballot.posed_at, ballot.title, ballot.address)
