"""Signatures handed in by the list: each is answered alone, and what is kept is kept before the answer."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.ledger import services
from apps.ledger.gateway import Gateway
from apps.ledger.models import Act
from apps.ledger.signers import KeySigner
from apps.ledger.testing.stage import Client, Stage
from apps.ledger.tests.delivery.conftest import Cast
from apps.ledger.types import ActState, ActView, Prepared, Signature
from apps.vocabulary.errors import CastorError

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


def signed(of: Prepared, key: KeySigner, once: str = "") -> Signature:
    signature = key.sign(bytes.fromhex(of.digest[2:]))
    return Signature(of.id, signature, bytes.fromhex(key.address[2:]), once)


def state_of(of: Prepared) -> str:
    return Act.objects.get(uid=of.id).state


def codes(answers: list[ActView | CastorError]) -> list[str]:
    return [each.code if isinstance(each, CastorError) else each.state.value for each in answers]


def test_one_that_is_refused_takes_none_of_the_others_with_it(cast: Cast, stage: Stage) -> None:
    ivan = cast.ivan
    good, dear = prepared(cast, ivan), prepared(cast, ivan, 10**9)
    forged, last = prepared(cast, ivan), prepared(cast, ivan)
    listed = [
        signed(good, ivan.key),
        signed(dear, ivan.key),
        replace(signed(forged, SAM), signer=bytes.fromhex(ivan.key.address[2:])),
        Signature(uuid.uuid4(), b"", b""),
        signed(last, ivan.key),
    ]
    answers = services.submit_many(actor=ivan.viewer, signatures=listed)
    assert codes(answers) == ["queued", "refused", "wrong-signature", "no-such-act", "queued"]
    assert state_of(forged) == ActState.PREPARED
    stage.run()
    assert state_of(good) == state_of(last) == ActState.MINED


def test_anothers_acts_are_taken_only_from_who_sees_the_door(cast: Cast) -> None:
    omar = cast.omar.maker
    listed = [signed(prepared(cast, cast.ivan), cast.ivan.key)]
    assert codes(services.submit_many(actor=cast.iris.viewer, signatures=listed)) == ["no-such-act"]
    assert codes(services.submit_many(actor=omar, signatures=listed, sight=lambda _: ())) == ["no-such-act"]
    assert codes(services.submit_many(actor=omar, signatures=listed, sight=list)) == ["queued"]


def test_a_key_gives_the_first_answer_again_in_the_same_list_too(cast: Cast) -> None:
    ivan = cast.ivan
    first, second = prepared(cast, ivan), prepared(cast, ivan)
    once = signed(first, ivan.key, "k")
    answers = services.submit_many(actor=ivan.viewer, signatures=[once, once, signed(second, ivan.key, "k")])
    assert codes(answers) == ["queued", "queued", "key-reused"]
    assert codes(services.submit_many(actor=ivan.viewer, signatures=[once])) == ["queued"]
    assert state_of(second) == ActState.PREPARED


def test_a_client_that_signed_elsewhere_is_answered_out_of_turn(cast: Cast) -> None:
    ivan = cast.ivan
    of = prepared(cast, ivan)
    services.submit_many(actor=ivan.viewer, signatures=[signed(of, ivan.key)])
    other = Signature(of.id, bytes(65), bytes.fromhex(ivan.key.address[2:]))
    assert codes(services.submit_many(actor=ivan.viewer, signatures=[other])) == ["out-of-turn"]


# -- what it costs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 4])
def test_a_list_costs_the_node_one_question_and_the_database_a_few(
    number: int,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ivan = cast.ivan
    listed = [signed(prepared(cast, ivan), ivan.key, f"k{i}") for i in range(number)]
    asked: list[bytes] = []
    post = Gateway._post

    def counting(self: Gateway, body: bytes) -> object:
        asked.append(body)
        return post(self, body)

    monkeypatch.setattr(Gateway, "_post", counting)
    # The acts, the keys, the statement that queues them, and a savepoint's two.
    with django_assert_max_num_queries(5):
        assert set(codes(services.submit_many(actor=ivan.viewer, signatures=listed))) == {"queued"}
    assert len(asked) == 1
