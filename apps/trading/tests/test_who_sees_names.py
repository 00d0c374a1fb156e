"""Prices are for everybody; who stands behind them is for the parties and who oversees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from apps.participants.tests.cast import (
    INVESTOR,
    IRIS,
    IVAN,
    OLGA,
    OPERATOR,
    REGULATOR,
    SAM,
    TRUSTEE,
    viewer,
)
from apps.trading import queries
from apps.trading.tests.cast import MARKET, offered, paper, taken
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import VISITOR, Role, Viewer

BUYER = viewer(IRIS, Role.INVESTOR)
HER_OPERATOR = viewer(OLGA, Role.OPERATOR)
STRANGER = viewer(SAM, Role.INVESTOR)


@pytest.fixture(autouse=True)
def read_model() -> Iterator[None]:
    """Ivan sold 40 units to Iris, and still offers 60."""
    write = paper()
    write.play(offered(), *taken(40, left=60))
    with write.reading():
        yield


@pytest.mark.parametrize(
    ("who", "buyer", "seller", "side"),
    [
        (VISITOR, None, None, ""),
        (STRANGER, None, None, ""),
        (INVESTOR, None, IVAN, "sold"),
        (BUYER, IRIS, None, "bought"),
        (OPERATOR, None, IVAN, ""),
        (HER_OPERATOR, IRIS, None, ""),
        (TRUSTEE, None, IVAN, ""),
        (REGULATOR, IRIS, IVAN, ""),
    ],
)
def test_a_trade_names_whom_the_viewer_sees(
    who: Viewer, buyer: str | None, seller: str | None, side: str
) -> None:
    (trade,) = queries.trades(who, MARKET).rows
    assert (trade.units, trade.price, trade.amount) == (40, 300, 12_000)
    assert (trade.buyer, trade.seller, trade.side) == (buyer, seller, side)
    assert (trade.certificate is None) == (buyer is None and seller is None)


@pytest.mark.parametrize(
    ("who", "seen"), [(VISITOR, False), (BUYER, False), (INVESTOR, True), (TRUSTEE, True)]
)
def test_an_offer_names_its_seller_to_who_sees_it(who: Viewer, seen: bool) -> None:
    (offer,) = queries.book(who, MARKET)
    assert (offer.units, offer.price) == (60, 300)
    assert (offer.seller, offer.certificate) == ((IVAN, 2) if seen else (None, None))
    assert offer.own == (who is INVESTOR)


def test_one_s_own_lists_are_one_s_own() -> None:
    assert [each.number for each in queries.own_offers(INVESTOR)] == [1]
    assert queries.own_offers(BUYER) == []
    assert len(queries.own_trades(BUYER).rows) == len(queries.own_trades(INVESTOR).rows) == 1
    assert queries.own_trades(STRANGER).rows == []
    with pytest.raises(SignInNeeded):
        queries.own_trades(VISITOR)
