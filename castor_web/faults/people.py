"""Who acts in a run: a trustee, an operator and investors, admitted on the chain, signed in by session."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.test import Client as Browser

from apps.accounts.testing import client_account, signed_in
from apps.ledger import queries as ledger
from apps.ledger.signers import keystore
from apps.ledger.testing.outbox import staff_of_regulator
from apps.ledger.testing.stage import Client, Staff, Stage
from apps.vocabulary.types import Address, Role
from castor_web.stack.anvil import Anvil
from castor_web.stack.errors import StackError

INVESTORS: Final = 12
RICH_SEN: Final = 10_000_000
POOR_SEN: Final = 40
"""What one investor has, who asks for more than that, so that the chain itself refuses."""
LANES: Final = 2


@dataclass(frozen=True, slots=True)
class Investor:
    """One who acts: a door with its key, and a session with the portal."""

    client: Client
    session: str
    sen: int


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of a run, and the one money."""

    tan: Staff
    money: Address
    investors: tuple[Investor, ...]
    first_block: int


def gather(anvil: Anvil) -> People:
    """Makes the tables, the market and the people. The node mines each transaction at once meanwhile."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("create_market", lanes=LANES, verbosity=0, stdout=io.StringIO())
    born = ledger.market()
    if born is None:
        raise StackError("the market was not created")
    stage = Stage(anvil, born, staff_of_regulator(born), keystore())
    tan, omar = stage.admit(Role.TRUSTEE, "Tan"), stage.admit(Role.OPERATOR, "Omar")
    stage.link(tan, omar)
    money = Address(stage.call("MarketMaster", "tokenOf", tan.door))
    found = [
        stage.admit_client(omar, Role.INVESTOR, "", tan, person=f"person {number}".encode())
        for number in range(INVESTORS)
    ]
    sums = [POOR_SEN, *([RICH_SEN] * (INVESTORS - 1))]
    for number, (client, sen) in enumerate(zip(found, sums, strict=True)):
        now = stage.gateway.head().timestamp
        ref = f"first {number}".encode().ljust(32, b"\0")
        stage.act(tan, "Mint", tan.door, to=client.door, amount=sen, ref=ref, creditedAt=now)
    stage.index()
    return People(
        tan,
        money,
        tuple(Investor(each, _session(each), sen) for each, sen in zip(found, sums, strict=True)),
        born.start_block,
    )


def _session(client: Client) -> str:
    """A session of this investor's, begun as by a signer of its door."""
    name = f"investor.{client.viewer.account}"
    account = client_account(name, Role.INVESTOR, door=client.door, pk=client.viewer.account)
    browser = signed_in(Browser(), account)
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


def sessions_left(people: People) -> int:
    """How many sessions are still there: faults sign nobody out."""
    return sum(SessionStore().exists(each.session) for each in people.investors)


def token() -> str:
    """A token against forged requests, as a browser would have been given."""
    return secrets.token_hex(16)
