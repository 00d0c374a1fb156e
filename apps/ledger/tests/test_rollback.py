"""The chain goes another way: what was applied is taken back, exactly, and the new way is applied."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.ledger import heads, outcomes, store
from apps.ledger.errors import ForeignChain, NodeAway
from apps.ledger.gateway import Gateway
from apps.ledger.indexer import Indexer, Step, TooDeep
from apps.ledger.outcomes import Outcome, Place
from apps.ledger.rebuild import fill
from apps.ledger.tests.paperchain import PaperChain, closed, emptied, log_of, opened, taken, till
from apps.ledger.tests.test_indexing import indexer, run
from apps.ledger.tests.tills import TILLS
from apps.ledger.types import Hash, RawLog
from castor_web.stack.valkey import Valkey

TILLS_KNOWN = 3
LOGS = st.lists(
    st.one_of(
        st.builds(
            taken, st.integers(1, TILLS_KNOWN), st.integers(0, 2**200), st.sampled_from(["", "a", "b"])
        ),
        st.builds(emptied, st.integers(1, TILLS_KNOWN)),
        st.builds(lambda n: opened(till(n)), st.integers(1, 2 * TILLS_KNOWN)),
        st.builds(closed, st.integers(TILLS_KNOWN + 1, 2 * TILLS_KNOWN)),
    ),
    max_size=6,
)
HISTORY = st.lists(LOGS, min_size=1, max_size=8)


def begun(paper: PaperChain) -> PaperChain:
    """A chain with the tills that are always there."""
    paper.mine(*(opened(till(n)) for n in range(1, TILLS_KNOWN + 1)))
    return paper


def mined(chain: PaperChain, history: Sequence[Sequence[RawLog]], *, fork: int) -> None:
    for logs in history:
        chain.mine(*logs, fork=fork)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(HISTORY, HISTORY, HISTORY)
def test_after_a_reorg_the_read_model_is_what_the_new_chain_alone_gives(
    valkey_server: Valkey,
    paper: PaperChain,
    common: Sequence[Sequence[RawLog]],
    old: Sequence[Sequence[RawLog]],
    new: Sequence[Sequence[RawLog]],
) -> None:
    valkey_server.empty()
    chain = begun(PaperChain())
    mined(chain, common, fork=0)
    each = indexer(chain)
    run(each)
    before = each.epoch.digest()
    mined(chain, old, fork=1)
    run(each)
    chain.drop(len(old))
    run(each)
    assert each.epoch.digest() == before
    mined(chain, old, fork=1)
    run(each)
    chain.drop(len(old))
    mined(chain, new, fork=2)
    run(each)
    assert each.epoch.digest() == fill(cast(Gateway, chain), chain.origin).digest()


@pytest.mark.usefixtures("valkey")
def test_a_chain_that_only_lost_its_last_blocks_is_followed_down(paper: PaperChain) -> None:
    begun(paper).mine(taken(1, 100))
    paper.mine(taken(1, 10))
    each = indexer(paper)
    run(each)
    paper.drop(1)
    assert each.step() is Step.TAKEN_BACK
    run(each)
    assert (TILLS.get(till(1)) or {})["held"] == 100
    found = heads.head()
    assert found is not None
    assert found.hash == paper.head().hash


@pytest.mark.usefixtures("valkey")
def test_below_what_is_kept_only_a_rebuild_helps(paper: PaperChain) -> None:
    begun(paper).mine(taken(1, 100))
    each = indexer(paper)
    run(each)
    for number in range(3):
        store.client().hdel(f"castor:{each.epoch.name}:undo", str(number))
    paper.drop(1)
    paper.mine(taken(1, 7), fork=1)
    with pytest.raises(TooDeep):
        run(each)


@pytest.mark.usefixtures("valkey")
def test_f32_another_chain_takes_nothing_back(paper: PaperChain) -> None:
    begun(paper).mine(taken(1, 100))
    each = indexer(paper)
    run(each)
    other = PaperChain()
    other._blocks[0] = (replace(other._blocks[0][0], hash=Hash("0x" + "99" * 32)), [])
    each._reader.gateway = cast(Gateway, other)
    with pytest.raises(ForeignChain):
        each.step()
    assert (TILLS.get(till(1)) or {})["held"] == 100


@pytest.mark.usefixtures("valkey")
def test_f41_a_block_some_of_whose_logs_are_missing_is_asked_for_again(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(paper).mine(taken(1, 100), taken(1, 20), taken(1, 3))
    each, whole = indexer(paper), paper.logs
    with monkeypatch.context() as patched:
        patched.setattr(
            paper, "logs", lambda *asked: [log for log in whole(*asked) if log["logIndex"] != "0x1"]
        )
        assert each.step() is Step.AGAIN
    run(each)
    assert (TILLS.get(till(1)) or {})["held"] == 123


@pytest.mark.usefixtures("valkey")
def test_f43_a_range_that_is_not_answered_in_time_is_asked_for_in_parts(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(paper)
    for _ in range(30):
        paper.mine(taken(1, 1))
    each, whole = indexer(paper), paper.logs

    def slow(first: int, last: int) -> list[RawLog]:
        if last - first > 4:
            raise NodeAway
        return whole(first, last)

    monkeypatch.setattr(paper, "logs", slow)
    for _ in range(30):  # it asks for more again when less was answered
        with suppress(NodeAway):
            run(each)
    assert (TILLS.get(till(1)) or {})["held"] == 30


@pytest.mark.usefixtures("valkey")
def test_f21_redis_that_goes_within_a_batch_lets_no_event_count_twice(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(paper)
    run(indexer(paper))
    paper.mine(taken(1, 100))
    paper.mine(taken(2, 5))
    each, whole = indexer(paper), store.Epoch.documents

    def away(epoch: store.Epoch, kind: str, keys: Sequence[str]) -> list[bytes | None]:
        if till(2) in keys and kind != "contract":
            raise store.ReadModelAway
        return whole(epoch, kind, keys)

    with monkeypatch.context() as patched:
        patched.setattr(store.Epoch, "documents", away)
        with pytest.raises(store.ReadModelAway):
            each.step()
    run(each)
    assert (TILLS.get(till(1)) or {})["held"] == 100
    assert (TILLS.get(till(2)) or {})["held"] == 5


class Heard:
    """A settlement that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def settle(self, block: Place, outcomes: Sequence[Outcome]) -> None:
        self.told.append((block.number, [(each.result, each.nonce) for each in outcomes]))

    def unsettle(self, block_number: int) -> None:
        self.told.append(f"from {block_number}")


def act(nonce: int, *, refused: bool = False) -> RawLog:
    if refused:
        return log_of("Investor", "Refused", till(77), nonce=nonce, reason="0x1234")
    return log_of("Investor", "Performed", till(77), nonce=nonce, target=till(1), selector="0x12345678")


@pytest.mark.usefixtures("valkey")
def test_the_outbox_hears_each_block_in_turn_and_what_was_taken_back(paper: PaperChain) -> None:
    heard = Heard()
    paper.mine(opened(till(77), "Investor"), act(0))
    paper.mine(act(1, refused=True), act(2))
    each = indexer(paper)
    run(each)
    paper.drop(1)
    paper.mine(act(2), fork=1)
    run(each)
    assert outcomes.tell(each.epoch, heard) == 4
    assert heard.told == [
        (1, [("performed", 0)]),
        (2, [("refused", 1), ("performed", 2)]),
        "from 2",
        (2, [("performed", 2)]),
    ]
    assert outcomes.tell(each.epoch, heard) == 0


@pytest.mark.usefixtures("valkey")
def test_what_the_outbox_could_not_take_is_told_again(paper: PaperChain) -> None:
    class Away(Heard):
        def settle(self, block: Place, outcomes: Sequence[Outcome]) -> None:
            raise ConnectionError

    paper.mine(opened(till(77), "Investor"), act(0))
    each: Indexer = indexer(paper)
    run(each)
    with pytest.raises(ConnectionError):
        outcomes.tell(each.epoch, Away())
    heard = Heard()
    outcomes.tell(each.epoch, heard)
    assert heard.told == [(1, [("performed", 0)])]
