"""A market with a regulator, a trustee and two operators; clients with accounts, and staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account, staff_account
from apps.kyc.tests.cast import OPERATOR, OTHER_OPERATOR, REGULATOR, TRUSTEE, admitted, linked
from apps.ledger.testing import MemoryWrite
from apps.records import services as records
from apps.vocabulary.types import Role, Viewer


@pytest.fixture
def market(db: None, settings: Settings, tmp_path: Path) -> Iterator[MemoryWrite]:
    """Organisations on the chain, linked, with keys for records."""
    settings.CASTOR_RECORD_KEYS = str(tmp_path / "keys")
    settings.CASTOR_RECORD_KEYS_PASSWORD_FILE = ""
    write = MemoryWrite()
    write.play(
        admitted(REGULATOR, Role.REGULATOR),
        admitted(TRUSTEE, Role.TRUSTEE, parent=REGULATOR),
        admitted(OPERATOR, Role.OPERATOR, parent=REGULATOR),
        admitted(OTHER_OPERATOR, Role.OPERATOR, parent=REGULATOR),
        linked(TRUSTEE, OPERATOR),
    )
    for door in (REGULATOR, TRUSTEE, OPERATOR, OTHER_OPERATOR):
        records.prepare_reader(door)
    with write.reading():
        yield write


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears, as viewers; their accounts are `accounts.account(viewer.account)`."""

    ivan: Viewer
    sam: Viewer
    ida: Viewer
    omar: Viewer
    olga: Viewer
    other: Viewer
    rania: Viewer
    tan: Viewer


@pytest.fixture
def cast(market: MemoryWrite) -> Cast:
    """Omar is the operator's maker, Olga its checker; `other` is the other operator's."""
    return Cast(
        ivan=accounts.viewer_of(client_account("ivan", applies_to=OPERATOR)),
        sam=accounts.viewer_of(client_account("sam", applies_to=OTHER_OPERATOR)),
        ida=accounts.viewer_of(client_account("ida", Role.ISSUER, applies_to=OPERATOR)),
        omar=accounts.viewer_of(staff_account("omar", Role.OPERATOR, OPERATOR, checker=False)),
        olga=accounts.viewer_of(staff_account("olga", Role.OPERATOR, OPERATOR, maker=False)),
        other=accounts.viewer_of(staff_account("otto", Role.OPERATOR, OTHER_OPERATOR)),
        rania=accounts.viewer_of(staff_account("rania", Role.REGULATOR, REGULATOR)),
        tan=accounts.viewer_of(staff_account("tan", Role.TRUSTEE, TRUSTEE)),
    )
