"""The secondary market's whole life on a real chain, and what the contracts refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as DjangoClient
from eth_account.messages import encode_typed_data
from eth_utils.crypto import keccak

from apps.accounts.testing import client_account, consenting, signed_in
from apps.ledger import services as outbox
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import Client
from apps.ledger.types import ActView
from apps.rulebook.rules import permission
from apps.securities import queries as securities
from apps.trading import queries, services, tasks
from apps.trading.errors import (
    NoSuchCertificate,
    NoSuchOrder,
    NothingDue,
    WrongExpiry,
    WrongPrice,
    WrongUnits,
)
from apps.trading.services.office import NOTICE
from apps.trading.tests.floor import ALWAYS, MORATORIUM, Floor, set_rule
from apps.trading.types import DealState, Form, How, OrderState
from apps.treasury import queries as treasury
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import VISITOR

pytestmark = pytest.mark.slow

DAY = 86_400


def number_of(floor: Floor, client: Client) -> int:
    """A client's first certificate."""
    return queries.lots(client.viewer, floor.face)[0].certificate


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.name


def office(floor: Floor, act: ActView) -> None:
    """A colleague approves, and it is done."""
    outbox.approve(actor=floor.omar.checker, act=act.id)
    floor.stage.run()
    floor.stage.index()


def states(client: Client) -> dict[int, OrderState]:
    return {each.number: each.state for each in queries.own_orders(client.viewer).rows}


def test_what_is_refused(floor: Floor) -> None:
    ivan, iris = floor.ivan, floor.iris
    own = number_of(floor, ivan)
    assert queries.lots(ivan.viewer, floor.face)[0].free_from > floor.now()
    assert refusal(lambda: floor.ask(ivan, own, 100, 300)) == "EquityLocked"

    floor.warp(MORATORIUM)
    with pytest.raises(NoSuchCertificate):
        floor.ask(iris, own, 100, 300)
    with pytest.raises(WrongUnits):
        floor.ask(ivan, own, 0, 300)
    with pytest.raises(WrongPrice):
        floor.bid(ivan, 100, 0)
    with pytest.raises(WrongExpiry):
        floor.ask(ivan, own, 100, 300, days=-1)
    assert refusal(lambda: floor.ask(ivan, own, 601, 300)) == "MasterUnitsTooFew"
    assert refusal(lambda: floor.ask(ivan, own, 100, 305)) == "BookPriceOffGrid"
    # Ivan's second door has RM 5,000, at Tara; this market is in Tan's money.
    assert refusal(lambda: floor.bid(floor.ivan_again, 10, 300)).startswith("Master")

    floor.ask(ivan, own, 100, 300)
    assert refusal(lambda: floor.ask(ivan, own, 100, 300)) == "MasterEncumbered"
    with pytest.raises(NoSuchOrder):
        services.prepare_cancel(actor=iris.viewer, market=floor.market, number=1)
    figures: dict[str, Any] = {
        "market": floor.market,
        "units": 1,
        "price": 300,
        "expires_at": floor.now() + 60,
    }
    with pytest.raises(NotAllowed):
        services.prepare_bid(actor=floor.omar.maker, **figures)
    with pytest.raises(SignInNeeded):
        services.prepare_bid(actor=VISITOR, **figures)
    with pytest.raises(NotAllowed):
        services.propose_halt(actor=ivan.viewer, market=floor.market, reason="mine")
    with pytest.raises(Refused):
        services.propose_halt(actor=floor.olga.maker, market=floor.market, reason="not hers")
    with pytest.raises(NothingDue):
        services.collect_fees(actor=floor.omar.maker, market=floor.market)
    opening: dict[str, Any] = {"tick": 10, "start_price": 300, "form": Form.AUCTION}
    with pytest.raises(NotAllowed):
        services.propose_market(actor=ivan.viewer, face=floor.face, money=floor.money, **opening)
    again = {"face": floor.face, "money": floor.money, **opening}
    assert refusal(lambda: services.propose_market(actor=floor.omar.maker, **again)) == "MasterClaimed"
    hers = {"face": floor.face, "money": floor.other_money, **opening}
    wanted = "BookNotTheIssuersOperator"
    assert refusal(lambda: services.propose_market(actor=floor.olga.maker, **hers)) == wanted


def test_an_ask_is_met_in_parts_and_the_rest_taken_back(floor: Floor) -> None:
    ivan, iris = floor.ivan, floor.iris
    floor.warp(MORATORIUM)
    own = number_of(floor, ivan)
    assert floor.ask(ivan, own, 100, 300).state in ("mined", "final")
    (lot,) = queries.lots(ivan.viewer, floor.face)
    assert (lot.units, lot.offered, lot.ready) == (600, 100, False)

    money = floor.balance(ivan), floor.balance(iris)
    floor.bid(iris, 40, 320)  # pays what was asked, not what it would have paid
    (standing,) = queries.own_orders(ivan.viewer).rows
    assert (standing.units, standing.filled, standing.proceeds, standing.paid) == (60, 40, 12_000, 500)
    assert (floor.balance(ivan) - money[0], money[1] - floor.balance(iris)) == (11_500, 12_500)
    bought = queries.lots(iris.viewer, floor.face)[-1]
    found = securities.certificate(iris.viewer, floor.face, bought.certificate).certificate
    assert (bought.units, found.cost, found.money, found.parent) == (40, 12_500, floor.money, own)

    floor.bid(iris, 20, 290)
    market = queries.market(floor.market)
    assert (market.last_price, market.bid, market.ask, market.orders) == (300, 290, 300, 2)
    assert queries.reserved(iris.viewer) == {floor.money: 5_800 + 500}
    floor.sign(ivan, services.prepare_cancel(actor=ivan.viewer, market=floor.market, number=1))
    floor.warp(31 * DAY)
    assert floor.push() == 1
    assert (states(ivan), states(iris)) == (
        {1: OrderState.CANCELLED},
        {2: OrderState.FILLED, 3: OrderState.EXPIRED},
    )
    assert money[1] - floor.balance(iris) == 12_500
    assert queries.lots(ivan.viewer, floor.face)[0].ready
    assert tasks.push_due() == 0
    services.collect_fees(actor=floor.omar.maker, market=floor.market)
    floor.stage.run()
    floor.stage.index()
    assert treasury.balance(floor.omar.maker, floor.money) >= 1_000
    assert queries.market(floor.market).fees == 0


def test_a_halt_waits_and_a_person_does_not_trade_with_itself(floor: Floor) -> None:
    ivan, iris = floor.ivan, floor.iris
    floor.warp(MORATORIUM)
    floor.ask(ivan, number_of(floor, ivan), 100, 300)
    office(floor, services.propose_halt(actor=floor.omar.maker, market=floor.market, reason="News"))
    assert queries.market(floor.market).halted == "News"
    assert refusal(lambda: floor.bid(iris, 40, 300)) == "BookIsHalted"
    office(floor, services.propose_resume(actor=floor.omar.maker, market=floor.market, reason="Said"))
    floor.bid(ivan, 40, 300)
    assert states(ivan) == {1: OrderState.OPEN, 2: OrderState.ENDED}
    assert queries.own_orders(ivan.viewer).rows[0].why == "self"
    assert queries.market(floor.market).trades == 0


def test_an_order_without_permission_is_pushed_once_it_is_there(floor: Floor) -> None:
    """Orders that cross wait as long as nothing is matched; whoever pushes brings them together."""
    ivan, iris = floor.ivan, floor.iris
    floor.warp(MORATORIUM)
    set_rule(floor.stage, "R21", 10_080 << 38)  # orders are taken, and not matched
    floor.stage.index()
    floor.ask(ivan, number_of(floor, ivan), 100, 300)
    floor.bid(iris, 40, 300)
    assert (queries.market(floor.market).trades, queries.market(floor.market).state) == (0, "taking-orders")
    assert floor.push() == 0
    set_rule(floor.stage, "R21", ALWAYS)
    set_rule(floor.stage, permission(floor.omar.door), 0)
    floor.stage.index()
    assert floor.push() == 0
    set_rule(floor.stage, permission(floor.omar.door), 1)
    floor.stage.index()
    assert floor.push() == 1
    assert queries.market(floor.market).trades == 1
    assert floor.push() == 0


def test_a_market_closes_and_an_auction_succeeds_it(floor: Floor) -> None:
    ivan, iris = floor.ivan, floor.iris
    floor.warp(MORATORIUM)
    own = number_of(floor, ivan)
    floor.ask(ivan, own, 100, 300)
    before = floor.market
    closes_at = floor.now() + NOTICE + 60
    office(
        floor,
        services.propose_close(actor=floor.omar.maker, market=before, closes_at=closes_at, reason="Auctions"),
    )
    floor.warp(NOTICE + 61)
    assert queries.market(before).closed
    push_by_hand(floor)
    assert states(ivan) == {1: OrderState.ENDED}

    floor.market = floor.open(Form.AUCTION)
    found = queries.market(floor.market)
    assert (found.predecessor, found.form, found.reference) == (before, Form.AUCTION, 300)
    floor.ask(ivan, own, 100, 290)
    floor.bid(iris, 60, 310)
    assert queries.market(floor.market).trades == 0
    while floor.push():
        pass
    found = queries.market(floor.market)
    assert (found.trades, found.last_price, found.state) == (1, 300, "taking-orders")
    assert found.auction_at  # one a day
    assert found.auction is not None
    assert found.auction["units"] == 60
    assert queries.own_trades(iris.viewer).rows[0].how is How.AUCTION
    assert queries.happenings(floor.market)[0].what == "auction-ended"


def push_by_hand(floor: Floor) -> None:
    """Iris, who has nothing in the market, returns what others have."""
    browser, here = signed_in(DjangoClient(), client_account("iris", door=floor.iris.door)), floor.market
    assert "Return the orders" in browser.get(f"/market/{here}/").content.decode()
    assert DjangoClient().post(f"/market/{here}/push/")["Location"].startswith("/accounts/sign-in/")
    assert browser.post(f"/market/{here}/push/")["Location"] == f"/market/{here}/"
    floor.stage.run()
    floor.stage.index()
    assert "Return the orders" not in browser.get(f"/market/{here}/").content.decode()
    again = browser.post(f"/api/v1/markets/{here}/push")
    assert (again.status_code, again.json()["code"]) == (409, "nothing-due")


def test_two_agree_and_nobody_else_takes_it(floor: Floor) -> None:
    ivan, iris = floor.ivan, floor.iris
    floor.warp(MORATORIUM)
    own, money = number_of(floor, ivan), (floor.balance(ivan), floor.balance(iris))
    deal: dict[str, Any] = {"certificate": own, "units": 50, "price": 412, "buyer": iris.door}
    prepared = services.prepare_deal(
        actor=ivan.viewer, market=floor.market, expires_at=floor.now() + DAY, **deal
    )
    floor.sign(ivan, prepared)
    (found,) = queries.own_deals(iris.viewer, state=DealState.OPEN).rows
    assert (found.buying, found.units, found.price, found.fee) == (True, 50, 412, 500)
    with pytest.raises(NotAllowed):
        services.prepare_accept(actor=consenting(ivan.viewer), market=floor.market, number=1)
    accepted = services.prepare_accept(actor=consenting(iris.viewer), market=floor.market, number=1)
    assert floor.sign(iris, accepted).state in ("mined", "final")
    assert (floor.balance(ivan) - money[0], money[1] - floor.balance(iris)) == (20_100, 21_100)
    assert queries.market(floor.market).last_price is None
    assert queries.deal(ivan.viewer, floor.market, 1).state is DealState.ACCEPTED

    again = services.prepare_deal(
        actor=ivan.viewer, market=floor.market, expires_at=floor.now() + DAY, **deal
    )
    floor.sign(ivan, again)
    back = services.prepare_deal_cancel(actor=ivan.viewer, market=floor.market, number=2)
    floor.sign(ivan, back)
    assert queries.deal(iris.viewer, floor.market, 2).state is DealState.CANCELLED
    assert queries.lots(ivan.viewer, floor.face)[0].ready


def test_the_pages_lead_to_a_signature(floor: Floor) -> None:
    seller = signed_in(DjangoClient(), client_account("iris", door=floor.iris.door))
    floor.warp(MORATORIUM)
    own = number_of(floor, floor.iris)
    here = f"/market/{floor.market}/"
    ask = {"side": "ask", "certificate": own, "units": "100", "price": "3.10", "days": "28"}
    shown = seller.post(f"{here}order/", ask)
    assert shown.status_code == 200
    for words in ("RM 310.00", "RM 305.00", "300 units"):
        assert words in shown.content.decode()
    answer = seller.post("/api/v1/acts", signed(floor.iris, shown.context["prepared"]), "application/json")
    assert answer.status_code == 202
    floor.stage.run()
    floor.stage.index()
    assert seller.get(answer.json()["url"]).status_code == 200

    buyer = signed_in(DjangoClient(), client_account("ivan", door=floor.ivan.door))
    bid = buyer.post(f"{here}order/", {"side": "bid", "units": "30", "price": "3.20", "days": "1"})
    assert "RM 101.00" in bid.content.decode()
    buyer.post("/api/v1/acts", signed(floor.ivan, bid.context["prepared"]), "application/json")
    floor.stage.run()
    floor.stage.index()
    ended = seller.post(f"{here}orders/1/cancel/")
    assert "70 units" in ended.content.decode()
    seller.post("/api/v1/acts", signed(floor.iris, ended.context["prepared"]), "application/json")
    floor.stage.run()
    floor.stage.index()
    assert queries.market(floor.market).orders == 0
    assert "you bought" in buyer.get(here).content.decode()


def signed(client: Client, prepared: dict[str, Any]) -> dict[str, str]:
    """What a browser sends after its client signed."""
    digest = encode_typed_data(full_message=prepared["typed_data"])
    content = keccak(b"\x19" + digest.version + digest.header + digest.body)
    signature = client.key.sign(content)
    return {"id": prepared["id"], "signer": client.key.address.lower(), "signature": "0x" + signature.hex()}
