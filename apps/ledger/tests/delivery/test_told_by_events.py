"""What the indexer tells the outbox: an act's end by its door's event, and that a block went."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.ledger import queries
from apps.ledger.outcomes import Outcome, Place
from apps.ledger.settlement import OutboxSettlement
from apps.ledger.testing.stage import Stage
from apps.ledger.tests.delivery.conftest import Cast, row, withdraw
from apps.ledger.types import ActState, ActView, Hash

BLOCK = Place(900, Hash("0x" + "ab" * 32), 1)


def told(view: ActView, result: str = "performed") -> Outcome:
    outcome = Outcome("performed", Hash("0x" + "cd" * 32), door=view.door, nonce=view.nonce)
    return outcome if result == "performed" else replace(outcome, result="refused", reason="0x")


@pytest.fixture
def view(stage: Stage, cast: Cast) -> ActView:
    """An act that waits."""
    return withdraw(stage, cast.ivan, cast.money, 100)


def test_anothers_nonce_is_not_ours(view: ActView) -> None:
    OutboxSettlement().settle(BLOCK, [replace(told(view), nonce=10**9)])
    assert queries.act(view.id).state is ActState.QUEUED


def test_an_act_that_a_stranger_carried_is_mined(view: ActView) -> None:
    for _ in range(2):
        OutboxSettlement().settle(BLOCK, [told(view)])
    found = queries.act(view.id)
    assert (found.state, found.block) == (ActState.MINED, 900)


def test_a_refusal_is_told_with_its_reason(view: ActView) -> None:
    OutboxSettlement().settle(BLOCK, [told(view, "refused")])
    found = queries.act(view.id)
    assert (found.state, found.error) == (ActState.REFUSED, "Reverted")


def test_a_block_that_went_is_forgotten(view: ActView) -> None:
    OutboxSettlement().settle(BLOCK, [told(view)])
    OutboxSettlement().unsettle(901)
    assert queries.act(view.id).state is ActState.MINED
    for _ in range(2):
        OutboxSettlement().unsettle(900)
    assert queries.act(view.id).state is ActState.QUEUED
    assert row(view).block_hash == ""


def test_it_may_be_settled_otherwise_in_the_block_that_took_its_place(stage: Stage, view: ActView) -> None:
    there = stage.gateway.head()
    gone = Place(there.number, BLOCK.hash, there.timestamp)
    OutboxSettlement().settle(gone, [told(view, "refused")])
    OutboxSettlement().settle(replace(gone, hash=there.hash), [told(view)])
    found = queries.act(view.id)
    assert (found.state, found.error, found.block) == (ActState.MINED, "", there.number)
