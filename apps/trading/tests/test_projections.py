"""What a book's events leave in the read model, and who is told."""

from __future__ import annotations

from typing import Any

import pytest

from apps.ledger.registry import NothingToChange
from apps.ledger.testing import MemoryWrite
from apps.participants.tests.cast import INVESTOR, IRIS, IVAN, LATER, OMAR, viewer, word
from apps.securities.types import CERTIFICATES, certificate_key
from apps.trading import queries
from apps.trading.tests.cast import (
    ASK,
    BID,
    DAY,
    FACE,
    MARKET,
    MONEY,
    ended,
    filled,
    moved,
    paper,
    placed,
    proposed,
    sold,
    traded,
)
from apps.trading.types import DEALS, MARKETS, ORDERS, TRADES, DealState, How, OrderState, Phase, order_key
from apps.vocabulary.types import Role

BUYER = viewer(IRIS, Role.INVESTOR)


def order(write: MemoryWrite, number: int) -> dict[str, Any]:
    found = write.get(ORDERS, order_key(MARKET, number))
    assert found is not None
    return found


def levels(write: MemoryWrite) -> tuple[list[tuple[int, int, int]], ...]:
    with write.reading():
        depth = queries.depth(MARKET)
    return tuple(
        [(each.price, each.units, each.orders) for each in side] for side in (depth.bids, depth.asks)
    )


def test_an_order_at_a_market_that_is_not_known_changes_nothing() -> None:
    with pytest.raises(NothingToChange):
        MemoryWrite().play(placed(1, BID))


def test_a_market_opens_with_nothing() -> None:
    with paper().reading():
        found = queries.market(MARKET)
        assert (found.name, found.symbol, found.issuer_name) == ("Kopi ordinary", "KOPI", "Ida Kopi")
        assert (found.operator, found.trustee_name, found.state) == (OMAR, "Tan Trustees", "trading")
        assert (found.last_price, found.bid, found.ask, found.trades, found.orders) == (
            None,
            None,
            None,
            0,
            0,
        )
        assert (found.reference, found.lowest, found.highest) == (300, 10, 655_350)
        assert queries.price_course(MARKET) == []
        assert queries.market_of(FACE, MONEY) == found
        assert [each.what for each in queries.happenings(MARKET)] == ["opened"]


def test_levels_are_the_sums_of_the_orders_in_them() -> None:
    write = paper()
    write.play(
        placed(1, ASK, 100, 320),
        placed(2, ASK, 50, 310),
        placed(3, BID, 30, 290, owner=IRIS),
        placed(4, BID, 20, 290, owner=IRIS),
    )
    assert levels(write) == ([(290, 50, 2)], [(310, 50, 1), (320, 100, 1)])
    write.play(ended(4, "cancelled", owner=IRIS, units=20), ended(2, "expired", units=50))
    assert levels(write) == ([(290, 30, 1)], [(320, 100, 1)])
    assert (order(write, 4)["state"], order(write, 2)["state"]) == (OrderState.CANCELLED, OrderState.EXPIRED)
    with write.reading():
        assert queries.market(MARKET).orders == 2


def test_a_fill_lessens_both_and_ends_one() -> None:
    write = sold()
    ask, bid = order(write, 1), order(write, 2)
    assert (ask["units"], ask["proceeds"], ask["paid"], ask["state"]) == (60, 12_000, 500, OrderState.OPEN)
    assert (bid["units"], bid["state"], bid["ended_at"]) == (0, OrderState.FILLED, LATER)
    assert levels(write) == ([(250, 20, 1)], [(300, 60, 1)])
    with write.reading():
        found = queries.market(MARKET)
        assert (found.last_price, found.traded_units, found.traded_amount, found.trades) == (
            300,
            40,
            12_000,
            1,
        )
        assert (found.orders, found.fees, found.bid, found.ask) == (2, 1_000, 250, 300)
        (trade,) = TRADES.page(where={"parties": IVAN}).rows
        assert (trade["buyer"], trade["amount"], trade["how"]) == (IRIS, 12_000, How.BOOK)
        assert queries.price_course(MARKET) == [(LATER, 300, 40)]
    bought = write.get(CERTIFICATES, certificate_key(FACE, 4))
    assert bought is not None
    assert (bought["owner"], bought["units"], bought["cost"], bought["money"]) == (IRIS, 40, 12_500, MONEY)


def test_an_order_loses_its_place_and_comes_back_under_another_number() -> None:
    write = sold()
    write.play(traded("OrderParked", order=1, owner=IVAN, why=word("ineligible")))
    assert (order(write, 1)["state"], order(write, 1)["why"]) == (OrderState.PARKED, "ineligible")
    assert levels(write)[1] == []
    write.play(traded("OrderReentered", order=1, owner=IVAN, again=5))
    assert (order(write, 1)["state"], order(write, 1)["again"]) == (OrderState.MOVED, 5)
    assert levels(write)[1] == [(300, 60, 1)]
    with write.reading():
        assert [each.number for each in queries.own_orders(INVESTOR).rows] == [5]
        assert queries.own_orders(INVESTOR).rows[0].proceeds == 12_000


def test_an_order_that_ends_outside_its_queue_lessens_no_level() -> None:
    write = sold()
    write.play(traded("OrderParked", order=1, owner=IVAN, why=word("frozen")), ended(1, "closed", units=60))
    assert levels(write)[1] == []
    assert (order(write, 1)["state"], order(write, 1)["why"]) == (OrderState.ENDED, "closed")


def test_what_a_bid_holds_is_its_price_and_the_fee_that_it_would_add() -> None:
    with sold().reading():
        (bid,) = queries.own_orders(BUYER, standing=True).rows
        assert (bid.held, bid.units) == (20 * 250 + 500, 20)
        assert queries.reserved(BUYER) == {MONEY: 5_500}
        assert queries.reserved(INVESTOR) == {}


def test_an_auction_is_called_priced_and_over() -> None:
    write = paper(form=1)
    write.play(
        placed(1, ASK), placed(2, BID, 40, owner=IRIS), traded("AuctionCalled", bidPrice=300, askPrice=300)
    )
    assert (write.get(MARKETS, MARKET) or {})["phase"] == Phase.CALLED
    write.play(traded("AuctionPriced", price=300, volume=40), *filled(2, 1, 40))
    with write.reading():
        assert queries.market(MARKET).state == "in-auction"
        assert TRADES.page().rows[0]["how"] == How.AUCTION
    write.play(traded("AuctionEnded", why=word("done")))
    with write.reading():
        found = queries.market(MARKET)
        assert (found.phase, found.auction) == (Phase.OPEN, {"price": 300, "units": 40, "at": LATER})
        assert {each.what for each in queries.happenings(MARKET)} == {
            "opened",
            "called",
            "priced",
            "auction-ended",
        }


def test_a_halt_has_a_reason_and_an_end() -> None:
    write = sold()
    write.play(traded("BookHalted", reason=word("news")))
    with write.reading():
        assert (queries.market(MARKET).halted, queries.market(MARKET).state) == ("news", "halted")
    write.play(
        traded("BookResumed", reason=word("said")), traded("BookClosing", closesAt=LATER, reason=word("end"))
    )
    with write.reading():
        found = queries.market(MARKET)
        assert (found.halted, found.closed, found.state) == (None, True, "market-closed")


def test_a_converted_class_moves_the_band() -> None:
    write = sold()
    write.play(traded("BookRebased", epoch=1, price=150))
    market = write.get(MARKETS, MARKET)
    assert market is not None
    assert (market["epoch"], market["reference"], market["last_price"]) == (1, 150, 300)


def test_a_negotiated_trade_makes_no_price() -> None:
    write = sold()
    write.play(proposed())
    with write.reading():
        assert [each.number for each in queries.own_deals(BUYER).rows] == [9]
        assert (queries.deal(BUYER, MARKET, 9).buying, queries.deal(BUYER, MARKET, 9).fee) == (True, 500)
    figures = {"into": 5, "units": 50, "price": 400, "buyerFee": 500, "sellerFee": 500}
    write.play(
        moved(2, 5, IVAN, IRIS, 50), traded("Dealt", deal=9, buyer=IRIS, seller=IVAN, at=LATER + 1, **figures)
    )
    with write.reading():
        found = queries.market(MARKET)
        assert (found.last_price, found.trades, found.fees) == (300, 2, 2_000)
        assert queries.price_course(MARKET) == [(LATER, 300, 40)]
        assert queries.trades(BUYER, MARKET).rows[0].how is How.DEAL


@pytest.mark.parametrize(("why", "state"), [("cancelled", DealState.CANCELLED), ("closed", DealState.ENDED)])
def test_a_negotiated_trade_ends(why: str, state: DealState) -> None:
    write = sold()
    write.play(proposed(), ended(9, why, units=50))
    assert (write.get(DEALS, order_key(MARKET, 9)) or {})["state"] == state
    assert levels(write) == ([(250, 20, 1)], [(300, 60, 1)])


def test_fees_are_paid_to_the_operator() -> None:
    write = sold()
    write.play(traded("FeesCollected", operator=OMAR, amount=1_000))
    with write.reading():
        assert queries.market(MARKET).fees == 0


def test_two_fills_of_one_second_are_one_point_of_the_chart() -> None:
    write = sold()
    write.play(
        placed(4, BID, 10, owner=IRIS),
        *filled(4, 1, 10, into=5),
        placed(5, BID, 10, owner=IRIS, at=LATER + DAY),
    )
    write.play(*filled(5, 1, 10, 310, into=6, at=LATER + DAY))
    with write.reading():
        assert queries.price_course(MARKET) == [(LATER, 300, 50), (LATER + DAY, 310, 10)]
        assert queries.market(MARKET).change == 333
