"""A campaign that is over-subscribed: units are shared out by largest remainder, the rest goes back."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Final

from apps.campaigns import rules
from apps.vocabulary.types import Address
from castor_web.demo.cast import INVESTORS, Investor
from castor_web.demo.client import Declined
from castor_web.demo.market import SETTLES_WITHIN, Market, WrongFigure

ISSUER: Final = "intan"
PERCENT: Final = 12
"""How much of its first deposit each who asks asks for."""
_ASK: Final = ("ivan", "chong", "devi", "farah", "hana", "kumar")
_STRANGER: Final = "ong"
"""Who has no part in it, and pushes it all the same."""


def asking() -> list[Investor]:
    """Who asks for units."""
    return [each for each in INVESTORS if each.login in _ASK]


def shares(market: Market, campaign: Address, asked: dict[str, int]) -> dict[str, int]:
    """What each is to get of what it asked for, counted here as anybody can. Raises WrongFigure where
    there is enough for all.
    """
    maximum, demand = int(market.campaign(campaign)["maximum"]), sum(asked.values())
    if demand <= maximum:
        raise WrongFigure(f"{demand} units are asked for of {maximum}: nothing is to be shared out.")
    doors = {login: str(market.clients[login].get("accounts/me")["door"]) for login in asked}
    cut = rules.cut_of({doors[login]: units for login, units in asked.items()}, maximum)
    return {login: rules.share(units, doors[login], demand, maximum, cut) for login, units in asked.items()}


def push_through(market: Market, campaign: Address) -> None:
    """Who has no part in it pushes the campaign to its end: shared out, the excess returned, settled.
    The worker does so too; whoever is faster. Raises WrongFigure when it takes too long.
    """
    stranger, end = market.clients[_STRANGER], time.monotonic() + SETTLES_WITHIN
    while market.campaign(campaign)["state"] != "settled":
        if time.monotonic() > end:
            raise WrongFigure(f"{market.campaign(campaign)['title']} was not settled in {SETTLES_WITHIN} s.")
        with suppress(Declined):
            stranger.followed(stranger.post(f"campaigns/{campaign}/push")["id"])
        time.sleep(0.1)
