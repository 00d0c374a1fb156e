"""A version of the portal that keeps the read model in another form, and what it shows until that is read."""

from __future__ import annotations

from typing import cast

import pytest
from django.test import Client

from apps.ledger import registry, store
from apps.ledger.follow import Follower
from apps.ledger.gateway import Gateway
from apps.ledger.indexer import Step
from apps.ledger.store import BeingRead
from apps.ledger.tests.paperchain import PaperChain
from apps.ledger.tests.test_indexing import indexer, run
from apps.ledger.tests.test_rebuilding import busy, follower, keep_up
from apps.ledger.tests.test_rollback import Heard
from apps.ledger.tests.tills import TILLS

pytestmark = pytest.mark.usefixtures("valkey")


def kept_otherwise() -> None:
    """The live epoch is of a version with another form."""
    store.client().set(store.POINTER, f"{store.present().name} 0-ancient")


def test_nothing_is_read_in_a_form_that_is_not_ours(paper: PaperChain) -> None:
    busy(paper)
    run(indexer(paper))
    kept_otherwise()
    with pytest.raises(BeingRead) as found:
        TILLS.count()
    assert found.value.arguments == {"percent": 0}


@pytest.mark.django_db
def test_a_page_says_how_far_it_is_and_an_answer_too(client: Client) -> None:
    store.client().set(store.POINTER, "777:1 0-ancient")
    store.rebuilding(40, seconds=60)
    page = client.get("/campaigns/")
    assert page.status_code == 503
    assert "40 % so far" in page.content.decode()
    answer = client.get("/api/v1/campaigns").json()
    assert (answer["code"], answer["arguments"]) == ("market-being-read", {"percent": 40})
    assert client.get("/help/").status_code == 200


def test_it_is_read_again_at_the_start_and_says_how_far_it_is(
    paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(20):
        paper.mine()
    busy(paper)
    run(indexer(paper))
    kept_otherwise()
    said: list[int] = []
    rebuilding = store.rebuilding

    def noted(percent: int, *, seconds: int) -> None:
        rebuilding(percent, seconds=seconds)
        with pytest.raises(BeingRead) as found:
            TILLS.count()
        said.append(cast(int, found.value.arguments["percent"]))

    monkeypatch.setattr(store, "rebuilding", noted)
    newer = follower(paper, Heard())
    keep_up(newer)
    assert said == [28, 85, 0]
    assert TILLS.count() == 7
    assert store.live().made_by() == registry.fingerprint()


def test_an_older_version_leaves_a_newer_ones_alone(paper: PaperChain) -> None:
    busy(paper)
    older = Follower(cast(Gateway, paper), paper.origin, Heard())
    keep_up(older)
    fresh = store.new_epoch(paper.chain_id)
    store.client().set(store.POINTER, f"{fresh.name} 9-newer")
    paper.mine()
    assert [older.turn() for _ in range(3)] == [Step.IDLE] * 3
    assert store.present().name == fresh.name
    assert fresh.checkpoint() is None


def test_who_waits_for_another_s_rebuild_does_it_where_that_one_gives_up(paper: PaperChain) -> None:
    busy(paper)
    run(indexer(paper))
    kept_otherwise()
    waiting = follower(paper, Heard())
    with store.turn("rebuild", seconds=60):
        assert waiting.turn() is Step.IDLE
        with pytest.raises(BeingRead):
            TILLS.count()
    keep_up(waiting)
    assert TILLS.count() == 7
