"""Whoever has a node can follow a market that others made, and gets the same record, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict

from apps.ledger import rebuild, store
from apps.ledger.gateway import Gateway
from apps.ledger.market import market
from apps.ledger.origin import origin
from apps.ledger.testing.stage import Stage
from apps.vocabulary.types import ZERO_ADDRESS, Role
from castor_web.stack.anvil import Anvil
from castor_web.stack.ports import any_free
from castor_web.stack.testing import prepare

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def other() -> Iterator[Anvil]:
    """Another node of the same kind, with a chain that ends where it began."""
    own: Any = prepare().chain
    if not isinstance(own, Anvil):
        pytest.skip("geth hands its chain on to no other node")
    node = replace(own, port=any_free(), name=f"{own.name}-other")
    node.start()
    yield node
    node.daemon.stop()


def test_another_node_gives_the_same_record(stage: Stage, other: Anvil) -> None:
    stage.admit(Role.TRUSTEE, "Tan Trustees")
    stage.index()
    other.call("anvil_loadState", stage.gateway.request("anvil_dumpState"))
    epoch = rebuild.fill(Gateway(other.url), origin())
    try:
        assert epoch.digest() == store.live().digest()
    finally:
        epoch.expire(0)


def test_a_portal_without_keys_knows_the_market_by_its_addresses(stage: Stage) -> None:
    made = market()
    where = (made.master, made.relay, "--first-block", str(made.start_block))
    with pytest.raises(CommandError, match="already"):
        call_command("watch_market", *where)
    known = model_to_dict(made)
    made.delete()
    with pytest.raises(CommandError, match="no contracts"):
        call_command("watch_market", ZERO_ADDRESS, made.relay, "--first-block", "1")
    call_command("watch_market", *where)
    assert model_to_dict(market()) == known
