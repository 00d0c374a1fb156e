"""A market that was played on the real contracts keeps its promises, counted one by one."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from apps.ledger.feeds import FEED
from apps.ledger.testing.stage import Stage
from apps.records import services as records
from apps.supervision import queries, services
from apps.supervision.types.explored import What
from apps.trading.tests.floor import build
from apps.vocabulary.errors import NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_promise_holds_after_a_campaign_has_settled(stage: Stage) -> None:
    cache.clear()
    records.prepare_reader(stage.regulator.door)
    build(stage)
    assert services.look()
    watch = queries.watch(stage.regulator.maker)
    assert [each for each in watch.promises if each.broken or not each.looked_at] == []
    assert "invariant" not in {each.rule for each in queries.alerts(stage.regulator.maker).rows}
    cache.clear()


def test_a_transaction_says_who_signed_and_who_relayed(stage: Stage) -> None:
    floor = build(stage)
    line = FEED.page(order="at", where={"sentence": "CampaignApproved"}, limit=1).rows[0]
    approved = line["transaction"]
    (hit,) = (
        each for each in queries.search(stage.regulator.maker, approved) if each.what is What.TRANSACTION
    )
    found = services.explore(actor=stage.regulator.maker, what=hit.what, key=hit.key)
    assert [each.act.door for each in found.signed] == [floor.omar.door]
    assert len(found.signed[0].by) == 2
    assert "Approved" in {each.name for each in found.spoken}
    assert "was approved" in found.lines[0].text
    relayed = next(each for each in found.facts if each.label == "Relayed by")
    assert str(relayed.value).startswith("0x")
    own = services.explore(actor=floor.omar.maker, what=hit.what, key=hit.key)
    assert (own.lines, own.spoken) == (found.lines, ())
    with pytest.raises(NotFound):
        services.explore(actor=floor.olga.maker, what=hit.what, key=hit.key)
