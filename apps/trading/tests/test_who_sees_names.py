"""Prices are for everybody; who stands behind them is for the parties and who oversees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from apps.participants.tests.cast import (
    INVESTOR,
    IRIS,
    IVAN,
    LATER,
    OLGA,
    OPERATOR,
    REGULATOR,
    SAM,
    TRUSTEE,
    viewer,
)
from apps.trading import queries
from apps.trading.errors import NoSuchDeal, NoSuchOrder, NoSuchTrade
from apps.trading.tests.cast import MARKET, proposed, sold
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import VISITOR, Role, Viewer

BUYER = viewer(IRIS, Role.INVESTOR)
HER_OPERATOR = viewer(OLGA, Role.OPERATOR)
STRANGER = viewer(SAM, Role.INVESTOR)


@pytest.fixture(autouse=True)
def read_model() -> Iterator[None]:
    """Ivan sold 40 units to Iris, still offers 60, and offers her 50 more."""
    write = sold()
    write.play(proposed())
    with write.reading():
        yield


@pytest.mark.parametrize(
    ("who", "buyer", "seller", "side", "fee"),
    [
        (VISITOR, None, None, "", 0),
        (STRANGER, None, None, "", 0),
        (INVESTOR, None, IVAN, "sold", 500),
        (BUYER, IRIS, None, "bought", 500),
        (OPERATOR, None, IVAN, "", 0),
        (HER_OPERATOR, IRIS, None, "", 0),
        (TRUSTEE, None, IVAN, "", 0),
        (REGULATOR, IRIS, IVAN, "", 0),
    ],
)
def test_a_trade_names_whom_the_viewer_sees(
    who: Viewer, buyer: str | None, seller: str | None, side: str, fee: int
) -> None:
    (trade,) = queries.trades(who, MARKET).rows
    assert (trade.units, trade.price, trade.amount, trade.at) == (40, 300, 12_000, LATER)
    assert (trade.buyer, trade.seller, trade.side, trade.fee) == (buyer, seller, side, fee)
    assert (trade.certificate is None) == (buyer is None and seller is None)


def test_one_s_own_is_one_s_own() -> None:
    assert [each.number for each in queries.own_orders(INVESTOR).rows] == [1]
    assert {each.number for each in queries.own_orders(BUYER).rows} == {2, 3}
    assert queries.own_orders(STRANGER).rows == []
    assert queries.own_trades(STRANGER).rows == []
    (trade,) = queries.own_trades(BUYER).rows
    assert queries.trade(INVESTOR, trade.place).total == 11_500
    assert queries.trade(BUYER, trade.place).total == 12_500
    for who in (STRANGER, REGULATOR):
        with pytest.raises(NoSuchTrade):
            queries.trade(who, trade.place)
        with pytest.raises(NoSuchOrder):
            queries.order(who, MARKET, 1)
        with pytest.raises(NoSuchDeal):
            queries.deal(who, MARKET, 9)
    with pytest.raises(SignInNeeded):
        queries.own_trades(VISITOR)
