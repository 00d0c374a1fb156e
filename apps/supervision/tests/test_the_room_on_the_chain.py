"""A market that was played on the real contracts keeps its promises, counted one by one."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from apps.ledger.feeds import FEED
from apps.ledger.testing.stage import Stage
from apps.records import services as records
from apps.supervision import queries, services
from apps.supervision.types.explored import What
from apps.trading import queries as trading
from apps.trading.services import prepare_cancel
from apps.trading.tests.floor import MORATORIUM, build
from apps.trading.types import Escrow
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


def books_broken(stage: Stage) -> dict[str, tuple[str, ...]]:
    """What the last look found of order books, each of which it looked at."""
    cache.clear()
    assert services.look()
    found = [each for each in queries.watch(stage.regulator.maker).promises if each.key in ("bids", "asks")]
    assert [each.looked_at for each in found] == [1, 1]
    return {each.key: each.broken for each in found if each.broken}


def test_a_book_holds_what_its_orders_and_its_operator_are_owed(stage: Stage) -> None:
    records.prepare_reader(stage.regulator.door)
    floor = build(stage)
    floor.warp(MORATORIUM)
    (lot,) = trading.lots(floor.ivan.viewer, floor.face)
    floor.ask(floor.ivan, lot.certificate, 100, 300)
    floor.bid(floor.iris, 40, 320)  # filled at 300: two fees of RM 5.00 wait for the operator
    floor.bid(floor.iris, 20, 290)  # stands, with its own fee
    assert trading.escrow(floor.market) == Escrow(money=1_000 + 5_800 + 500, units=60)
    assert books_broken(stage) == {}
    cancel = prepare_cancel(actor=floor.ivan.viewer, market=floor.market, number=1)
    floor.sign(floor.ivan, cancel)
    assert trading.escrow(floor.market) == Escrow(money=1_000 + 5_800 + 500, units=0)
    assert books_broken(stage) == {}
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
