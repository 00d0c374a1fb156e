"""A market that was played on the real contracts keeps its promises, counted one by one."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from apps.ledger.testing.stage import Stage
from apps.records import services as records
from apps.supervision import queries, services
from apps.trading.tests.floor import build

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
