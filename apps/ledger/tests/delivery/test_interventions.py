"""A transaction that is stuck: sent again, at a higher price, or cancelled by two people."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from apps.ledger import delivery, queries, services
from apps.ledger.clock import wall
from apps.ledger.errors import (
    AlreadyAsked,
    NodeAway,
    NoSuchTransaction,
    OutOfTurn,
    OwnProposal,
    TransactionOver,
)
from apps.ledger.models import Intervention, Sending
from apps.ledger.testing.stage import Stage
from apps.ledger.tests.delivery.conftest import Cast, newest_sending, withdraw
from apps.ledger.types import ActState, ActView, InterventionState, Remedy
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import VISITOR, Address

WHY = "the node forgot it"


@pytest.fixture
def stuck(stage: Stage, cast: Cast) -> ActView:
    """Ivan's withdrawal in a transaction that no block takes."""
    stage.node.call("evm_setAutomine", False)
    view = withdraw(stage, cast.ivan, cast.money, 100)
    delivery.deliver()
    return view


def ask(stage: Stage, remedy: Remedy) -> int:
    return services.intervene(
        actor=stage.regulator.maker, transaction_id=newest_sending().pk, remedy=remedy, reason=WHY
    )


def cancel(stage: Stage) -> None:
    services.decide_intervention(
        actor=stage.regulator.checker, intervention=ask(stage, Remedy.CANCEL), approve=True
    )
    delivery.results()


def balance(stage: Stage, cast: Cast) -> int:
    found: int = stage.call("MarketMaster", "balanceOf", cast.money, cast.ivan.door)
    return found


def outcome() -> str:
    return Intervention.objects.order_by("-id")[0].outcome


def test_others_ask_for_nothing(stage: Stage, cast: Cast, stuck: ActView) -> None:
    asked: dict[str, Any] = {"transaction_id": newest_sending().pk, "remedy": Remedy.RETRY, "reason": WHY}
    with pytest.raises(SignInNeeded):
        services.intervene(actor=VISITOR, **asked)
    for stranger in (cast.omar.maker, cast.tan.checker, cast.ivan.viewer):
        with pytest.raises(NotAllowed):
            services.intervene(actor=stranger, **asked)
        with pytest.raises(NotAllowed):
            queries.operations(stranger)
        with pytest.raises(NotAllowed):
            queries.transactions(stranger, Address(newest_sending().lane_id))


def test_what_is_over_or_unknown_is_left_alone(stage: Stage, cast: Cast) -> None:
    with pytest.raises(TransactionOver):
        ask(stage, Remedy.SPEED_UP)
    with pytest.raises(NoSuchTransaction):
        services.intervene(actor=stage.regulator.maker, transaction_id=0, remedy=Remedy.RETRY, reason=WHY)


def test_one_thing_is_asked_at_a_time(stage: Stage, stuck: ActView) -> None:
    ask(stage, Remedy.CANCEL)
    with pytest.raises(AlreadyAsked):
        ask(stage, Remedy.RETRY)


def test_a_cancellation_takes_two_people(stage: Stage, stuck: ActView) -> None:
    number = ask(stage, Remedy.CANCEL)
    delivery.results()
    assert newest_sending().attempts.count() == 1
    with pytest.raises(OwnProposal):
        services.decide_intervention(actor=stage.regulator.maker, intervention=number, approve=True)
    services.decide_intervention(actor=stage.regulator.maker, intervention=number, approve=False)
    with pytest.raises(OutOfTurn):
        services.decide_intervention(actor=stage.regulator.checker, intervention=number, approve=True)
    delivery.results()
    assert newest_sending().attempts.count() == 1
    assert Intervention.objects.get().state == InterventionState.REJECTED


def test_the_pool_is_told_again(stage: Stage, cast: Cast, stuck: ActView) -> None:
    stage.node.call("anvil_dropTransaction", newest_sending().attempts.get().hash)
    ask(stage, Remedy.RETRY)
    delivery.results()
    stage.node.call("evm_mine")
    delivery.results()
    assert queries.act(stuck.id).state is ActState.MINED
    assert outcome() == "sent again"


def test_a_higher_price_is_paid_when_asked_for(stage: Stage, stuck: ActView) -> None:
    ask(stage, Remedy.SPEED_UP)
    delivery.results()
    first, second = newest_sending().attempts.order_by("id")
    assert 8 * second.most_per_gas >= 9 * first.most_per_gas
    stage.node.call("evm_mine")
    delivery.results()
    assert newest_sending().transaction == second.hash
    assert queries.act(stuck.id).state is ActState.MINED


def test_what_a_cancelled_transaction_carried_goes_on_by_another(
    stage: Stage, cast: Cast, stuck: ActView
) -> None:
    cancelled = newest_sending()
    cancel(stage)
    stage.node.call("evm_mine")
    delivery.results()
    cancelled.refresh_from_db()
    assert (cancelled.state, cancelled.succeeded, cancelled.gas_used) == ("mined", True, 21_000)
    assert queries.act(stuck.id).state is ActState.QUEUED
    delivery.deliver()
    stage.node.call("evm_mine")
    stage.settle()
    assert queries.act(stuck.id).state is ActState.MINED
    assert newest_sending().nonce == cancelled.nonce + 1
    assert balance(stage, cast) == 99_900


def test_the_first_bytes_may_win_and_nothing_happens_twice(stage: Stage, cast: Cast, stuck: ActView) -> None:
    cancelled = newest_sending()
    stage.node.call("evm_mine")
    cancel(stage)
    stage.settle()
    cancelled.refresh_from_db()
    assert outcome() in ("over already", "nonce too low") or cancelled.attempts.count() == 2
    assert queries.act(stuck.id).state is ActState.MINED
    assert balance(stage, cast) == 99_900


def test_a_node_that_is_away_leaves_it_to_the_next_round(
    stage: Stage, stuck: ActView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise NodeAway

    ask(stage, Remedy.RETRY)
    with monkeypatch.context() as patched:
        patched.setattr("apps.ledger.interventions.broadcast", away)
        with pytest.raises(NodeAway):
            delivery.results()
    assert Intervention.objects.get().state == InterventionState.APPROVED
    delivery.results()
    assert Intervention.objects.get().state == InterventionState.DONE


def test_the_page_says_what_waits_and_what_is_stuck(stage: Stage, cast: Cast, stuck: ActView) -> None:
    Sending.objects.filter(pk=newest_sending().pk).update(created_at=wall() - timedelta(minutes=5))
    withdraw(stage, cast.ivan, cast.money, 50)
    now = queries.operations(stage.regulator.maker)
    (lane,) = now.lanes
    assert (lane.in_flight, lane.queued, lane.stuck) == (1, 1, True)
    assert lane.chain_nonce == lane.next_nonce - 1
    assert (now.queued, now.sent, now.open, now.quiet) == (1, 1, 1, False)
    page = queries.transactions(stage.regulator.maker, lane.address, only_open=True)
    (row,) = page.rows
    assert [each for each, _ in row.acts] == [stuck.id]
    assert row.stuck


def test_a_transaction_that_failed_is_among_the_troubles(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("apps.ledger.batches.item_gas", lambda cap: cap // 10)
        for sen in (100, 101, 102):
            withdraw(stage, cast.ivan, cast.money, sen)
        delivery.deliver()
        stage.settle()
    first, *_ = queries.operations(stage.regulator.maker).troubles
    assert (first.what, first.nonce) == ("failed", newest_sending().nonce)


def test_the_logs_tie_an_intervention_to_its_transaction(
    stage: Stage, stuck: ActView, caplog: pytest.LogCaptureFixture
) -> None:
    ask(stage, Remedy.RETRY)
    delivery.results()
    told = {each.getMessage(): each for each in caplog.records}
    assert told["intervention done"].__dict__["lane_nonce"] == newest_sending().nonce
    assert json.dumps(told["intervention asked"].__dict__["remedy"]) == '"retry"'
