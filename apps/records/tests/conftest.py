"""The cast of records: a regulator, two operators and a trustee with keys, two investors, a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from apps.ledger.testing import MemoryWrite
from apps.records import services
from apps.records.tests.cast import OPERATOR, OTHER_OPERATOR, REGULATOR, TRUSTEE


@pytest.fixture
def keystore(db: None, settings: Settings, tmp_path: Path) -> Path:
    """A keystore in which every organisation of the cast has a key."""
    settings.CASTOR_RECORD_KEYS = str(tmp_path / "keys")
    settings.CASTOR_RECORD_KEYS_PASSWORD_FILE = ""
    for door in (REGULATOR, TRUSTEE, OPERATOR, OTHER_OPERATOR):
        services.prepare_reader(door)
    return tmp_path / "keys"


@pytest.fixture
def chain_says() -> Iterator[MemoryWrite]:
    """An empty read model; what a test plays at it is what the chain says."""
    write = MemoryWrite()
    with write.reading():
        yield write
