"""What the proof of an upgrade compares can be read of any market."""

from __future__ import annotations

import pytest

from apps.ledger.gateway import gateway
from apps.ledger.testing.stage import Stage, deployed, stage
from apps.vocabulary.types import Address, Role
from castor_web.demo import holdings
from castor_web.demo.chain import DevelopmentChain

__all__ = ["deployed", "stage"]

pytestmark = pytest.mark.django_db


def test_all_that_is_held_is_read_and_compared(stage: Stage) -> None:
    tan = stage.admit(Role.TRUSTEE, "Tan Trustees")
    stage.index()
    chain, master = DevelopmentChain(gateway().url), Address(stage.market.master)
    before = holdings.read(chain, master, (tan.door, tan.door))
    assert len(before.by_kind["allowances"]) == len(before.by_kind["addresses of money"]) == 1
    stage.admit(Role.TRUSTEE, "Berkat Amanah")
    stage.index()
    after = holdings.read(chain, master, (tan.door, tan.door))
    assert len(after.by_kind["balances"]) > len(before.by_kind["balances"])
