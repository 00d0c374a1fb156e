"""No event is missing between two blocks: of the node, and of what the read model tells."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from apps.ledger import history, trail
from apps.ledger.errors import NoSuchBlock, NotReplayed
from apps.ledger.feeds import FEED
from apps.ledger.gateway import Gateway
from apps.ledger.heads import head
from apps.ledger.members import shortened
from apps.ledger.origin import origin
from apps.ledger.readmodel import Collection
from apps.ledger.store import client, leftovers, live
from apps.ledger.testing.stage import Stage
from apps.vocabulary.types import Role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def market(stage: Stage) -> tuple[int, int]:
    """A market's first block, and its last: a trustee and an operator were admitted."""
    stage.admit(Role.TRUSTEE, "Tan Trustees")
    stage.admit(Role.OPERATOR, "Omar Crowd")
    stage.index()
    found = head()
    assert found is not None
    return origin().first_block, found.number


def whats(walk: trail.Trail) -> set[str]:
    return {each.what for each in walk.gaps}


def test_a_log_that_the_node_leaves_out_is_missed(
    market: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    every = Gateway.logs

    def but_the_last(*asked: Any) -> list[Any]:
        return every(*asked)[:-1]

    monkeypatch.setattr(Gateway, "logs", but_the_last)
    assert "bloom" in whats(trail.trail(*market))


def test_a_line_that_no_event_said_is_found(market: tuple[int, int]) -> None:
    line = FEED.page(order="at", descending=True, limit=1).rows[0]
    _overwrite(FEED, line["place"], {**line, "transaction": "0x" + "ab" * 32})
    assert whats(trail.trail(*market)) == {"invented"}


def test_a_line_that_was_lost_is_told_by_the_events_alone(market: tuple[int, int]) -> None:
    line = FEED.page(order="at", descending=True, limit=1).rows[0]
    _overwrite(FEED, line["place"], None)
    assert trail.trail(*market).complete
    assert [(each.what, each.place) for each in history.retold(*market)] == [("untold", line["sentence"])]


def test_nothing_is_missing(market: tuple[int, int]) -> None:
    walk = trail.trail(*market)
    assert walk.complete, walk.gaps
    assert walk.blocks == market[1] - market[0] + 1
    assert walk.logs >= walk.events >= walk.lines > 0
    assert history.retold(*market) == []


def test_blocks_that_are_not_the_record_s_are_refused(market: tuple[int, int]) -> None:
    for first, last in ((0, market[1]), (market[0], market[1] + 1), (market[1], market[0])):
        with pytest.raises(NoSuchBlock):
            trail.trail(first, last)


def test_an_earlier_block_is_read_as_it_was(market: tuple[int, int]) -> None:
    said, before = FEED.count(), market[1] - 1
    history.let_go(before)
    with pytest.raises(NotReplayed), history.standing_at(before):
        pass
    assert history.replay(before).ready
    with history.standing_at(before) as earlier:
        assert FEED.count() < said
    history.let_go(before)
    assert history.replay(before).done == before - market[0] + 1
    with history.standing_at(before) as again:
        assert again.digest == earlier.digest
    history.replay(market[1])
    with history.standing_at(market[1]) as now:
        assert now.digest == live().digest()
    assert FEED.count() == said


def test_what_a_rebuild_finds_left_over_is_no_replay(market: tuple[int, int]) -> None:
    history.let_go(market[1])
    assert not history.replay(market[1], within=0).ready
    assert not any("at-" in each.name for each in leftovers())


def test_a_transaction_says_who_sent_it_and_what_was_said(market: tuple[int, int]) -> None:
    line = FEED.page(order="at", descending=True, limit=1).rows[0]
    found = trail.carried(line["transaction"])
    assert found is not None
    assert "Admitted" in {each.name for each in found.events}
    assert found.receipt.succeeded
    assert trail.carried("0x" + "ab" * 32) is None


def _overwrite(collection: Collection, key: str, document: dict[str, Any] | None) -> None:
    """As somebody would who writes into Redis past the indexer."""
    name = f"castor:{live().name}:doc:{collection.kind}"
    if document is None:
        client().hdel(name, cast(Any, shortened(key)))
    else:
        client().hset(name, cast(Any, shortened(key)), json.dumps(document))
