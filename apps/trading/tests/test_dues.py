"""What anybody may push, as the read model knows it."""

from __future__ import annotations

import pytest

from apps.ledger.testing import MemoryWrite
from apps.participants.tests.cast import IRIS, IVAN, LATER, OMAR, master, word
from apps.trading import queries
from apps.trading.tests.cast import (
    ASK,
    BID,
    DAY,
    MARKET,
    paper,
    placed,
    proposed,
    rule,
    sold,
    traded,
)
from apps.vocabulary.types import Address

HALT = traded("BookHalted", reason=word("news"))


def steps(write: MemoryWrite, at: int = LATER) -> list[tuple[str, int]]:
    write.stand(at=at)
    with write.reading():
        return [(each.call, each.number) for each in queries.due() if each.market == MARKET]


def crossing(write: MemoryWrite) -> MemoryWrite:
    write.play(placed(11, ASK, 100, 300), placed(12, BID, 40, 300, owner=IRIS))
    return write


def test_nothing_is_due_on_a_book_that_does_not_cross() -> None:
    assert steps(sold()) == []


def test_what_crosses_is_matched_when_orders_are_matched() -> None:
    assert steps(crossing(paper())) == [("push", 20)]
    assert steps(crossing(paper(sessions=10_080 << 38))) == []


def test_a_halted_market_and_one_without_permission_are_left_alone() -> None:
    write = crossing(paper())
    write.play(HALT)
    assert steps(write) == []
    write = crossing(paper())
    write.play(rule("R20", 1))
    assert steps(write) == []


def test_an_auction_is_due_once_a_day_and_goes_on_until_it_is_over() -> None:
    write = crossing(paper(form=1))
    assert steps(write) == [("push", 20)]
    write.play(traded("AuctionCalled", bidPrice=300, askPrice=300))
    assert steps(write) == [("push", 20)]
    write.play(traded("AuctionEnded", why=word("done")))
    assert steps(write) == []
    assert ("push", 20) in steps(write, LATER + DAY - 1)


def test_an_auction_of_a_halted_market_is_abandoned_after_an_hour() -> None:
    write = crossing(paper(form=1))
    write.play(traded("AuctionCalled", bidPrice=300, askPrice=300), HALT)
    assert steps(write, LATER + 3_600) == []
    assert steps(write, LATER + 3_601) == [("push", 20)]


def test_orders_and_deals_whose_time_is_over_are_ended() -> None:
    write = sold()
    write.play(proposed(until=LATER + 5))
    assert steps(write, LATER + 6) == [("end", 9)]
    assert steps(write, LATER + DAY + 1) == [("end", 1), ("end", 3), ("end", 9)]


def test_a_closed_market_returns_what_is_in_it() -> None:
    write = sold()
    write.play(
        traded("OrderParked", order=1, owner=IVAN, why=word("ineligible")),
        proposed(),
        traded("BookClosing", closesAt=LATER, reason=word("end")),
    )
    assert steps(write) == [("push", 20), ("end", 1), ("end", 9)]


def test_what_cannot_go_back_yet_keeps_nothing_waiting() -> None:
    write = sold()
    write.play(
        master("Frozen", door=IRIS, by=OMAR, until=LATER + 9, reason=word("inquiry")),
        proposed(),
        traded("OrderParked", order=3, owner=IRIS, why=word("frozen")),
        traded("BookClosing", closesAt=LATER, reason=word("end")),
    )
    assert steps(write) == [("push", 20), ("end", 9)]
    assert ("end", 3) in steps(write, LATER + 10)


def test_what_is_due_first_is_for_whoever_pushes_one_market() -> None:
    write = crossing(paper())
    write.stand(at=LATER)
    with write.reading():
        assert queries.step_of(Address(MARKET)) == queries.Due(Address(MARKET), "push", 20)
    with sold().reading():
        assert queries.step_of(Address(MARKET)) is None


def test_one_that_is_not_fit_yet_keeps_no_other_out() -> None:
    write = sold()
    write.play(
        traded("OrderParked", order=1, owner=IVAN, why=word("ineligible")),
        traded("OrderParked", order=3, owner=IRIS, why=word("ineligible")),
        master("Frozen", door=IVAN, by=OMAR, until=LATER + DAY, reason=word("inquiry")),
    )
    write.stand(at=LATER + 1)
    with write.reading():
        assert [each.number for each in queries.to_reenter()] == [3]


@pytest.mark.parametrize(("why", "tried"), [("ineligible", True), ("locked", True), ("refused", False)])
def test_an_order_that_may_be_fit_again_is_tried(why: str, tried: bool) -> None:
    write = sold()
    write.play(traded("OrderParked", order=1, owner=IVAN, why=word(why)))
    with write.reading():
        assert [each.number for each in queries.to_reenter()] == ([1] if tried else [])
