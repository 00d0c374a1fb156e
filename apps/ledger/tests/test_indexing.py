"""Blocks become documents: in the chain's order, once each, or not at all."""

from __future__ import annotations

import json
from typing import cast

import pytest

from apps.ledger import heads, registry, store
from apps.ledger.directory import CONTRACTS
from apps.ledger.events import UnknownEvent
from apps.ledger.feeds import feed
from apps.ledger.gateway import Gateway
from apps.ledger.heads import Head
from apps.ledger.indexer import BLOCKS_KEPT, Indexer, Step
from apps.ledger.registry import NothingToChange
from apps.ledger.tests.paperchain import (
    MASTER,
    TEMPLATE,
    PaperChain,
    closed,
    emptied,
    log_of,
    opened,
    taken,
    till,
)
from apps.ledger.tests.tills import TILLS
from castor_web.stack.valkey import Valkey

pytestmark = pytest.mark.usefixtures("valkey")


def indexer(chain: PaperChain, *, live: bool = True) -> Indexer:
    """An indexer on the live epoch, which is made if there is none."""
    epoch = store.live()
    if epoch.name == store.NO_EPOCH:
        fresh = store.new_epoch(chain.chain_id)
        store.switch(to=fresh, instead_of=epoch)
        epoch = fresh
    return Indexer(cast(Gateway, chain), epoch, chain.origin, live=live)


def run(each: Indexer) -> None:
    """Steps until there is nothing to do."""
    while each.step() is not Step.IDLE:
        pass


def stand() -> Head:
    found = heads.head()
    assert found is not None
    return found


def test_a_contract_speaks_from_the_log_after_its_announcement(paper: PaperChain) -> None:
    paper.mine(opened(till(1)), taken(1, 500), taken(1, 250, "cash"))
    run(indexer(paper))
    found = TILLS.get(till(1))
    assert found == {"name": till(1), "held": 750, "state": "open", "notes": ["cash"]}
    assert CONTRACTS.get(till(1)) == {"address": till(1), "name": "Till", "code": TEMPLATE, "block": 1}


def test_strangers_are_not_heard(paper: PaperChain) -> None:
    paper.mine(taken(9, 500), {**opened(till(1)), "address": till(8).lower()})
    run(indexer(paper))
    assert TILLS.count() == 0
    assert stand().number == 1


def test_an_event_without_words_stops_the_indexer_before_its_batch(paper: PaperChain) -> None:
    paper.mine(opened(till(1)), taken(1, 500))
    run(indexer(paper))
    paper.mine(taken(1, 100))
    paper.mine({**taken(1, 100), "topics": ["0x" + "77" * 32]})
    with pytest.raises(UnknownEvent, match="block 3, from Till"):
        run(indexer(paper))
    assert stand().number == 1
    assert (TILLS.get(till(1)) or {})["held"] == 500


def test_data_that_is_too_short_is_unknown_too(paper: PaperChain) -> None:
    paper.mine(opened(till(1)), {**taken(1, 500), "data": "0x" + "00" * 40})
    with pytest.raises(UnknownEvent, match="Taken"):
        run(indexer(paper))


def test_an_event_upon_nothing_stops_the_indexer_and_writes_nothing(paper: PaperChain) -> None:
    paper.mine(opened(till(1)))
    paper.mine(closed(1), taken(1, 500))
    each = indexer(paper)
    with pytest.raises(NothingToChange):
        run(each)
    assert heads.head() is not None
    assert TILLS.count() == 0


def test_the_head_is_the_chains_clock(paper: PaperChain) -> None:
    block = paper.mine()
    run(indexer(paper))
    assert (stand().number, stand().hash, stand().timestamp) == (1, block.hash, block.timestamp)


def test_two_indexers_are_harmless(paper: PaperChain) -> None:
    first, second = indexer(paper), indexer(paper)
    for n in range(1, 6):
        paper.mine(opened(till(n)), taken(1, 100))
        first.step()
        second.step()
        paper.mine(taken(1, 1))
        second.step()
        first.step()
    run(first)
    run(second)
    assert (TILLS.get(till(1)) or {})["held"] == 505
    assert TILLS.count() == 5
    assert stand().number == 10


def test_the_slower_of_two_indexers_writes_nothing(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.mine(opened(till(1)))
    slow, fast = indexer(paper), indexer(paper)
    run(slow)
    paper.mine(taken(1, 100))
    logs = paper.logs

    def meanwhile(first: int, last: int) -> object:
        monkeypatch.setattr(paper, "logs", logs)
        run(fast)
        return logs(first, last)

    monkeypatch.setattr(paper, "logs", meanwhile)
    assert slow.step() is Step.AGAIN
    run(slow)
    assert (TILLS.get(till(1)) or {})["held"] == 100


def test_an_epoch_that_is_no_longer_live_is_not_written(paper: PaperChain) -> None:
    paper.mine(opened(till(1)))
    each = indexer(paper)
    run(each)
    store.switch(to=store.new_epoch(paper.chain_id), instead_of=each.epoch)
    before = each.epoch.checkpoint()
    paper.mine(taken(1, 100))
    assert each.step() is Step.AGAIN
    assert each.epoch.checkpoint() == before


def test_logs_of_another_block_than_the_header_are_asked_for_again(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.mine(opened(till(1)))
    logs = paper.logs

    def reorganised(first: int, last: int) -> object:
        monkeypatch.setattr(paper, "logs", logs)
        return [each | {"blockHash": "0x" + "99" * 32} for each in logs(first, last)]

    monkeypatch.setattr(paper, "logs", reorganised)
    each = indexer(paper)
    assert each.step() is Step.AGAIN
    run(each)
    assert TILLS.count() == 1


def test_logs_that_the_node_keeps_back_are_missed(paper: PaperChain, monkeypatch: pytest.MonkeyPatch) -> None:
    paper.mine(opened(till(1)))
    logs = paper.logs
    monkeypatch.setattr(paper, "logs", lambda first, last: [])
    each = indexer(paper)
    assert each.step() is Step.AGAIN
    assert stand().number == 0
    monkeypatch.setattr(paper, "logs", logs)
    run(each)
    assert TILLS.count() == 1


def test_the_way_back_is_kept_for_blocks_that_may_go(paper: PaperChain) -> None:
    for n in range(1, BLOCKS_KEPT + 20):
        paper.mine(opened(till(n)))
    paper.final_number = 10
    each = indexer(paper)
    run(each)
    assert each.epoch.undo(10) is None
    assert each.epoch.undo(11) is not None
    paper.final_number = paper.head().number
    paper.mine()
    run(each)
    oldest = stand().kept
    assert oldest == paper.head().number - BLOCKS_KEPT + 1
    assert each.epoch.undo(oldest - 1) is None
    assert each.epoch.undo(oldest) is not None


def test_each_event_stands_in_the_feed_of_its_door_and_of_the_market(paper: PaperChain) -> None:
    paper.mine(opened(till(1)), opened(till(2)), taken(1, 5), taken(2, 6))
    paper.mine(taken(1, 7))
    run(indexer(paper))
    assert [line["arguments"]["amount"] for line in feed(till(1)).rows] == [7, 5]
    assert [line["arguments"]["amount"] for line in feed(None).rows] == [7, 6, 5]
    line = feed(till(2)).rows[0]
    assert (line["sentence"], line["block"], line["index"], line["source"]) == ("Taken", 1, 3, till(2))


def test_those_who_oversee_a_door_see_its_lines(paper: PaperChain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_oversight", [lambda write, door: [MASTER]])
    paper.mine(opened(till(1)), taken(1, 5))
    run(indexer(paper))
    assert feed(MASTER).rows == feed(till(1)).rows


def test_a_commit_is_told_to_live_pages(paper: PaperChain, valkey: Valkey) -> None:
    channel = store.client().pubsub(ignore_subscribe_messages=True)
    channel.subscribe(store.CHANNEL)
    channel.get_message(timeout=1)
    paper.mine(opened(till(1)), taken(1, 5), emptied(1))
    run(indexer(paper))
    heard = [each for each in (channel.get_message(timeout=1) for _ in range(2)) if each is not None]
    news = json.loads(heard[-1]["data"])
    assert news["block"] == 1
    assert news["doors"] == [till(1)]
    assert news["touched"]["test_till"] == [till(1)]
    channel.close()


def test_lag_counts_blocks_and_says_when_nobody_ever_looked(paper: PaperChain) -> None:
    assert heads.lag().behind
    paper.mine()
    run(indexer(paper))
    heads.saw(21)
    assert heads.lag().blocks == 20
    assert heads.lag().behind
    heads.saw(1)
    assert not heads.lag().behind


def test_an_investors_door_is_read_as_one(paper: PaperChain) -> None:
    door = till(77)
    performed = log_of("Investor", "Performed", door, nonce=3, target=till(1), selector="0x12345678")
    paper.mine(opened(door, "Investor"), performed)
    each = indexer(paper)
    run(each)
    kept = json.loads(each.epoch.outcome() or b"{}")
    assert kept["block"]["number"] == 1
    assert [(o["result"], o["door"], o["nonce"]) for o in kept["outcomes"]] == [("performed", door, 3)]
