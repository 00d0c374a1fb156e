"""`manage.py create_market`: the contracts on the chain, the regulator's keys and the lanes in the
keystore.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.ledger import abi, deployment, queries, services, signers
from apps.ledger.errors import ForeignChain, NoMarket
from apps.ledger.gateway import gateway
from apps.ledger.market import market
from apps.ledger.models import Lane, Market, StaffKey
from apps.ledger.signers import keystore
from apps.ledger.testing.stage import LANE_KEYS, Node, Stage
from apps.vocabulary.types import Address


@pytest.fixture
def kept(chain: Node, db: None, settings: Any, tmp_path: Path) -> Path:
    """An empty database, an empty keystore, a chain without our market."""
    password = tmp_path / "password"
    password.write_text("tests only\n")
    settings.CASTOR_KEYSTORE = str(tmp_path / "keys")
    settings.CASTOR_KEYSTORE_PASSWORD_FILE = str(password)
    settings.CASTOR_KEYSTORE_SCRYPT_N = 2
    signers.keystore.cache_clear()
    return tmp_path


def create(*arguments: str) -> str:
    out = StringIO()
    call_command("create_market", *arguments, stdout=out)
    return out.getvalue()


def test_without_a_keystore_nothing_is_created(kept: Path, settings: Any) -> None:
    settings.CASTOR_KEYSTORE = ""
    with pytest.raises(CommandError, match="CASTOR_KEYSTORE"):
        create()


def test_without_bytecode_it_says_what_to_run(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "ARTIFACTS", kept)
    with pytest.raises(CommandError, match="make contracts"):
        create()
    assert not Market.objects.exists()


def test_a_name_that_does_not_fit_is_refused(kept: Path) -> None:
    with pytest.raises(CommandError, match="31 bytes"):
        create("--name", "x" * 32)


def test_before_there_is_a_market_everybody_says_so(kept: Path) -> None:
    with pytest.raises(NoMarket):
        market()


def test_a_market_is_created_once(kept: Path) -> None:
    said = create("--name", "Securities Commission", "--signers", "2", "--lanes", "2")
    made = Market.objects.get()
    regulator = abi.function("MarketMaster", "regulator")
    found = regulator.results(gateway().call(made.master, regulator.encode()))
    assert found == made.regulator
    assert made.regulator in said
    assert StaffKey.objects.filter(door=made.regulator, account=None).count() == 2
    assert Lane.objects.count() == 2
    assert all(Address(lane.address) in keystore() for lane in Lane.objects.all())
    assert all(gateway().balance(lane.address) for lane in Lane.objects.all())
    threshold = abi.function("IDoor", "threshold")
    assert threshold.results(gateway().call(made.regulator, threshold.encode())) == 2
    with pytest.raises(CommandError, match="a market already"):
        create()


def test_a_key_of_the_keystore_can_pay_for_it(kept: Path, chain: Node) -> None:
    payer = keystore().make(LANE_KEYS[1])
    chain.call("anvil_setBalance", payer, hex(10**20))
    create("--deployer", payer)
    assert gateway().balance(Lane.objects.get().address) == 10**18


def test_first_staff_get_the_keys_that_nobody_has(kept: Path) -> None:
    create("--signers", "2")
    door = Address(Market.objects.get().regulator)
    first = services.assign_staff_key(account=1, door=door)
    second = services.assign_staff_key(account=2, door=door)
    assert {first, second} == set(StaffKey.objects.values_list("address", flat=True))
    assert queries.key_of(1, door) == first
    made = services.make_staff_key(account=3, door=door)
    assert services.make_staff_key(account=3, door=door) == made


def test_another_chain_is_refused_with_what_to_do(stage: Stage) -> None:
    assert queries.health()["queued"] == 0
    stage.market.genesis_hash = "0x" + "00" * 32
    stage.market.save()
    with pytest.raises(ForeignChain) as refusal:
        queries.health()
    assert "make clean" in refusal.value.sentence
