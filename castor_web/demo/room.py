"""What the demo room shows: who can sign in, with which code, and what the market's clock waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from apps.accounts import queries as accounts
from apps.campaigns import queries as campaigns
from apps.campaigns.types import Campaign, State
from apps.rulebook import queries as rulebook
from apps.trading import queries as trading
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import VISITOR
from castor_web.demo.cast import ORGANISATIONS, Organisation


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff; `code` is the next one that the portal accepts, None when it must be waited for."""

    name: str
    organisation: Organisation
    maker: bool
    code: str | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that the market's clock will make due: a chain second, and what then happens."""

    at: int
    what: str


def staff() -> list[Member]:
    """Everybody's codes, organisation by organisation; empty before the market was played."""
    try:
        return [
            Member(name, each, name == each.maker, accounts.demo_code(name))
            for each in ORGANISATIONS
            for name in (each.maker, each.checker)
        ]
    except NotFound:
        return []


def next_deadline() -> Deadline | None:
    """The nearest one ahead, None when nothing waits."""
    now = rulebook.now()
    ahead = (each for each in (*_of_campaigns(), *_of_offers()) if each.at > now)
    return min(ahead, key=lambda each: each.at, default=None)


_MOMENTS: Final = {
    State.READY: ("opens_at", "opens"),
    State.LIVE: ("closes_at", "closes"),
    State.COOLING_OFF: ("cooling_off_ends_at", "cools"),
}


def _of_campaigns() -> Iterator[Deadline]:
    for each in campaigns.campaigns(states=tuple(_MOMENTS)).rows:
        moment, what = _MOMENTS[each.state]
        at = getattr(each, moment)
        if at:
            yield Deadline(at, _said(what, each))


def _said(what: str, campaign: Campaign) -> str:
    said = {
        "opens": _("“%(title)s” opens."),
        "closes": _("“%(title)s” closes."),
        "cools": _("Cooling-off of “%(title)s” ends."),
    }[what]
    return said % {"title": campaign.title}


def _of_offers() -> Iterator[Deadline]:
    for market in trading.markets():
        for offer in trading.book(VISITOR, market.address):
            yield Deadline(offer.expires_at, _("An offer of %(name)s units expires.") % {"name": market.name})
