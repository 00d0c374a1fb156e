"""The market that accounts see, a clock that tests move, and a client that speaks the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from pytest_django.live_server_helper import LiveServer

from apps.accounts import clock
from apps.ledger.readmodel import collection_of
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.types import Address, Role

OMAR = Address("0x0000000000000000000000000000000000000a11")
SUSPENDED = Address("0x0000000000000000000000000000000000000A12")
STATIC = Path(settings.BASE_DIR) / "castor_web" / "static"
CONSENTS = ["terms", "risk", "privacy"]


class Clock:
    """The wall clock, standing until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def wall(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Person:
    """Somebody at a browser, with a key."""

    def __init__(self, client: Client, key: LocalAccount) -> None:
        self.client, self.key = client, key

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/api/v1/accounts/{path}", body, content_type="application/json")

    def sign(self, message: str) -> str:
        return "0x" + self.key.sign_message(encode_defunct(text=message)).signature.hex()

    def sign_up(self, name: str, role: str = "investor", consents: list[str] = CONSENTS) -> Any:
        asked = {"name": name, "role": role, "operator": OMAR, "address": self.key.address}
        answer = self.post("sign-up/challenge", **asked)
        if answer.status_code != 200:
            return answer
        challenge = answer.json()
        signature = self.sign(challenge["message"])
        return self.post("sign-up", challenge=challenge["id"], signature=signature, consents=consents)

    def challenge(self, name: str) -> dict[str, str]:
        answer = self.post("sign-in/challenge", name=name, address=self.key.address)
        assert answer.status_code == 200
        challenge: dict[str, str] = answer.json()
        return challenge

    def sign_in(self, name: str) -> Any:
        challenge = self.challenge(name)
        return self.post("sign-in", challenge=challenge["id"], signature=self.sign(challenge["message"]))

    def me(self) -> Any:
        return self.client.get("/api/v1/accounts/me")


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The portal's wall clock, in the test's hands."""
    hands = Clock()
    monkeypatch.setattr(clock, "wall", hands.wall)
    return hands


@pytest.fixture
def market(db: None) -> Iterator[MemoryWrite]:
    """A read model with one operator that takes clients, and one that does not."""
    participants = collection_of("participant")
    write = MemoryWrite()
    for door, name, standing in ((OMAR, "Omar Markets", "active"), (SUSPENDED, "Once Markets", "suspended")):
        write.put(
            participants,
            door,
            {"door": door, "name": name, "role": Role.OPERATOR.word, "standing": standing},
        )
    cache.clear()
    with write.reading():
        yield write


@pytest.fixture
def portal(live_server: LiveServer, market: MemoryWrite, monkeypatch: pytest.MonkeyPatch) -> str:
    """The portal's address. Its threads read the test's own read model."""
    monkeypatch.setattr("apps.ledger.readmodel.current", lambda: market.storage)
    return str(live_server.url).replace("127.0.0.1", "localhost")


def add_client(write: MemoryWrite, door: Address, *, parent: Address) -> None:
    """Lets the read model know an investor's door."""
    document = {"door": door, "name": "", "role": Role.INVESTOR.word, "standing": "active", "parent": parent}
    write.put(collection_of("participant"), door, document)
    write.flush()


def add_signer(write: MemoryWrite, door: Address, address: str) -> None:
    """Lets the read model know a signer of a door."""
    write.put(collection_of("signer"), f"{door}:{address}", {"door": door, "key": address})
    found = write.get(collection_of("participant"), door)
    if found is not None:
        signers = [*found.get("signers", ()), f"{door}:{address}"]
        write.change(collection_of("participant"), door, signers=signers)
    write.flush()


def drop_signer(write: MemoryWrite, door: Address, address: str) -> None:
    """Lets the read model forget a signer of a door."""
    key, found = f"{door}:{address}", write.get(collection_of("participant"), door) or {}
    write.delete(collection_of("signer"), key)
    write.change(
        collection_of("participant"), door, signers=[each for each in found["signers"] if each != key]
    )
    write.flush()


def give_standing(write: MemoryWrite, door: Address, standing: str) -> None:
    """Lets the read model know how a door stands."""
    write.change(collection_of("participant"), door, standing=standing)
    write.flush()
