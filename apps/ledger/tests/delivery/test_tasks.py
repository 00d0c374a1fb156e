"""The worker's tasks: what they do, and that what is away is waited for."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from apps.ledger import queries, services, tasks
from apps.ledger.clock import wall
from apps.ledger.errors import NodeAway, NoSuchAct
from apps.ledger.models import Act, Attempt, Market, Sending
from apps.ledger.testing.stage import Stage
from apps.ledger.tests.delivery.conftest import Cast, withdraw
from apps.ledger.types import ActState


def away() -> None:
    """A node that does not answer."""
    raise NodeAway


def test_a_node_that_is_away_is_waited_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("apps.ledger.delivery.gateway", away)
    with caplog.at_level(logging.WARNING):
        tasks.sweep()
        tasks.settle()
        tasks.deliver()
    assert "delivery waits" in caplog.messages


def test_before_there_is_a_market_a_sweep_finds_nothing(stage: Stage) -> None:
    Market.objects.all().delete()
    tasks.sweep()


def test_an_act_is_delivered_and_settled(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    tasks.deliver()
    tasks.settle()
    stage.settle()
    assert queries.act(view.id).state is ActState.MINED


def test_the_lanes_rest_only_where_acts_pile_up(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[bool] = []
    monkeypatch.setattr("apps.ledger.tasks.doorbell.ring_after_rest", lambda: rests.append(True))
    withdraw(stage, cast.ivan, cast.money, 100)
    tasks.deliver()
    assert rests == []
    for _ in range(2):
        withdraw(stage, cast.ivan, cast.money, 100)
    tasks.deliver()
    assert rests == [True]


def test_a_sweep_alone_delivers_what_no_ring_told_of(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    tasks.sweep()
    stage.settle()
    assert queries.act(view.id).state is ActState.MINED


def test_a_key_that_does_not_open_holds_up_its_own_acts_alone(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    minted = stage.propose(
        cast.tan, "Mint", cast.tan.door, to=cast.iris.door, amount=5, ref=b"\4" * 32, creditedAt=1
    )
    Act.objects.filter(uid=minted.id).update(state=ActState.QUEUED, queued_at=wall())
    maker = queries.key_of(cast.tan.maker.account or 0, cast.tan.door) or ""
    (stage.keystore.folder / f"{maker.lower()}.json").write_text("{}")
    stage.keystore._opened.clear()
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.run()
    assert queries.act(minted.id).state is ActState.QUEUED
    assert queries.act(view.id).state is ActState.MINED


def test_what_is_long_over_shrinks_to_its_outcome(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.run()
    stage.node.call("anvil_mine", "0x5")
    tasks.settle()
    old = wall() - timedelta(days=91)
    Act.objects.update(final_at=old)
    Sending.objects.update(settled_at=old)
    tasks.tidy()
    row = Act.objects.get(uid=view.id)
    assert (row.state, bytes(row.call), row.arguments, row.signatures) == (ActState.FINAL, b"", {}, [])
    assert row.digest
    assert row.transaction
    assert not Attempt.objects.filter(sending=row.sending).exists()


def test_what_nobody_signed_goes_a_day_after_its_deadline(stage: Stage, cast: Cast) -> None:
    prepared = services.prepare(
        actor=cast.ivan.viewer,
        door=cast.ivan.door,
        act="VetoRecovery",
        target=cast.ivan.door,
        arguments={},
    )
    tasks.tidy()
    assert Act.objects.filter(uid=prepared.id).exists()
    with pytest.raises(NoSuchAct):
        queries.act(prepared.id)
    Act.objects.filter(uid=prepared.id).update(deadline=1)
    tasks.tidy()
    assert not Act.objects.filter(uid=prepared.id).exists()
