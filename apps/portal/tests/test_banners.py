"""Pages say when the node is away and when they lag behind, and go on being shown."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from apps.ledger import heads
from apps.ledger.errors import NodeAway
from apps.ledger.follow import Follower
from apps.ledger.gateway import Gateway
from apps.ledger.origin import origin
from apps.ledger.settlement import OutboxSettlement
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Stage
from castor_web.stack.ports import any_free

AWAY = "The record does not answer at the moment."
BEHIND = "These pages are a little behind the record."


def shown(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_node_that_stopped_is_said_and_its_return_too(
    stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    catch_up()
    assert AWAY not in shown(client)
    stopped = Gateway(f"http://127.0.0.1:{any_free()}")
    with pytest.raises(NodeAway):
        Follower(stopped, origin(), OutboxSettlement()).turn()
    later = time.time() + heads.SECONDS_UNSEEN + 5
    monkeypatch.setattr(time, "time", lambda: later)
    assert AWAY in shown(client)
    catch_up()
    assert AWAY not in shown(client)


def test_an_indexer_that_lags_is_said_until_it_has_caught_up(stage: Stage, client: Client) -> None:
    stands = catch_up()
    blocks = heads.BLOCKS_BEHIND + 5
    stage.node.call("anvil_mine", hex(blocks))
    heads.saw(stands.number + blocks)  # the indexer has seen the node's newest block, and is still at work
    text = shown(client)
    assert BEHIND in text
    assert AWAY not in text
    catch_up()
    assert BEHIND not in shown(client)


def test_a_market_that_was_never_indexed_is_said(client: Client, valkey: object, db: None) -> None:
    assert AWAY in shown(client)
