"""A market in memory with money in it, and its people with accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import Settings

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger.readmodel import Collection
from apps.ledger.testing import MemoryWrite
from apps.records import services as records
from apps.treasury.tests.cast import (
    CAMPAIGN,
    ISSUER,
    IVAN,
    MASTER,
    OPERATOR,
    OTHER_OPERATOR,
    REGULATOR,
    SAM,
    THEN,
    TRUSTEE,
    market,
)
from apps.vocabulary.types import Address, Role, Viewer

CONTRACTS = Collection("contract")


def opened() -> MemoryWrite:
    """The read model of a market that has just opened its doors."""
    write = MemoryWrite()
    for address, name in ((MASTER, "MarketMaster"), (CAMPAIGN, "Campaign")):
        write.put(CONTRACTS, address, {"address": address, "name": name, "code": address, "block": 1})
    write.play(*market())
    write.stand(at=THEN + 3600, number=9)
    return write


@pytest.fixture
def model() -> Iterator[MemoryWrite]:
    """The read model alone."""
    write = opened()
    with write.reading():
        yield write


@dataclass(frozen=True, slots=True)
class Cast:
    """Tan is the trustee's maker, Tina its checker; all others as ever."""

    write: MemoryWrite
    rania: Viewer
    tan: Viewer
    tina: Viewer
    omar: Viewer
    otto: Viewer
    ida: Viewer
    ivan: Viewer
    sam: Viewer

    def browser(self, viewer: Viewer) -> Client:
        """A browser in which the viewer is signed in."""
        return signed_in(Client(), get_user_model().objects.get(pk=viewer.account or 0))


@pytest.fixture
def cast(db: None, valkey: object, settings: Settings, tmp_path: Path, model: MemoryWrite) -> Cast:
    """The cast, signed up; organisations hold their keys for records."""
    settings.CASTOR_KEYSTORE = str(tmp_path / "keys")
    settings.CASTOR_KEYSTORE_PASSWORD_FILE = ""
    for door in (REGULATOR, TRUSTEE, OPERATOR, OTHER_OPERATOR):
        records.prepare_reader(door)

    def staff(name: str, role: Role, door: Address, *, maker: bool = True, checker: bool = True) -> Viewer:
        return accounts.viewer_of(staff_account(name, role, door, maker=maker, checker=checker))

    def client(name: str, role: Role, door: Address) -> Viewer:
        return accounts.viewer_of(client_account(name, role, door=door))

    return Cast(
        write=model,
        rania=staff("rania", Role.REGULATOR, REGULATOR),
        tan=staff("tan", Role.TRUSTEE, TRUSTEE, checker=False),
        tina=staff("tina", Role.TRUSTEE, TRUSTEE, maker=False),
        omar=staff("omar", Role.OPERATOR, OPERATOR),
        otto=staff("otto", Role.OPERATOR, OTHER_OPERATOR),
        ida=client("ida", Role.ISSUER, ISSUER),
        ivan=client("ivan", Role.INVESTOR, IVAN),
        sam=client("sam", Role.INVESTOR, SAM),
    )
