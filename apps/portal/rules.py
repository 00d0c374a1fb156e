"""Where each role can go, and what lists are narrowed to. A place is a URL name; one that no app serves is
left out by the query.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_noop

from apps.ledger.types import ActState
from apps.vocabulary.types import Role

ACT_GROUPS: dict[str, tuple[ActState, ...]] = {
    "waiting": (ActState.PROPOSED,),
    "under-way": (ActState.QUEUED, ActState.SENT, ActState.MINED),
    "done": (ActState.FINAL,),
    "stopped": (ActState.REFUSED, ActState.REJECTED, ActState.EXPIRED),
}
"""What a list of acts can be narrowed to."""
ACT_GROUP_NAMES: dict[str, str] = {
    "waiting": gettext_noop("Waiting for a colleague"),
    "under-way": gettext_noop("On their way"),
    "done": gettext_noop("Done"),
    "stopped": gettext_noop("Refused, rejected or too late"),
}


class Place(NamedTuple):
    """A URL name, its label (a message id) and its icon."""

    name: str
    label: str
    icon: str


HOME = Place("portal:home", gettext_noop("Home"), "home")
CAMPAIGNS = Place("campaigns:list", gettext_noop("Campaigns"), "rocket")
MARKET = Place("trading:list", gettext_noop("Market"), "arrows-exchange")
ACTIONS = Place("securities:actions", gettext_noop("Dividends and votes"), "gavel")
ADMIN = Place("admin:index", gettext_noop("Work queues"), "clipboard-list")

APPROVALS = Place("portal:approvals", gettext_noop("Approvals"), "user-check")

HOW = Place("portal:how", gettext_noop("How it works"), "bulb")

APPLYING = (HOME, Place("kyc:tasks", gettext_noop("Your application"), "id-badge"), CAMPAIGNS, MARKET, HOW)
"""Where a client can go before it is admitted."""

PLACES: dict[Role, tuple[Place, ...]] = {
    Role.NONE: (CAMPAIGNS, MARKET, HOW),
    Role.INVESTOR: (
        HOME,
        CAMPAIGNS,
        MARKET,
        Place("treasury:wallet", gettext_noop("Wallet"), "wallet"),
        Place("securities:portfolio", gettext_noop("Portfolio"), "chart-pie"),
        ACTIONS,
    ),
    Role.ISSUER: (
        HOME,
        Place("campaigns:mine", gettext_noop("My campaigns"), "rocket"),
        Place("securities:cap-tables", gettext_noop("Shareholders"), "users"),
        ACTIONS,
        MARKET,
        Place("treasury:wallet", gettext_noop("Wallet"), "wallet"),
    ),
    Role.OPERATOR: (
        HOME,
        ADMIN,
        APPROVALS,
        CAMPAIGNS,
        MARKET,
        Place("admin:clients", gettext_noop("Clients"), "users"),
        Place("treasury:wallet", gettext_noop("Fees"), "coins"),
    ),
    Role.TRUSTEE: (
        HOME,
        APPROVALS,
        Place("treasury:office", gettext_noop("Back office"), "building-bank"),
        Place("campaigns:office", gettext_noop("Equity"), "certificate"),
        ACTIONS,
        CAMPAIGNS,
        Place("admin:clients", gettext_noop("Clients"), "users"),
    ),
    Role.REGULATOR: (
        HOME,
        APPROVALS,
        Place("supervision:board", gettext_noop("Live board"), "activity"),
        Place("participants:tree", gettext_noop("Participants"), "hierarchy"),
        CAMPAIGNS,
        MARKET,
        Place("rulebook:figures", gettext_noop("Rulebook"), "book"),
    ),
}
