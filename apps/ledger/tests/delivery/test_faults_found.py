"""What `make faults` and its table (docs/faults.md) brought to light, each named after its fault."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.ledger import delivery, queries
from apps.ledger.clock import wall
from apps.ledger.lanes import carry, shares
from apps.ledger.models import Act, Attempt, Sending
from apps.ledger.outcomes import Outcome, Place
from apps.ledger.settlement import OutboxSettlement, finalise
from apps.ledger.signers import KeySigner
from apps.ledger.testing.stage import LANE_KEYS, Stage
from apps.ledger.tests.delivery.conftest import Cast, newest_sending, row, withdraw
from apps.ledger.transactions import sign
from apps.ledger.types import ActState, ActView, Hash

LANE = KeySigner(LANE_KEYS[0])
GONE = Hash("0x" + "ab" * 32)


def mined(stage: Stage, cast: Cast) -> ActView:
    """An act that took effect."""
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.run()
    found = queries.act(view.id)
    assert found.state is ActState.MINED
    return found


def performed(view: ActView) -> Outcome:
    """What an indexer tells of it."""
    return Outcome("performed", Hash("0x" + "cd" * 32), door=view.door, nonce=view.nonce)


def make_final(stage: Stage) -> None:
    stage.node.call("anvil_mine", "0x5")
    delivery.results()


def test_f28_what_is_told_late_of_a_block_that_went_changes_nothing(stage: Stage, cast: Cast) -> None:
    view = mined(stage, cast)
    make_final(stage)
    OutboxSettlement().settle(Place((view.block or 0) - 1, GONE, 0), [performed(view)])
    assert row(view).block_hash != GONE
    assert queries.act(view.id).state is ActState.FINAL


def test_f28_a_return_that_is_told_late_takes_nothing_back_that_stands(
    stage: Stage, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    view = mined(stage, cast)
    make_final(stage)
    OutboxSettlement().unsettle(view.block or 0)
    OutboxSettlement().unsettle(0)
    assert queries.act(view.id).state is ActState.FINAL
    assert not [each for each in caplog.records if "re-opened" in each.getMessage()]


def test_f28_nothing_is_final_in_a_block_that_went(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    OutboxSettlement().settle(Place(stage.gateway.head().number - 4, GONE, 0), [performed(view)])
    assert queries.act(view.id).state is ActState.MINED
    final = stage.gateway.final()
    assert final is not None
    # Another worker's, between the telling and the next look at what went.
    finalise(stage.gateway, final.number)
    assert queries.act(view.id).state is ActState.MINED


def test_f30_a_strangers_transaction_that_goes_leaves_no_nonce_behind(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    with monkeypatch.context() as patched:
        patched.setattr("apps.ledger.lanes.broadcast", lambda gateway, attempts: None)
        carry(stage.gateway, LANE, shares()[LANE.address])
    before, ours = stage.node.call("evm_snapshot"), newest_sending()
    stolen, _ = sign(
        LANE,
        chain_id=stage.market.chain_id,
        nonce=ours.nonce,
        to=LANE.address,
        data=b"",
        gas=21_000,
        fees=stage.gateway.outlook(LANE.address).fees,
    )
    stage.gateway.send_raw([stolen])
    make_final(stage)
    Attempt.objects.update(signed_at=wall() - timedelta(minutes=1))
    for _ in range(3):
        delivery.sweep()
        stage.settle()
    ours.refresh_from_db()
    assert ours.state == Sending.State.FOREIGN
    stage.node.call("evm_revert", before)
    Attempt.objects.update(sent_at=None)
    for _ in range(3):
        delivery.sweep()
        stage.settle()
    ours.refresh_from_db()
    assert ours.state in (Sending.State.MINED, Sending.State.FINAL)
    assert queries.act(view.id).state in (ActState.MINED, ActState.FINAL)
    assert stage.call("MarketMaster", "balanceOf", cast.money, cast.ivan.door) == 99_900


def test_f48_an_older_backup_does_not_let_expire_what_was_performed(stage: Stage, cast: Cast) -> None:
    view = mined(stage, cast)
    Act.objects.filter(uid=view.id).update(
        state=ActState.QUEUED, sending=None, block_number=None, block_hash="", transaction=""
    )
    stage.node.call("evm_increaseTime", hex(7200))
    stage.node.call("evm_mine")
    stage.run()
    assert queries.act(view.id).state is ActState.MINED


def test_f48_an_act_that_comes_too_late_a_second_time_was_in_time_the_first(stage: Stage, cast: Cast) -> None:
    view = mined(stage, cast)
    Act.objects.filter(uid=view.id).update(
        state=ActState.QUEUED, sending=None, block_number=None, block_hash="", transaction=""
    )
    stage.node.call("evm_setAutomine", False)
    delivery.deliver()
    stage.node.call("evm_increaseTime", hex(7200))
    stage.node.call("evm_mine")
    delivery.results()
    assert queries.act(view.id).state is ActState.MINED


def test_f28_what_expired_in_a_block_that_went_may_come_in_time_in_the_next(stage: Stage, cast: Cast) -> None:
    stage.node.call("evm_setAutomine", False)
    view = withdraw(stage, cast.ivan, cast.money, 100)
    delivery.deliver()
    before = stage.node.call("evm_snapshot")
    stage.node.call("evm_increaseTime", hex(7200))
    stage.node.call("evm_mine")
    delivery.results()
    late = row(view)
    assert (late.state, late.final_at) == (ActState.EXPIRED, None)
    stage.node.take_back(before)
    Attempt.objects.update(sent_at=None)
    delivery.sweep()
    stage.node.call("evm_mine")
    make_final(stage)
    assert queries.act(view.id).state is ActState.FINAL
    assert stage.call("MarketMaster", "balanceOf", cast.money, cast.ivan.door) == 99_900


def test_f28_what_expired_is_final_when_a_final_block_is_past_its_deadline(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    stage.node.call("evm_increaseTime", hex(7200))
    stage.node.call("evm_mine")
    delivery.sweep()
    assert (row(view).state, row(view).final_at) == (ActState.EXPIRED, None)
    make_final(stage)
    assert row(view).state == ActState.EXPIRED
    assert row(view).final_at is not None


def test_f17_a_row_that_cannot_be_carried_holds_nobody_up(stage: Stage, cast: Cast) -> None:
    poison = withdraw(stage, cast.ivan, cast.money, 100)
    Act.objects.filter(uid=poison.id).update(signers=["0xno"])
    sound = withdraw(stage, cast.ivan, cast.money, 200)
    stage.run()
    assert queries.act(poison.id).state is ActState.REFUSED
    assert queries.act(sound.id).state is ActState.MINED


def test_f30_what_only_a_stranger_had_is_prepared_again_when_his_block_goes(stage: Stage, cast: Cast) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 100)
    Act.objects.filter(uid=view.id).update(state=ActState.PREPARED, signed=False, signers=[], signatures=[])
    OutboxSettlement().settle(Place(stage.gateway.head().number, GONE, 0), [performed(view)])
    assert queries.act(view.id).state is ActState.MINED
    delivery.results()
    assert row(view).state == ActState.PREPARED
    after = withdraw(stage, cast.ivan, cast.money, 200)
    stage.run()
    assert queries.act(after.id).state is ActState.MINED


def test_f34_on_a_chain_that_stands_still_the_price_does_not_run_away(stage: Stage, cast: Cast) -> None:
    stage.node.call("evm_setAutomine", False)
    withdraw(stage, cast.ivan, cast.money, 100)
    delivery.deliver()
    for _ in range(20):
        Attempt.objects.update(signed_at=wall() - timedelta(minutes=1))
        delivery.results()
    offers = newest_sending().attempts.order_by("id").values_list("most_per_gas", flat=True)
    assert 1 < len(offers) < 12
    assert max(offers) < 3 * min(offers)


def test_f38_a_lane_without_ether_says_so_and_goes_on_when_it_has_some(
    stage: Stage, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    had = stage.gateway.balance(LANE.address)
    stage.node.call("anvil_setBalance", LANE.address, "0x1")
    view = withdraw(stage, cast.ivan, cast.money, 100)
    delivery.sweep()
    assert queries.act(view.id).state is ActState.SENT
    assert [each for each in caplog.records if each.getMessage() == "lane short of ether"]
    raws = [bytes(each.raw) for each in Attempt.objects.filter(sending=newest_sending())]
    stage.node.call("anvil_setBalance", LANE.address, hex(had))
    Attempt.objects.update(sent_at=None)
    stage.settle()
    assert queries.act(view.id).state is ActState.MINED
    assert [bytes(each.raw) for each in Attempt.objects.filter(sending=newest_sending())] == raws


def test_f08_a_request_its_act_its_transaction_and_its_event_are_tied_by_ids(
    stage: Stage, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    view = mined(stage, cast)
    lines = {each.getMessage(): each.__dict__ for each in caplog.records}
    assert lines["act queued"]["act"] == str(view.id)
    assert str(view.id) in lines["acts signed"]["acts"]
    assert lines["acts signed"]["transaction_hash"] == view.transaction
    settled = lines["act settled"]
    assert (settled["act"], settled["transaction_hash"]) == (str(view.id), view.transaction)
    assert (settled["door"], settled["nonce"], settled["block"]) == (view.door, view.nonce, view.block)
