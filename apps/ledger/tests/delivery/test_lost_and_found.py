"""Whatever happens between a signature and its receipt: nothing is lost, nothing happens twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.ledger import delivery, queries
from apps.ledger.clock import wall
from apps.ledger.errors import ForeignChain, NodeAway
from apps.ledger.gateway import Gateway
from apps.ledger.lanes import broadcast, bump, carry, fill, shares
from apps.ledger.models import Act, Attempt, Lane, Sending
from apps.ledger.results import settle
from apps.ledger.signers import KeySigner
from apps.ledger.testing.stage import LANE_KEYS, Stage
from apps.ledger.tests.delivery.conftest import Cast, newest_sending, raw_of, row, withdraw
from apps.ledger.transactions import sign
from apps.ledger.types import ActState

LANE = KeySigner(LANE_KEYS[0])
LANDED = {ActState.MINED, ActState.FINAL}
NOWHERE = "http://127.0.0.1:9"


def commit_unsent(stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch, sen: int = 100) -> Act:
    """An act whose worker died between the commit of its bytes and their broadcast."""
    view = withdraw(stage, cast.ivan, cast.money, sen)
    with monkeypatch.context() as patched:
        patched.setattr("apps.ledger.lanes.broadcast", lambda gateway, attempts: None)
        carry(stage.gateway, LANE, shares()[LANE.address])
    return row(view)


def balance(stage: Stage, cast: Cast) -> int:
    found: int = stage.call("MarketMaster", "balanceOf", cast.money, cast.ivan.door)
    return found


def test_nothing_is_signed_for_a_node_that_is_away(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    with pytest.raises(NodeAway):
        carry(Gateway(NOWHERE), LANE, shares()[LANE.address])
    assert queries.act(view.id).state is ActState.QUEUED


def test_nothing_is_signed_for_another_chain(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.market.genesis_hash = "0x" + "00" * 32
    stage.market.save()
    with pytest.raises(ForeignChain):
        delivery.deliver()
    with pytest.raises(ForeignChain):
        delivery.results()
    assert queries.act(view.id).state is ActState.QUEUED


def test_bytes_are_kept_before_they_are_sent(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = commit_unsent(stage, cast, monkeypatch)
    attempt = Attempt.objects.get(sending=act.sending)
    assert (act.state, attempt.sent_at) == (ActState.SENT, None)
    assert bytes(attempt.raw)


def test_what_a_dead_worker_left_unsent_is_sent_by_the_next(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = commit_unsent(stage, cast, monkeypatch)
    raw = raw_of(newest_sending())
    delivery.sweep()
    stage.settle()
    act.refresh_from_db()
    assert act.state == ActState.MINED
    assert [bytes(each.raw) for each in Attempt.objects.filter(sending=act.sending)] == [raw]
    assert balance(stage, cast) == 99_900


def test_bytes_that_arrived_although_no_answer_came_are_settled_by_their_receipt(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = commit_unsent(stage, cast, monkeypatch)
    stage.gateway.send_raw([raw_of(newest_sending())])
    stage.settle()
    act.refresh_from_db()
    assert act.state == ActState.MINED


def test_the_same_bytes_twice_do_nothing_twice(stage: Stage, cast: Cast) -> None:
    withdraw(stage, cast.ivan, cast.money, 100)
    stage.run()
    broadcast(stage.gateway, list(newest_sending().attempts.all()))
    stage.run()
    assert balance(stage, cast) == 99_900
    assert newest_sending().state == Sending.State.MINED


def test_bytes_that_the_pool_forgot_are_sent_again(stage: Stage, cast: Cast) -> None:
    stage.node.call("evm_setAutomine", False)
    view = withdraw(stage, cast.ivan, cast.money, 100)
    delivery.deliver()
    stage.node.call("anvil_dropTransaction", newest_sending().attempts.get().hash)
    Attempt.objects.update(sent_at=None)
    delivery.results()
    stage.node.call("evm_mine")
    delivery.results()
    assert queries.act(view.id).state is ActState.MINED


def test_a_block_that_goes_takes_its_results_with_it(stage: Stage, cast: Cast) -> None:
    before = stage.node.call("evm_snapshot")
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.run()
    assert queries.act(view.id).state is ActState.MINED
    stage.node.call("evm_revert", before)
    stage.node.call("evm_setAutomine", False)
    stage.node.call("anvil_mine", "0x3")
    settle(stage.gateway, stage.keystore)
    assert queries.act(view.id).state is ActState.SENT
    stage.node.call("evm_mine")
    settle(stage.gateway, stage.keystore)
    assert queries.act(view.id).state is ActState.MINED
    assert Attempt.objects.filter(sending=row(view).sending).count() == 1
    assert balance(stage, cast) == 99_900


def test_a_final_that_goes_is_carried_again_with_an_alarm(
    stage: Stage, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    before = stage.node.call("evm_snapshot")
    views = [withdraw(stage, cast.ivan, cast.money, 100)]
    stage.run()
    views.append(withdraw(stage, cast.ivan, cast.money, 200))
    stage.run()
    stage.node.call("anvil_mine", "0x5")
    delivery.results()
    assert {queries.act(each.id).state for each in views} == {ActState.FINAL}
    stage.node.call("evm_revert", before)
    stage.node.call("evm_mine")
    stage.settle()
    assert {queries.act(each.id).state for each in views} <= LANDED
    assert balance(stage, cast) == 99_700
    assert any("final re-opened" in each.getMessage() for each in caplog.records)


def test_an_act_is_settled_whoever_carried_it(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = commit_unsent(stage, cast, monkeypatch)
    sending = newest_sending()
    stage.node.call("anvil_setBalance", cast.iris.key.address, hex(10**20))
    stage.node.call("anvil_impersonateAccount", cast.iris.key.address)
    stage.gateway.request(
        "eth_sendTransaction",
        {"from": cast.iris.key.address, "to": sending.to, "data": "0x" + bytes(sending.data).hex()},
    )
    delivery.sweep()
    stage.settle()
    act.refresh_from_db()
    sending.refresh_from_db()
    assert act.state == ActState.MINED
    assert sending.state == Sending.State.MINED
    assert act.transaction != sending.transaction
    assert balance(stage, cast) == 99_900


def test_an_act_whose_deadline_passes_expires(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.node.call("evm_increaseTime", hex(7200))
    stage.node.call("evm_mine")
    stage.run()
    assert queries.act(view.id).state is ActState.EXPIRED
    assert balance(stage, cast) == 100_000


def test_an_act_whose_deadline_passes_on_its_way_expires(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = commit_unsent(stage, cast, monkeypatch)
    stage.node.call("evm_increaseTime", hex(7200))
    stage.node.call("evm_mine")
    delivery.sweep()
    stage.settle()
    act.refresh_from_db()
    assert act.state == ActState.EXPIRED
    assert balance(stage, cast) == 100_000


def test_a_higher_price_is_for_the_same_intent(stage: Stage, cast: Cast) -> None:
    stage.node.call("evm_setAutomine", False)
    view = withdraw(stage, cast.ivan, cast.money, 100)
    delivery.deliver()
    sending = newest_sending()
    assert bump(stage.gateway, sending, LANE) is not None
    first, second = sending.attempts.order_by("id")
    assert 8 * second.most_per_gas >= 9 * first.most_per_gas
    assert 8 * second.tip_per_gas >= 9 * first.tip_per_gas
    stage.node.call("evm_mine")
    delivery.results()
    assert queries.act(view.id).state is ActState.MINED
    sending.refresh_from_db()
    assert sending.transaction == second.hash
    assert balance(stage, cast) == 99_900


def test_a_gap_is_filled_with_a_self_send(stage: Stage, cast: Cast) -> None:
    Lane.objects.update(next_nonce=Lane.objects.get().next_nonce + 2)
    view = withdraw(stage, cast.ivan, cast.money, 100)
    delivery.deliver()
    delivery.results()
    assert queries.act(view.id).state is ActState.SENT
    assert fill(stage.gateway, LANE) == 2
    stage.node.call("evm_mine")
    delivery.results()
    assert queries.act(view.id).state in LANDED
    assert Sending.objects.filter(kind=Sending.Kind.FILL).count() == 2


def test_a_database_that_lost_its_last_rows_goes_on_after_its_chain(stage: Stage, cast: Cast) -> None:
    Lane.objects.update(next_nonce=0)
    Act.objects.all().delete()
    Attempt.objects.all().delete()
    Sending.objects.all().delete()
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.run()
    assert queries.act(view.id).state is ActState.MINED
    assert newest_sending().nonce > 0


def test_a_transaction_that_falls_as_a_whole_leaves_its_acts_waiting(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("apps.ledger.batches.item_gas", lambda cap: cap // 10)
        views = [withdraw(stage, cast.ivan, cast.money, 100 + i) for i in range(3)]
        delivery.deliver()
        stage.settle()
    assert newest_sending().succeeded is False
    assert {queries.act(each.id).state for each in views} == {ActState.QUEUED}
    stage.run()
    assert {queries.act(each.id).state for each in views} <= LANDED
    assert len({row(each).sending_id for each in views}) == 3
    assert balance(stage, cast) == 100_000 - 303


def test_what_falls_again_and_again_is_given_up(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.ledger.batches.item_gas", lambda cap: cap // 10)
    view = withdraw(stage, cast.ivan, cast.money, 100)
    for _ in range(7):
        stage.run()
    given_up = queries.act(view.id)
    assert (given_up.state, given_up.error) == (ActState.REFUSED, "CarriedInVain")
    assert Sending.objects.filter(succeeded=False).count() == 6


def test_what_waits_too_long_is_offered_a_higher_price(stage: Stage, cast: Cast) -> None:
    stage.node.call("evm_setAutomine", False)
    for sen in (100, 200):
        withdraw(stage, cast.ivan, cast.money, sen)
        delivery.deliver()
    Attempt.objects.update(signed_at=wall() - timedelta(minutes=1))
    delivery.results()
    first, second = Sending.objects.filter(state=Sending.State.OPEN).order_by("nonce")
    assert (first.attempts.count(), second.attempts.count()) == (2, 1)
    stage.node.call("evm_mine")
    delivery.results()
    assert balance(stage, cast) == 99_700


def test_a_nonce_that_another_spent_lets_its_acts_go_on(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = commit_unsent(stage, cast, monkeypatch)
    stolen, _ = sign(
        LANE,
        chain_id=stage.market.chain_id,
        nonce=newest_sending().nonce,
        to=LANE.address,
        data=b"",
        gas=21_000,
        fees=stage.gateway.outlook(LANE.address).fees,
    )
    stage.gateway.send_raw([stolen])
    stage.node.call("anvil_mine", "0x5")
    Attempt.objects.update(signed_at=wall() - timedelta(minutes=1))
    for _ in range(3):
        delivery.sweep()
        stage.settle()
    act.refresh_from_db()
    assert act.state in LANDED
    assert Sending.objects.filter(state=Sending.State.FOREIGN).count() == 1
    assert balance(stage, cast) == 99_900
