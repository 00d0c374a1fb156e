"""The market while it is played: who is signed in, what the portal tells, and whether it adds up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from apps.vocabulary.types import Address
from castor_web.demo.cast import Organisation
from castor_web.demo.chain import DevelopmentChain
from castor_web.demo.client import ClientSession, Session
from castor_web.demo.offices import Office

SETTLES_WITHIN = 40
"""Seconds that the portal may take to push, settle and show what the chain's clock has made due."""


class WrongFigure(Exception):
    """The market does not add up; the sentence says where."""


@dataclass
class Market:
    """Everybody's session. `visitor` is nobody's: it sees what is public."""

    origin: str
    chain: DevelopmentChain
    visitor: Session
    offices: dict[str, Office] = field(default_factory=dict)
    clients: dict[str, ClientSession] = field(default_factory=dict)

    @property
    def warps(self) -> bool:
        """Whether the chain's clock can be moved: else windows are short, and are waited for."""
        return self.chain.warps

    def office(self, who: Organisation | str) -> Office:
        """An organisation's, by itself or by name."""
        return self.offices[who if isinstance(who, str) else who.name]

    # -- time

    def now(self) -> int:
        """The portal's reading of the chain's clock, in seconds."""
        return int(self.visitor.get("rulebook/clock")["now"])

    def pass_time(self, to: int) -> None:
        """Lets the chain's clock come to the second `to`, and the portal see it."""
        if self.warps and self.chain.now() < to:
            self.chain.warp(to)
        wait = SETTLES_WITHIN if self.warps else to - self.now() + SETTLES_WITHIN
        self.until(lambda: self.now() >= to, "the portal knows the time", within=wait)

    # -- figures

    def until(self, true: Callable[[], bool], what: str, within: int = SETTLES_WITHIN) -> None:
        """Waits for the portal's readings; raises WrongFigure when it does not come true."""
        end = time.monotonic() + within
        while not true():
            if time.monotonic() > end:
                raise WrongFigure(f"This did not come true within {within} s: {what}.")
            time.sleep(0.1)

    def equal(self, what: str, wanted: int, read: Callable[[], int]) -> None:
        """Waits for a reading to become what it must be; raises WrongFigure when it does not."""
        try:
            self.until(lambda: read() == wanted, what)
        except WrongFigure:
            raise WrongFigure(f"{what} is {read()}, and should be {wanted}.") from None

    def balance(self, login: str) -> int:
        """What a client can spend, in sen."""
        return sum(each["available"] for each in self.clients[login].get("treasury/wallet")["pockets"])

    def balances(self) -> dict[str, int]:
        """Every client's, in sen."""
        return {login: self.balance(login) for login in self.clients}

    def fees_of(self, operator: Organisation | str) -> int:
        """What an operator has earned and not taken out, in sen."""
        pockets = self.office(operator).maker.get("treasury/wallet")["pockets"]
        return sum(each["available"] for each in pockets)

    def units(self, login: str, face: Address) -> int:
        """How many units of a share class an investor holds."""
        held = self.clients[login].get("portfolio")
        return sum(each["units"] for each in held if each["share_class"]["face"] == face)

    def reserve(self, trustee: Organisation | str) -> dict[str, Any]:
        """A trustee's supply against its bank."""
        found: dict[str, Any] = self.office(trustee).maker.get("treasury/reserve")
        return found

    def campaign(self, address: Address) -> dict[str, Any]:
        """A campaign as everybody sees it."""
        found: dict[str, Any] = self.visitor.get(f"campaigns/{address}")
        return found

    def graced(self, address: Address) -> int:
        """The chain second from which a campaign can be closed: its money may be on its way until then."""
        return int(self.campaign(address)["grace_ends_at"] or 0)

    def await_state(self, address: Address, state: str) -> dict[str, Any]:
        """A campaign once the worker has pushed it so far."""
        self.until(
            lambda: self.campaign(address)["state"] == state,
            f"the campaign {self.campaign(address)['title']} is {state}",
        )
        return self.campaign(address)
