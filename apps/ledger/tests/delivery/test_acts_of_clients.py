"""A client's act: prepared here, signed anywhere, carried by anyone."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from apps.ledger import queries, services
from apps.ledger.errors import KeyReused, NoSuchAct, OutOfTurn, Refused, WrongSignature
from apps.ledger.signers import KeySigner
from apps.ledger.testing.stage import Client, Stage
from apps.ledger.tests.delivery.conftest import Cast, newest_sending, row, withdraw
from apps.ledger.types import ActState, ActView, Prepared
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import VISITOR

SAM = KeySigner(b"\x99" * 32)


def prepared(cast: Cast, client: Client, sen: int = 100) -> Prepared:
    return services.prepare(
        actor=client.viewer,
        door=client.door,
        act="RequestWithdrawal",
        target=client.door,
        asset=cast.money,
        most=sen,
        arguments={"token": cast.money, "amount": sen},
    )


def submit(client: Client, of: Prepared, key: KeySigner | None = None, once: str = "") -> ActView:
    """The client submits the prepared act with a signature of its own key, or of another."""
    key = key or client.key
    return services.submit(
        actor=client.viewer,
        prepared=of.id,
        signature=key.sign(bytes.fromhex(of.digest[2:])),
        signer=bytes.fromhex(key.address[2:]),
        key=once,
    )


def test_a_visitor_prepares_nothing(cast: Cast) -> None:
    with pytest.raises(SignInNeeded):
        services.prepare(
            actor=VISITOR, door=cast.ivan.door, act="VetoRecovery", target=cast.ivan.door, arguments={}
        )


def test_nobody_prepares_anothers_act(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.prepare(
            actor=cast.iris.viewer,
            door=cast.ivan.door,
            act="VetoRecovery",
            target=cast.ivan.door,
            arguments={},
        )


def test_a_strangers_signature_is_refused(cast: Cast) -> None:
    act = prepared(cast, cast.ivan)
    with pytest.raises(WrongSignature):
        services.submit(
            actor=cast.ivan.viewer,
            prepared=act.id,
            signature=SAM.sign(bytes.fromhex(act.digest[2:])),
            signer=bytes.fromhex(cast.ivan.key.address[2:]),
        )
    with pytest.raises(Refused) as refusal:
        submit(cast.ivan, act, SAM)
    assert refusal.value.name == "DoorNotASigner"


def test_nobody_submits_anothers_act(cast: Cast) -> None:
    act = prepared(cast, cast.ivan)
    with pytest.raises(NoSuchAct):
        submit(cast.iris, act, cast.ivan.key)
    with pytest.raises(NoSuchAct):
        submit(cast.ivan, replace(act, id=uuid.uuid4()))


def test_what_the_contracts_refuse_is_refused_with_its_figures(cast: Cast) -> None:
    act = prepared(cast, cast.iris, sen=5)
    with pytest.raises(Refused) as refusal:
        submit(cast.iris, act)
    assert refusal.value.name == "MasterBalanceTooLow"
    assert refusal.value.arguments["balance"] == 0
    assert refusal.value.arguments["amount"] == 5


def test_the_same_request_gives_the_same_answer(cast: Cast) -> None:
    act = prepared(cast, cast.ivan)
    first = submit(cast.ivan, act, once="once")
    assert submit(cast.ivan, act, once="once").id == first.id
    assert submit(cast.ivan, act).id == first.id


def test_an_idempotency_key_stands_for_one_request(cast: Cast) -> None:
    first, second = prepared(cast, cast.ivan), prepared(cast, cast.ivan)
    submit(cast.ivan, first, once="once")
    with pytest.raises(KeyReused):
        submit(cast.ivan, second, once="once")


def test_keys_of_two_accounts_do_not_meet(cast: Cast, stage: Stage) -> None:
    first = prepared(cast, cast.ivan)
    submit(cast.ivan, first, once="once")
    stage.act(cast.tan, "Mint", cast.tan.door, to=cast.iris.door, amount=100, ref=b"\2" * 32, creditedAt=1)
    second = prepared(cast, cast.iris)
    view = submit(cast.iris, second, once="once")
    assert view.state is ActState.QUEUED


def test_another_signature_of_the_same_act_comes_too_late(cast: Cast) -> None:
    act = prepared(cast, cast.ivan)
    submit(cast.ivan, act)
    with pytest.raises(OutOfTurn):
        submit(cast.ivan, act, SAM)


def test_a_signed_act_is_performed(cast: Cast, stage: Stage) -> None:
    view = withdraw(stage, cast.ivan, cast.money, 400)
    assert view.state is ActState.QUEUED
    stage.run()
    assert queries.act(view.id).state is ActState.MINED
    assert stage.call("MarketMaster", "balanceOf", cast.money, cast.ivan.door) == 99_600


def test_many_acts_travel_in_one_transaction_in_their_doors_order(cast: Cast, stage: Stage) -> None:
    views = [withdraw(stage, cast.ivan, cast.money, 100 + i) for i in range(12)]
    stage.run()
    assert {queries.act(each.id).state for each in views} == {ActState.MINED}
    assert {row(each).sending_id for each in views} == {newest_sending().pk}
    asked = [each["amount"] for each in stage.events("WithdrawalRequested")]
    assert asked == [100 + i for i in range(12)]


def test_an_act_that_is_refused_on_the_chain_takes_no_other_with_it(cast: Cast, stage: Stage) -> None:
    # Each is possible when it is simulated; together they are not.
    first = withdraw(stage, cast.ivan, cast.money, 60_000)
    second = withdraw(stage, cast.ivan, cast.money, 60_000)
    third = withdraw(stage, cast.ivan, cast.money, 1_000)
    stage.run()
    assert [queries.act(each.id).state for each in (first, second, third)] == [
        ActState.MINED,
        ActState.REFUSED,
        ActState.MINED,
    ]
    refused = queries.act(second.id)
    assert refused.error == "MasterBalanceTooLow"
    assert refused.figures["balance"] == 40_000
    assert refused.sentence
