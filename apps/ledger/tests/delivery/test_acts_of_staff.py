"""An organisation's acts: one proposes, another approves, a worker signs and carries, the door performs."""

from __future__ import annotations

import pytest

from apps.ledger import delivery, queries, services
from apps.ledger.errors import (
    KeyReused,
    NoKey,
    NoSuchAct,
    OutOfTurn,
    OwnProposal,
    Refused,
    UnknownAct,
    WrongArguments,
)
from apps.ledger.testing.stage import Stage, text32
from apps.ledger.types import ActState, ActView
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import ZERO_ADDRESS, Role, Viewer


def admission(stage: Stage, name: str = "Tan") -> ActView:
    maker, checker = services.new_key(), services.new_key()
    return stage.propose(
        stage.regulator,
        "Admit",
        stage.regulator.door,
        role=int(Role.TRUSTEE),
        name=text32(name),
        maker=maker,
        checker=checker,
    )


def test_an_unknown_act_is_refused_at_once(stage: Stage) -> None:
    with pytest.raises(UnknownAct):
        stage.propose(stage.regulator, "Conjure", stage.regulator.door)


def test_arguments_must_be_those_of_the_type(stage: Stage) -> None:
    with pytest.raises(WrongArguments):
        stage.propose(stage.regulator, "Admit", stage.regulator.door, role=2)


def test_the_contracts_own_refusal_comes_in_the_same_answer(stage: Stage) -> None:
    with pytest.raises(Refused) as refusal:
        stage.propose(
            stage.regulator,
            "SetStanding",
            stage.regulator.door,
            participant="0x" + "5a" * 20,
            standing=2,
            reason=bytes(32),
        )
    assert refusal.value.name
    assert refusal.value.sentence


def test_nobody_approves_what_they_proposed_themselves(stage: Stage) -> None:
    act = admission(stage)
    with pytest.raises(OwnProposal):
        services.approve(actor=stage.regulator.maker, act=act.id)


def test_a_stranger_sees_and_approves_nothing(stage: Stage) -> None:
    act = admission(stage)
    sam = Viewer(role=Role.TRUSTEE, door=ZERO_ADDRESS, account=9, checker=True)
    with pytest.raises(NoSuchAct):
        services.approve(actor=sam, act=act.id)


def test_who_has_no_key_cannot_propose(stage: Stage) -> None:
    keyless = Viewer(role=Role.REGULATOR, door=stage.regulator.door, account=77, maker=True)
    with pytest.raises(NoKey):
        services.propose(
            actor=keyless,
            door=stage.regulator.door,
            act="RegisterVerifier",
            target=stage.regulator.door,
            arguments={"verifier": stage.market.master},
        )


def test_only_a_maker_proposes(stage: Stage) -> None:
    checker_alone = Viewer(role=Role.REGULATOR, door=stage.regulator.door, account=2, checker=True)
    with pytest.raises(NotAllowed):
        services.propose(
            actor=checker_alone,
            door=stage.regulator.door,
            act="RegisterVerifier",
            target=stage.regulator.door,
            arguments={"verifier": stage.market.master},
        )


def test_a_proposal_is_not_carried_before_it_is_approved(stage: Stage) -> None:
    act = admission(stage)
    stage.run()
    assert queries.act(act.id).state is ActState.PROPOSED
    assert [each.id for each in queries.proposals(stage.regulator.checker).rows] == [act.id]


def test_a_rejected_proposal_is_over(stage: Stage) -> None:
    act = admission(stage)
    services.reject(actor=stage.regulator.checker, act=act.id, reason="Licence missing")
    view = queries.act(act.id)
    assert (view.state, view.sentence) == (ActState.REJECTED, "Licence missing")
    with pytest.raises(OutOfTurn):
        services.approve(actor=stage.regulator.checker, act=act.id)


def test_an_approved_act_is_performed_and_becomes_final(stage: Stage) -> None:
    act = admission(stage)
    assert services.approve(actor=stage.regulator.checker, act=act.id).state is ActState.QUEUED
    stage.run()
    view = queries.act(act.id)
    assert view.state is ActState.MINED
    assert view.transaction is not None
    assert stage.events("Admitted")[-1]["role"] == Role.TRUSTEE
    stage.node.call("anvil_mine", "0x5")
    delivery.results()
    assert queries.act(act.id).state is ActState.FINAL


def test_a_whole_tree_is_admitted(stage: Stage) -> None:
    tan, omar = stage.admit(Role.TRUSTEE, "Tan"), stage.admit(Role.OPERATOR, "Omar")
    stage.link(tan, omar)
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ivan")
    assert stage.call("MarketMaster", "roleOf", ivan.door) == Role.INVESTOR
    assert stage.call("IDoor", "isSigner", bytes.fromhex(ivan.key.address[2:]), at=ivan.door) is True


def test_a_proposal_is_made_once_for_its_key(stage: Stage) -> None:
    def proposed(verifier: str) -> ActView:
        return services.propose(
            actor=stage.regulator.maker,
            door=stage.regulator.door,
            act="RegisterVerifier",
            target=stage.regulator.door,
            arguments={"verifier": verifier},
            key="once",
        )

    first = proposed(stage.market.master)
    assert proposed(stage.market.master).id == first.id
    with pytest.raises(KeyReused):
        proposed(stage.market.relay)
