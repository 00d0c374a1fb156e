"""Workers and requests at the same moment: nonces without gap or twin, one act for one key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from apps.ledger import delivery, queries, services
from apps.ledger.deployment import Deployed
from apps.ledger.errors import KeyReused
from apps.ledger.gateway import gateway
from apps.ledger.models import Act, Lane, Sending
from apps.ledger.outbox import reserve_nonce
from apps.ledger.testing.stage import LANE_KEYS, Node, Stage, open_stage
from apps.ledger.tests.delivery.conftest import Cast, cast, withdraw
from apps.ledger.types import ActState
from apps.vocabulary.errors import CastorError

__all__ = ["cast"]

WORKERS = 8


@pytest.fixture
def stage(
    deployed: Deployed, chain: Node, transactional_db: None, valkey: object, settings: Any, tmp_path: Path
) -> Iterator[Stage]:
    """A market whose rows are really committed, so that threads see them."""
    yield from open_stage(deployed, chain, settings, tmp_path)


def at_once(step: Callable[[int], object], times: int = WORKERS) -> list[object]:
    """What the step gave, or raised, when it was called so often at the same moment."""

    def closing(i: int) -> object:
        try:
            return step(i)
        except CastorError as problem:
            return problem
        finally:
            connections.close_all()
            gateway().close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(closing, range(times)))


def test_a_doors_nonces_are_given_once(stage: Stage) -> None:
    given = at_once(lambda _: [reserve_nonce(stage.regulator.door) for _ in range(20)])
    flat = sorted(n for each in given if isinstance(each, list) for n in each)
    assert flat == list(range(20 * WORKERS))


def test_workers_on_one_lane_spend_each_nonce_once(stage: Stage, cast: Cast) -> None:
    first = Lane.objects.get().next_nonce
    views = [withdraw(stage, cast.ivan, cast.money, 100 + i) for i in range(24)]
    at_once(lambda _: delivery.deliver())
    at_once(lambda _: delivery.results())
    stage.settle()
    assert {queries.act(each.id).state for each in views} <= {ActState.MINED, ActState.FINAL}
    nonces = list(Sending.objects.filter(nonce__gte=first).order_by("nonce").values_list("nonce", flat=True))
    assert nonces == list(range(first, first + len(nonces)))
    assert [each["amount"] for each in stage.events("WithdrawalRequested")] == [100 + i for i in range(24)]


def test_two_lanes_carry_each_its_doors(stage: Stage, cast: Cast) -> None:
    second = stage.keystore.make(LANE_KEYS[1])
    Lane.objects.create(address=second)
    minted = services.propose(
        actor=cast.tan.maker,
        door=cast.tan.door,
        act="Mint",
        target=cast.tan.door,
        arguments={"to": cast.iris.door, "amount": 50_000, "ref": b"\3" * 32, "creditedAt": 1},
    )
    if minted.state is ActState.PROPOSED:
        services.approve(actor=cast.tan.checker, act=minted.id)
    stage.run()
    views = [withdraw(stage, who, cast.money, 100 + i) for i in range(6) for who in (cast.ivan, cast.iris)]
    at_once(lambda _: delivery.deliver())
    stage.settle()
    assert {queries.act(each.id).state for each in views} <= {ActState.MINED, ActState.FINAL}
    for door in (cast.ivan.door, cast.iris.door):
        assert Act.objects.filter(door=door).values("sending__lane").distinct().count() == 1


def test_one_key_is_one_act_however_often_it_is_sent_at_once(stage: Stage, cast: Cast) -> None:
    acts = [
        services.prepare(
            actor=cast.ivan.viewer,
            door=cast.ivan.door,
            act="RequestWithdrawal",
            target=cast.ivan.door,
            asset=cast.money,
            most=100,
            arguments={"token": cast.money, "amount": 100},
        )
        for _ in range(WORKERS)
    ]

    def submit(i: int) -> object:
        return services.submit(
            actor=cast.ivan.viewer,
            prepared=acts[i].id,
            signature=cast.ivan.key.sign(bytes.fromhex(acts[i].digest[2:])),
            signer=bytes.fromhex(cast.ivan.key.address[2:]),
            key="once",
        )

    answers = at_once(submit)
    assert sum(1 for each in answers if not isinstance(each, KeyReused)) == 1
    assert Act.objects.filter(key="once").count() == 1


def test_one_signature_is_one_act_however_often_it_is_sent_at_once(stage: Stage, cast: Cast) -> None:
    act = services.prepare(
        actor=cast.ivan.viewer,
        door=cast.ivan.door,
        act="RequestWithdrawal",
        target=cast.ivan.door,
        asset=cast.money,
        most=100,
        arguments={"token": cast.money, "amount": 100},
    )
    signature = cast.ivan.key.sign(bytes.fromhex(act.digest[2:]))

    def submit(_: int) -> object:
        return services.submit(
            actor=cast.ivan.viewer,
            prepared=act.id,
            signature=signature,
            signer=bytes.fromhex(cast.ivan.key.address[2:]),
            key="twice",
        ).id

    assert set(at_once(submit)) == {act.id}
    stage.run()
    assert stage.call("MarketMaster", "balanceOf", cast.money, cast.ivan.door) == 99_900
