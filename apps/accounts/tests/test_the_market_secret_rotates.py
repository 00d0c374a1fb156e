"""A new market secret changes nobody's key; who adds a key afterwards derives it with the new one."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from apps.accounts import market_secret, oprf, queries, services
from apps.accounts.models import Account
from apps.accounts.testing import client_account, key_of
from apps.accounts.tests.conftest import OMAR, Clock, Person, add_client, add_signer, drop_signer
from apps.accounts.types import SignerKind
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.errors import Malformed
from apps.vocabulary.types import Address

DOOR = Address("0x0000000000000000000000000000000000000D01")
BLIND = oprf.random_blind()
ELEMENT = oprf.blind(b"six words", BLIND)


@pytest.fixture(autouse=True)
def secret(tmp_path: Path, settings: Any) -> Path:
    """A market secret of this test's own."""
    path = tmp_path / "market-secret"
    path.write_text(market_secret.new_market_secret())
    path.chmod(0o600)
    settings.CASTOR_MARKET_SECRET_FILE = str(path)
    return path


def rotate(*options: str) -> str:
    said = StringIO()
    call_command("rotate_market_secret", *options, stdout=said)
    return said.getvalue()


def evaluated(name: str, version: int | None = None) -> tuple[bytes, int]:
    found = services.evaluate(name=name, element=ELEMENT, version=version)
    return found.element, found.version


@pytest.mark.parametrize("content", ["", "abcd", "zz" * 32, "aa" * 32 + "\nbb"])
def test_a_file_that_is_no_secret_is_refused(secret: Path, content: str) -> None:
    secret.write_text(content)
    with pytest.raises(ImproperlyConfigured):
        market_secret.newest_version()


def test_a_file_that_cannot_be_written_stays_as_it_is(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    before = secret.read_text()
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ImproperlyConfigured, match="No space"):
        market_secret.rotate()
    assert secret.read_text() == before


@pytest.mark.django_db
@pytest.mark.parametrize("version", [0, 2, -1, 10**30])
def test_a_version_that_there_is_not_is_refused(version: int) -> None:
    with pytest.raises(Malformed):
        services.evaluate(name="ivan", element=ELEMENT, version=version)


@pytest.mark.django_db
def test_the_drill(secret: Path, market: MemoryWrite, moved: Clock) -> None:
    """The whole of docs/market-secret.md: rotate, add the new key, end the old one."""
    ivan = client_account("ivan")
    Account.objects.update(door=DOOR)
    add_client(market, DOOR, parent=OMAR)
    add_signer(market, DOOR, key_of("ivan").address)
    old, sealed = evaluated("ivan"), market_secret.key_for("second-factor")

    assert "version 2" in rotate()
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert evaluated("ivan") == old
    assert market_secret.key_for("second-factor") == sealed
    assert evaluated("nobody")[1] == 2
    assert "version 1: 1 accounts\nversion 2: 0 accounts" in rotate("--show")

    new = evaluated("ivan", version=2)
    assert new[0] != old[0]
    new_key = key_of("ivan's new key").address
    services.know_signer(
        actor=queries.viewer_of(ivan), signer=new_key, kind=SignerKind.DERIVED, name="new", version=2
    )
    assert evaluated("ivan") == old  # not a signer yet
    add_signer(market, DOOR, new_key)
    drop_signer(market, DOOR, key_of("ivan").address)
    assert evaluated("ivan") == new
    assert "version 1: 0 accounts\nversion 2: 1 accounts" in rotate("--show")


def test_who_signs_up_keeps_the_version_that_was_derived_with(client: Client, market: MemoryWrite) -> None:
    """The secret was rotated between derivation and sign-up: the account is the earlier version's."""
    rotate()
    ivan = Person(client, key_of("ivan"))
    asked = {"name": "ivan", "role": "investor", "operator": OMAR, "address": ivan.key.address}
    challenge = ivan.post("sign-up/challenge", **asked, version=1).json()
    rotate()
    signed = {"challenge": challenge["id"], "signature": ivan.sign(challenge["message"])}
    assert ivan.post("sign-up", **signed, consents=["terms", "risk", "privacy"]).status_code == 201
    assert queries.key_version("ivan") == 1
