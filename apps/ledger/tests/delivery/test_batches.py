"""How many acts a transaction carries: by what they use, not by what each may use at most."""

from __future__ import annotations

import pytest

from apps.ledger import batches, delivery, queries
from apps.ledger.gateway import gateway
from apps.ledger.models import Act, Sending
from apps.ledger.relay import stopped_at
from apps.ledger.testing.stage import Stage
from apps.ledger.tests.delivery.conftest import Cast, cast, newest_sending, withdraw
from apps.ledger.types import BATCH_LIMIT, ActState, Hash
from apps.vocabulary.types import Address

__all__ = ["cast"]

MANY = 60


def test_nothing_is_known_of_an_act_that_was_never_carried() -> None:
    assert batches.expected_uses({}, []) == {}


def test_what_used_its_whole_cap_is_expected_to_do_so_again() -> None:
    assert batches.expected_uses({1: 900}, [(1, "Pledge", 1_000)]) == {}


def test_the_greediest_of_the_last_transactions_counts_and_a_quarter_more() -> None:
    used, capped = {1: 200, 2: 400}, [(1, "Pledge", 1_000), (2, "Pledge", 1_000), (2, "Cancel", 1_000)]
    assert batches.expected_uses(used, capped) == {"Pledge": 0.25, "Cancel": 0.25}


def test_batches_grow_by_what_acts_used(stage: Stage, cast: Cast) -> None:
    views = [withdraw(stage, cast.ivan, cast.money, 100 + i) for i in range(MANY)]
    delivery.deliver()
    first = Sending.objects.exclude(state=Sending.State.FINAL).order_by("id")[0].acts.count()
    stage.settle()
    views += [withdraw(stage, cast.ivan, cast.money, 200 + i) for i in range(MANY)]
    before = newest_sending().pk
    delivery.deliver()
    assert first < newest_sending().acts.count() == MANY <= BATCH_LIMIT
    stage.settle()
    assert Sending.objects.filter(pk__gt=before).count() == 1
    assert {queries.act(each.id).state for each in views} <= {ActState.MINED, ActState.FINAL}


def test_who_uses_more_than_expected_leaves_the_rest_to_the_next(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = [withdraw(stage, cast.ivan, cast.money, 100 + i) for i in range(MANY)]
    with monkeypatch.context() as wrong:
        wrong.setattr(batches, "uses_lately", lambda: {"RequestWithdrawal": 0.01})
        delivery.deliver()
    sending = newest_sending()
    assert sending.acts.count() == MANY
    stage.node.call("evm_mine")
    delivery.results()
    receipt = gateway().receipts([Hash(Sending.objects.get(pk=sending.pk).transaction)])[0]
    assert receipt is not None
    place = stopped_at(receipt.logs, Address(sending.to))
    assert place is not None
    assert 0 < place < MANY
    done = [queries.act(each.id).state is not ActState.QUEUED for each in views]
    assert done == [i < place for i in range(MANY)]
    stage.run()
    assert {queries.act(each.id).state for each in views} <= {ActState.MINED, ActState.FINAL}
    assert [each["amount"] for each in stage.events("WithdrawalRequested")] == [100 + i for i in range(MANY)]
    assert not Act.objects.filter(tries__gt=0).exists()
