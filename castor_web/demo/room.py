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
from castor_web.demo.cast import (
    APPLICANTS,
    COMPANIES,
    INVESTORS,
    OPERATORS,
    ORGANISATIONS,
    Company,
    Investor,
    Organisation,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff; `code` is the next one that the portal accepts, None when it must be waited for."""

    name: str
    maker: bool
    code: str | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that the market's clock will make due: a chain second, and what then happens."""

    at: int
    what: str


def staff() -> list[tuple[Organisation, list[Member]]]:
    """Everybody's codes, organisation by organisation; empty before the market was played."""
    try:
        return [
            (
                each,
                [
                    Member(name, name == each.maker, accounts.demo_code(name))
                    for name in (each.maker, each.checker)
                ],
            )
            for each in ORGANISATIONS
        ]
    except NotFound:
        return []


def clients() -> list[tuple[str, list[Company | Investor]]]:
    """The clients who play here in groups, each with its heading: companies, each operator's investors,
    applicants.
    """
    groups: list[tuple[str, list[Company | Investor]]] = [(_("Companies"), [*COMPANIES])]
    for operator in OPERATORS:
        heading = _("Investors of %(operator)s") % {"operator": operator.name}
        groups.append((heading, [each for each in INVESTORS if each.operator == operator.name]))
    groups.append((_("Applicants, not admitted yet"), [*APPLICANTS]))
    here = accounts.known_clients(each.login for _, members in groups for each in members)
    present = ((heading, [each for each in members if each.login in here]) for heading, members in groups)
    return [(heading, members) for heading, members in present if members]


def next_deadline() -> Deadline | None:
    """The nearest one ahead, None when nothing waits."""
    now = rulebook.now()
    ahead = (each for each in (*_of_campaigns(), *_of_markets()) if each.at > now)
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


def _of_markets() -> Iterator[Deadline]:
    """A session begins or ends, or a market closes."""
    for each in trading.markets():
        if each.closes_at and not each.closed:
            yield Deadline(each.closes_at, _("The market of %(name)s closes.") % {"name": each.name})
        if each.moment.changes_at and not each.closed:
            said = _("Trading in %(name)s begins or ends: its session changes.")
            if each.moment.then_taken and not each.moment.taken:
                said = _("Orders in %(name)s are taken again.")
            elif each.moment.then_matched and not each.moment.matched:
                said = _("A session of %(name)s begins.")
            yield Deadline(each.moment.changes_at, said % {"name": each.name})
