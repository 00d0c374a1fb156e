"""Organisations at work: what one member of staff proposes, another approves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from apps.accounts import queries as accounts
from apps.accounts import services as sign_ins
from apps.vocabulary.types import Address
from castor_web.demo.cast import PASSWORD, Organisation
from castor_web.demo.client import ClientSession, StaffSession

AT_ONCE = 8
"""How many people act at the same moment."""

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation with its maker and its checker signed in."""

    who: Organisation
    door: Address
    maker: StaffSession
    checker: StaffSession

    def propose(self, path: str, body: Any = None) -> str:
        """The maker proposes; the checker approves. The act's id, on its way."""
        act = str(self.maker.post(path, body)["id"])
        self.checker.post(f"acts/{act}/approval")
        return act

    def act(self, path: str, body: Any = None) -> dict[str, Any]:
        """The same, followed until it is part of the record for good."""
        return self.maker.followed(self.propose(path, body))

    def acts(self, asked: Iterable[tuple[str, Any]]) -> None:
        """Many, proposed and approved one after the other, and then followed together."""
        for each in [self.propose(path, body) for path, body in asked]:
            self.maker.followed(each)


def open_office(origin: str, who: Organisation, door: Address, signers: Iterable[Address | None]) -> Office:
    """Opens the accounts of maker and checker, as `manage.py add_staff` does, and signs both in."""
    sessions = []
    for name, duty, signer in zip((who.maker, who.checker), ("maker", "checker"), signers, strict=True):
        sign_ins.add_staff(
            organisation=door,
            role=who.role,
            name=name,
            maker=duty == "maker",
            checker=duty == "checker",
            signer=signer,
            password=PASSWORD,
        )
        session = StaffSession(origin, name)
        session.sign_in(PASSWORD, accounts.demo_code(name) or "")
        sessions.append(session)
    return Office(who, door, *sessions)


def together(do: Callable[[Given], Made], all_of: Iterable[Given], *, at_once: int = AT_ONCE) -> list[Made]:
    """Does something for each, several at a time; raises what the first one raised."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(do, all_of))


def signed_together(asked: Iterable[tuple[ClientSession, str, Any]]) -> None:
    """Clients sign each an act that they have prepared at an address, and all are followed to their end."""

    def sign(one: tuple[ClientSession, str, Any]) -> tuple[ClientSession, str]:
        client, path, body = one
        return client, client.sign(client.post(path, body))

    for client, act in together(sign, asked):
        client.followed(act)
