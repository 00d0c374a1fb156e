"""What the market's events leave in the read model, and who is told."""

from __future__ import annotations

import pytest

from apps.ledger.registry import NothingToChange
from apps.ledger.testing import MemoryWrite
from apps.participants.tests.cast import IRIS, IVAN, LATER, OMAR
from apps.securities.types import CERTIFICATES, certificate_key
from apps.trading import queries, rules
from apps.trading.tests.cast import DAY, FACE, MARKET, MONEY, ended, offered, paper, taken
from apps.trading.types import MARKETS, OFFERS, TRADES, OfferState, offer_key
from apps.vocabulary.types import VISITOR


def test_an_offer_at_a_market_that_is_not_known_changes_nothing() -> None:
    with pytest.raises(NothingToChange):
        MemoryWrite().play(offered())


def test_a_market_opens_with_nothing() -> None:
    with paper().reading():
        found = queries.market(MARKET)
        assert (found.name, found.symbol, found.issuer_name) == ("Kopi ordinary", "KOPI", "Ida Kopi")
        assert (found.operator, found.trustee_name) == (OMAR, "Tan Trustees")
        assert (found.last_price, found.cheapest, found.trades, found.offers) == (None, None, 0, 0)
        assert queries.price_chart(MARKET) is None
        assert queries.market_of(FACE, MONEY) == found


def test_a_part_is_taken_and_the_rest_stands() -> None:
    write = paper()
    write.play(offered(), *taken(40, left=60))
    left = write.get(OFFERS, offer_key(MARKET, 1))
    assert left is not None
    assert (left["units"], left["offered"], left["state"]) == (60, 100, OfferState.OPEN)
    market = write.get(MARKETS, MARKET)
    assert market is not None
    assert (market["last_price"], market["last_at"]) == (300, LATER)
    assert (market["traded_units"], market["traded_amount"], market["trades"]) == (40, 12_000, 1)
    assert market["offers"] == 1
    bought = write.get(CERTIFICATES, certificate_key(FACE, 4))
    assert bought is not None
    assert (bought["owner"], bought["units"], bought["cost"], bought["money"]) == (IRIS, 40, 12_000, MONEY)


def test_all_is_taken() -> None:
    write = paper()
    write.play(offered(), *taken(100, left=0))
    gone, market = write.get(OFFERS, offer_key(MARKET, 1)), write.get(MARKETS, MARKET)
    assert gone is not None
    assert market is not None
    assert (gone["state"], gone["ended_at"], market["offers"]) == (OfferState.TAKEN, LATER, 0)
    with write.reading():
        (trade,) = TRADES.page(where={"parties": IVAN}).rows
        assert (trade["buyer"], trade["seller"], trade["amount"]) == (IRIS, IVAN, 30_000)
        assert queries.book(VISITOR, MARKET) == []


@pytest.mark.parametrize("why", ["cancelled", "expired"])
def test_an_offer_ends(why: str) -> None:
    write = paper()
    write.play(offered(), ended(why))
    found, market = write.get(OFFERS, offer_key(MARKET, 1)), write.get(MARKETS, MARKET)
    assert found is not None
    assert market is not None
    assert (found["state"], market["offers"]) == (why, 0)


def test_the_book_is_by_price_and_leaves_out_what_expired() -> None:
    write = paper()
    write.play(offered(1, price=320), offered(2, price=300), offered(3, price=280, until=LATER - 1))
    with write.reading():
        assert [each.number for each in queries.book(VISITOR, MARKET)] == [2, 1]
        assert queries.market(MARKET).cheapest == 300
        assert [each.number for each in queries.due(LATER)] == [3]
        assert queries.due(LATER + DAY) != queries.due(LATER + DAY + 1)


def test_a_chart_keeps_a_price_until_the_next() -> None:
    chart = rules.chart([(10, 300), (20, 200), (30, 400)])
    assert chart is not None
    assert chart.line == "M0,50H500V92H1000V8"
    assert chart.area.endswith("V100H0Z")
    assert (chart.low, chart.high, chart.since, chart.until) == (200, 400, 10, 30)
    alone = rules.chart([(10, 300)])
    assert alone is not None
    assert (alone.dots[0].x, alone.dots[0].y) == (500, 50)
