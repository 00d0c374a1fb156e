"""A rebuild gives the same bytes from events alone, and pages never see it half done."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from django.db import OperationalError
from pytest_django import Settings

from apps.ledger import heads, registry, store
from apps.ledger.errors import ForeignChain, NodeAway
from apps.ledger.events import UnknownEvent
from apps.ledger.follow import Follower, follow
from apps.ledger.gateway import Gateway
from apps.ledger.indexer import Indexer, Step
from apps.ledger.members import shortened
from apps.ledger.origin import Origin
from apps.ledger.outcomes import Outcome, Place
from apps.ledger.rebuild import fill, rebuild
from apps.ledger.store import Epoch, LetGo, Overtaken, ReadModelAway
from apps.ledger.tests.paperchain import MASTER, PaperChain, emptied, opened, taken, till
from apps.ledger.tests.test_indexing import indexer, run
from apps.ledger.tests.test_rollback import Heard, act
from apps.ledger.tests.tills import TILLS
from apps.ledger.types import Block, Hash

pytestmark = pytest.mark.usefixtures("valkey")


def follower(chain: PaperChain, heard: Heard, origin: Origin | None = None) -> Follower:
    return Follower(cast(Gateway, chain), origin or chain.origin, heard)


def keep_up(each: Follower) -> None:
    while each.turn() is not Step.IDLE:
        pass


def busy(chain: PaperChain) -> None:
    for n in range(1, 8):
        chain.mine(opened(till(n)), taken(n, n * 100, "cash"), taken(1, 2**100))
    chain.mine(emptied(2), opened(till(77), "Investor"), act(0))


def test_live_and_rebuilt_are_the_same_byte_for_byte(paper: PaperChain) -> None:
    busy(paper)
    run(indexer(paper))
    rebuilt = rebuild(cast(Gateway, paper), paper.origin, compare=True)
    assert rebuilt.same is True
    assert store.live().name == rebuilt.epoch.name
    assert TILLS.count() == 7


def test_a_row_that_somebody_edited_is_found_and_mended(paper: PaperChain) -> None:
    busy(paper)
    each = indexer(paper)
    run(each)
    store.client().hset(
        f"castor:{each.epoch.name}:doc:test_till", cast(Any, shortened(till(1))), '{"held":0}'
    )
    rebuilt = rebuild(cast(Gateway, paper), paper.origin, compare=True)
    assert rebuilt.same is False
    assert (TILLS.get(till(1)) or {})["held"] == 7 * 2**100 + 100


def test_pages_read_the_old_epoch_until_the_switch_and_a_while_after(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(paper)
    each = indexer(paper)
    run(each)
    seen: list[int] = []
    rebuild(cast(Gateway, paper), paper.origin, progress=lambda block, newest: seen.append(TILLS.count()))
    assert seen
    assert set(seen) == {7}
    assert each.epoch.documents("test_till", [till(1)]) != [None]
    assert 0 < store.client().ttl(f"castor:{each.epoch.name}:doc:test_till") <= store.GRACE_SECONDS


def test_a_rebuild_that_fails_leaves_the_live_epoch_and_nothing_else(paper: PaperChain) -> None:
    busy(paper)
    each = indexer(paper)
    run(each)
    paper.mine({**taken(1, 100), "topics": ["0x" + "77" * 32]})
    with pytest.raises(UnknownEvent):
        rebuild(cast(Gateway, paper), paper.origin)
    assert store.live().name == each.epoch.name
    assert store.leftovers() == []


def test_one_rebuild_at_a_time(paper: PaperChain) -> None:
    busy(paper)
    run(indexer(paper))
    refused: list[int] = []

    def other(block: int, newest: int) -> None:
        with pytest.raises(Overtaken):
            rebuild(cast(Gateway, paper), paper.origin)
        refused.append(block)

    rebuilt = rebuild(cast(Gateway, paper), paper.origin, progress=other)
    assert refused
    assert store.live().name == rebuilt.epoch.name
    assert TILLS.count() == 7


def test_a_rebuild_that_lost_its_turn_gives_up(paper: PaperChain, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(paper)
    each = indexer(paper)
    run(each)
    step = Indexer.step

    def slow(self: Indexer) -> Step:
        store.client().delete("castor:turn:rebuild")
        return step(self)

    monkeypatch.setattr(Indexer, "step", slow)
    with pytest.raises(LetGo):
        rebuild(cast(Gateway, paper), paper.origin)
    assert store.live().name == each.epoch.name
    assert store.leftovers() == []


def test_what_a_killed_rebuild_left_is_let_go_by_the_next(paper: PaperChain) -> None:
    busy(paper)
    run(indexer(paper))
    left = fill(cast(Gateway, paper), paper.origin)
    rebuild(cast(Gateway, paper), paper.origin)
    assert 0 < store.client().ttl(f"castor:{left.name}:checkpoint") <= store.GRACE_SECONDS


def test_an_epoch_that_was_let_go_is_not_filled_again(paper: PaperChain) -> None:
    busy(paper)
    run(indexer(paper))

    def lost(block: int, newest: int) -> None:
        for filling in store.leftovers():
            store.client().delete(f"castor:{filling.name}:checkpoint")

    with pytest.raises(LetGo):
        rebuild(cast(Gateway, paper), paper.origin, progress=lost)
    assert TILLS.count() == 7


def test_after_redis_was_emptied_the_market_is_filled_again(paper: PaperChain) -> None:
    busy(paper)
    heard = Heard()
    each = follower(paper, heard)
    keep_up(each)
    store.client().flushall()
    assert TILLS.count() == 0
    keep_up(each)
    assert TILLS.count() == 7
    assert heard.told == [(8, [("performed", 0)])] * 2


def test_a_deep_reorg_is_rebuilt_and_the_outbox_starts_over(paper: PaperChain) -> None:
    busy(paper)
    heard = Heard()
    each = follower(paper, heard)
    keep_up(each)
    before = store.live().name
    store.client().delete(f"castor:{before}:undo")
    paper.drop(2)
    paper.mine(taken(1, 1), fork=1)
    paper.mine(fork=1)
    keep_up(each)
    assert store.live().name != before
    assert TILLS.count() == 6
    assert heard.told == [(8, [("performed", 0)]), "from 1"]


def test_a_node_that_has_yet_to_fetch_its_chain_is_waited_for(paper: PaperChain) -> None:
    busy(paper)
    heard = Heard()
    each = follower(paper, heard)
    keep_up(each)
    before = store.live().name
    store.client().delete(f"castor:{before}:undo")
    gone = paper._blocks[5:]
    paper.drop(4)
    assert each.turn() is Step.IDLE
    assert store.live().name == before
    assert TILLS.count() == 7
    paper._blocks += gone
    keep_up(each)
    assert store.live().name == before
    assert heard.told == [(8, [("performed", 0)])]


def test_another_market_on_the_same_chain_begins_its_own_epoch(paper: PaperChain) -> None:
    busy(paper)
    keep_up(follower(paper, Heard()))
    other = Origin(paper.genesis_hash, 3, {till(99): "MarketMaster"})
    keep_up(follower(paper, Heard(), other))
    assert TILLS.count() == 0
    keep_up(follower(paper, Heard()))
    assert TILLS.count() == 7


def test_another_chain_is_refused(paper: PaperChain) -> None:
    busy(paper)
    each = follower(paper, Heard())
    keep_up(each)
    before = store.live().name
    changed = PaperChain()
    changed._blocks[0] = (Block(0, Hash(till(5)), Hash(till(6)), 0, 0, 0, has_logs=False), [])
    with pytest.raises(ForeignChain):
        follower(changed, Heard(), paper.origin).turn()
    assert store.live().name == before


def test_the_loop_outlasts_a_node_that_is_away(paper: PaperChain, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(paper)
    stop, head, calls = threading.Event(), paper.head, []

    def away() -> Block:
        calls.append(1)
        if len(calls) == 1:
            raise NodeAway
        if len(calls) > 2:
            stop.set()
        return head()

    monkeypatch.setattr(paper, "head", away)
    monkeypatch.setattr("apps.ledger.follow.AWAY_SECONDS", 0)
    follow(follower(paper, Heard()), stop)
    found = heads.head()
    assert found is not None
    assert found.number == 8


def test_f19_the_read_model_goes_on_while_much_is_told_again(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(paper)
    paper.mine(act(1))
    paper.mine(act(2))
    heard = Heard()
    each = follower(paper, heard)
    monkeypatch.setattr("apps.ledger.follow.TELL_SECONDS", -1)
    steps = [each.turn() for _ in range(4)]
    assert steps == [Step.ADVANCED, Step.ADVANCED, Step.IDLE, Step.IDLE]
    assert heard.told == [(8 + nonce, [("performed", nonce)]) for nonce in range(3)]


def test_f41_a_node_that_contradicts_itself_is_asked_again_and_told_of(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    busy(paper)
    stop, blocks, calls = threading.Event(), paper.blocks, []

    def with_a_hole(numbers: Sequence[int]) -> list[Block | None]:
        calls.append(1)
        if len(calls) > 60:
            stop.set()
        return [
            None if number == 5 else block for number, block in zip(numbers, blocks(numbers), strict=True)
        ]

    monkeypatch.setattr(paper, "blocks", with_a_hole)
    monkeypatch.setattr("apps.ledger.follow.POLL_SECONDS", 0.001)
    follow(follower(paper, Heard()), stop)
    said = [each for each in caplog.records if "do not fit together" in each.getMessage()]
    assert len(said) == 1


def test_what_other_projections_filled_is_rebuilt_at_the_start(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(paper)
    each = follower(paper, Heard())
    keep_up(each)
    before = store.live().name
    monkeypatch.setattr(registry, "fingerprint", lambda: "a newer version")
    paper.mine()
    keep_up(each)
    assert store.live().name == before
    newer = follower(paper, Heard())
    keep_up(newer)
    assert store.live().name != before
    assert store.live().made_by() == "a newer version"
    assert TILLS.count() == 7
    keep_up(each)
    assert store.live().made_by() == "a newer version"


def test_the_outbox_is_told_when_its_database_is_back(paper: PaperChain) -> None:
    class Away(Heard):
        away = True

        def settle(self, block: Place, outcomes: Sequence[Outcome]) -> None:
            if self.away:
                raise OperationalError
            super().settle(block, outcomes)

    busy(paper)
    heard = Away()
    each = follower(paper, heard)
    keep_up(each)
    assert heard.told == []
    assert TILLS.count() == 7
    heard.away = False
    keep_up(each)
    assert heard.told == [(8, [("performed", 0)])]


def test_pages_are_told_when_redis_is_away(settings: Settings) -> None:
    settings.CASTOR_READ_MODEL_URL = "redis://127.0.0.1:1/2"
    with pytest.raises(ReadModelAway):
        TILLS.get(till(1))
    with pytest.raises(ReadModelAway):
        heads.lag()


def test_an_epoch_can_be_let_go_at_once(paper: PaperChain) -> None:
    run(indexer(paper))
    epoch = Epoch(store.live().name)
    epoch.expire(0)
    assert epoch.checkpoint() is None
    assert epoch.documents("contract", [MASTER]) == [None]


def test_what_was_kept_in_another_form_has_another_fingerprint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "form").write_bytes(b"another dictionary")
    before = registry.fingerprint()
    monkeypatch.setattr(registry, "FORM", (tmp_path / "form",))
    assert registry.fingerprint() != before


def test_a_reorg_during_a_rebuild_is_taken_back(paper: PaperChain, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(1, 30):
        paper.mine(opened(till(n)))
    turned: list[int] = []

    def turn(block: int, newest: int) -> None:
        if not turned:
            turned.append(block)
            paper.drop(25)
            for _ in range(40):
                paper.mine(fork=1)

    rebuilt = rebuild(cast(Gateway, paper), paper.origin, progress=turn)
    assert turned == [8]
    assert rebuilt.head.hash == paper.head().hash
    assert TILLS.count() == 4
