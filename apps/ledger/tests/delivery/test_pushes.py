"""Steps that anybody may make are pushed by the relay, each once at a time."""

from __future__ import annotations

import pytest

from apps.ledger import queries, services
from apps.ledger.errors import NodeAway, Refused, UnknownAct, WrongArguments
from apps.ledger.testing.stage import Stage, text32
from apps.ledger.tests.delivery.conftest import newest_sending
from apps.ledger.types import ActState
from apps.vocabulary.types import Address

PERSON = b"ivan".ljust(32, b"\0")


@pytest.fixture
def rulebook(stage: Stage) -> Address:
    """The rulebook's code in force."""
    return Address(stage.call("IMarketMaster", "moduleOf", text32("rulebook"))["code"])


def away(*_: object, **__: object) -> int:
    """A node that does not answer."""
    raise NodeAway


def test_a_step_that_no_contract_has_is_unknown(rulebook: Address) -> None:
    for call in ("Rulebook.conjure", "Nowhere.tidy", "tidy"):
        with pytest.raises(UnknownAct):
            services.push(call=call, target=rulebook, arguments={"person": PERSON, "n": 1})


def test_a_steps_arguments_must_be_its_own(rulebook: Address) -> None:
    with pytest.raises(WrongArguments):
        services.push(call="Rulebook.tidy", target=rulebook, arguments={"person": PERSON})
    with pytest.raises(WrongArguments):
        services.push(call="Rulebook.tidy", target=rulebook, arguments={"person": PERSON, "n": -1})


def test_a_step_that_would_be_refused_is_refused_at_once(stage: Stage, rulebook: Address) -> None:
    with pytest.raises(Refused) as refusal:
        services.push(
            call="Rulebook.book", target=rulebook, arguments=[stage.regulator.door, PERSON, 1, 0, 5, False]
        )
    assert refusal.value.name == "MasterNotActing"


def test_a_step_is_made_by_anybody(stage: Stage, rulebook: Address) -> None:
    view = services.push(
        call="Rulebook.tidy", target=rulebook, arguments={"person": PERSON, "n": 1}, cause="test"
    )
    stage.run()
    done = queries.act(view.id)
    assert (done.state, done.kind, done.name, done.door) == (ActState.MINED, "push", "tidy", None)
    assert [each.id for each in queries.acts_caused_by("test")] == [view.id]


def test_a_step_on_its_way_is_not_pushed_twice(stage: Stage, rulebook: Address) -> None:
    first = services.push(call="Rulebook.tidy", target=rulebook, arguments=[PERSON, 1])
    assert services.push(call="Rulebook.tidy", target=rulebook, arguments=[PERSON, 1]).id == first.id
    assert services.push(call="Rulebook.tidy", target=rulebook, arguments=[PERSON, 2]).id != first.id
    stage.run()
    assert services.push(call="Rulebook.tidy", target=rulebook, arguments=[PERSON, 1]).id != first.id


def test_a_step_that_is_refused_takes_no_other_with_it(
    stage: Stage, rulebook: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = services.push(call="Rulebook.tidy", target=rulebook, arguments=[PERSON, 1])
    with monkeypatch.context() as patched:
        patched.setattr("apps.ledger.pushes.simulate_push", away)
        refused = services.push(
            call="Rulebook.book", target=rulebook, arguments=[stage.regulator.door, PERSON, 1, 0, 5, False]
        )
    after = services.push(call="Rulebook.tidy", target=rulebook, arguments=[PERSON, 2])
    stage.run()
    assert [queries.act(each.id).state for each in (before, refused, after)] == [
        ActState.MINED,
        ActState.REFUSED,
        ActState.MINED,
    ]
    assert queries.act(refused.id).error == "MasterNotActing"
    assert newest_sending().acts.count() == 3
