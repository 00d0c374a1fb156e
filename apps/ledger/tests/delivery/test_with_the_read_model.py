"""Write side and read side together: act types come from the read model, ends of acts from the indexer."""

from __future__ import annotations

import pytest

from apps.ledger import acttypes, delivery, directory, queries, services
from apps.ledger.errors import UnknownAct
from apps.ledger.testing.stage import Stage
from apps.ledger.tests.delivery.conftest import Cast, withdraw
from apps.ledger.types import ActState
from apps.vocabulary.types import Address


@pytest.fixture
def indexed(stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, indexed; the kernel is not asked any more."""

    def unasked(door: Address, target: Address, name: str) -> None:
        raise UnknownAct(act=name, door=door, target=target)

    stage.index()
    monkeypatch.setattr(acttypes, "_on_chain", unasked)
    return cast


def test_an_act_that_is_not_registered_there_is_not_found(indexed: Cast) -> None:
    with pytest.raises(UnknownAct):
        acttypes.find(door=indexed.ivan.door, target=indexed.ivan.door, name="Mint")


def test_every_kind_of_target_is_known(indexed: Cast) -> None:
    door = indexed.ivan.door
    own = acttypes.find(door=door, target=door, name="RequestWithdrawal")
    staff = acttypes.find(door=indexed.tan.door, target=indexed.tan.door, name="AddSigner")
    client = acttypes.find(door=door, target=door, name="AddSigner")
    face = acttypes.find(door=door, target=indexed.money, name="Transfer")
    template = acttypes.find(door=door, target=directory.module("campaign") or door, name="Propose")
    module = acttypes.find(door=door, target=directory.module("rulebook") or door, name="SetRule")
    assert own.definition.startswith("RequestWithdrawal(")
    assert (staff.signers, client.signers) == (2, 1)
    assert (face.name, template.name, module.name) == ("Transfer", "Propose", "SetRule")


def test_the_read_model_and_the_kernel_say_the_same(stage: Stage, cast: Cast) -> None:
    before = acttypes.find(door=cast.tan.door, target=cast.tan.door, name="Mint")
    stage.index()
    after = acttypes.find(door=cast.tan.door, target=cast.tan.door, name="Mint")
    assert (before.definition, before.selector, before.gas_floor, before.signers) == (
        after.definition,
        after.selector,
        after.gas_floor,
        after.signers,
    )


def test_the_indexer_alone_tells_an_acts_end(stage: Stage, indexed: Cast) -> None:
    view = withdraw(stage, indexed.ivan, indexed.money, 100)
    delivery.deliver()
    for _ in range(20):
        stage.index()
        if queries.act(view.id).state is ActState.MINED:
            break
    found = queries.act(view.id)
    assert found.state is ActState.MINED
    stage.settle()
    assert queries.act(view.id).block == found.block


def test_a_step_is_named_by_its_target_alone(stage: Stage, indexed: Cast) -> None:
    rulebook = directory.module("rulebook") or indexed.money
    view = services.push(call="tidy", target=rulebook, arguments=[bytes(32), 1])
    stage.run()
    assert queries.act(view.id).state is ActState.MINED
