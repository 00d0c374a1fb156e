"""The secondary market's whole life on a real chain, and what the contracts refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as DjangoClient
from eth_account.messages import encode_typed_data
from eth_utils.crypto import keccak

from apps.accounts.testing import client_account, signed_in
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import Client
from apps.securities import queries as securities
from apps.trading import queries, services, tasks
from apps.trading.errors import NoSuchCertificate, NoSuchOffer, WrongExpiry, WrongPrice, WrongUnits
from apps.trading.tests.floor import MORATORIUM, Floor
from apps.trading.types import OfferState
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import VISITOR

pytestmark = pytest.mark.slow


def number_of(floor: Floor, client: Client) -> int:
    """A client's first certificate."""
    return queries.lots(client.viewer, floor.face)[0].certificate


def refusal(floor: Floor, client: Client, number: int, units: int) -> str:
    with pytest.raises(Refused) as refused:
        floor.take(client, number, units)
    return refused.value.name


def test_what_is_refused(floor: Floor) -> None:
    ivan, iris = floor.ivan, floor.iris
    own = number_of(floor, ivan)
    assert queries.lots(ivan.viewer, floor.face)[0].free_from > floor.now()
    with pytest.raises(Refused) as locked:
        floor.offer(ivan, own, 100, 300)
    assert locked.value.name == "EquityLocked"

    floor.warp(MORATORIUM)
    with pytest.raises(NoSuchCertificate):
        floor.offer(iris, own, 100, 300)
    with pytest.raises(WrongUnits):
        floor.offer(ivan, own, 0, 300)
    with pytest.raises(WrongPrice):
        floor.offer(ivan, own, 100, 0)
    with pytest.raises(WrongExpiry):
        floor.offer(ivan, own, 100, 300, days=-1)
    with pytest.raises(Refused) as too_many:
        floor.offer(ivan, own, 601, 300)
    assert too_many.value.name == "MasterUnitsTooFew"

    floor.offer(ivan, own, 100, 300)
    with pytest.raises(Refused) as twice:
        floor.offer(ivan, own, 100, 300)
    assert twice.value.name == "MasterEncumbered"
    assert refusal(floor, ivan, 1, 10) == "MarketSelfTrade"
    assert refusal(floor, floor.ivan_again, 1, 10) == "MarketSelfTrade"
    assert refusal(floor, iris, 1, 101) == "MarketUnitsLeft"
    with pytest.raises(NoSuchOffer):
        floor.take(iris, 2, 1)
    with pytest.raises(NotAllowed):
        services.prepare_cancel(actor=iris.viewer, market=floor.market, number=1)

    with pytest.raises(NotAllowed):
        services.prepare_take(actor=floor.omar.maker, market=floor.market, number=1, units=1)
    with pytest.raises(SignInNeeded):
        services.prepare_take(actor=VISITOR, market=floor.market, number=1, units=1)
    with pytest.raises(NotAllowed):
        services.propose_market(actor=ivan.viewer, face=floor.face, money=floor.money)
    with pytest.raises(Refused) as again:
        services.propose_market(actor=floor.omar.maker, face=floor.face, money=floor.money)
    assert again.value.name
    with pytest.raises(Refused) as not_its_own:
        services.propose_market(actor=floor.olga.maker, face=floor.face, money=floor.other_money)
    assert not_its_own.value.name == "MarketNotTheIssuersOperator"


def test_another_trustee_s_money_buys_nothing(floor: Floor) -> None:
    floor.warp(MORATORIUM)
    floor.offer(floor.iris, number_of(floor, floor.iris), 100, 300)
    # Ivan's second door has RM 5,000, at Tara; this market is in Tan's money.
    assert refusal(floor, floor.ivan_again, 1, 10).startswith("Master")


def test_offer_take_a_part_take_the_rest_cancel_and_expire(floor: Floor) -> None:
    ivan, iris = floor.ivan, floor.iris
    floor.warp(MORATORIUM)
    own = number_of(floor, ivan)
    assert floor.offer(ivan, own, 100, 300).state in ("mined", "final")
    (lot,) = queries.lots(ivan.viewer, floor.face)
    assert (lot.units, lot.offered, lot.ready) == (600, 100, False)

    money = floor.balance(ivan), floor.balance(iris)
    floor.take(iris, 1, 40)
    (standing,) = queries.book(iris.viewer, floor.market)
    assert (standing.units, standing.offered, standing.price, standing.own) == (60, 100, 300, False)
    assert (floor.balance(ivan) - money[0], money[1] - floor.balance(iris)) == (12_000, 12_000)
    bought = queries.lots(iris.viewer, floor.face)[-1]
    assert bought.units == 40
    found = securities.certificate(iris.viewer, floor.face, bought.certificate).certificate
    assert (found.cost, found.money, found.parent) == (12_000, floor.money, own)

    floor.take(iris, 1, 60)
    assert queries.book(iris.viewer, floor.market) == []
    market = queries.market(floor.market)
    assert (market.last_price, market.trades, market.traded_units, market.offers) == (300, 2, 100, 0)
    assert market.traded_amount == 30_000
    assert queries.lots(ivan.viewer, floor.face)[0].ready

    floor.offer(ivan, own, 50, 310)
    floor.sign(ivan, services.prepare_cancel(actor=ivan.viewer, market=floor.market, number=2))
    floor.offer(ivan, own, 70, 320, days=1)
    floor.warp(86_401)
    assert queries.book(iris.viewer, floor.market) == []
    assert tasks.push_due() == 1
    floor.stage.run()
    floor.stage.index()
    states = {each.number: each.state for each in queries.own_offers(ivan.viewer)}
    assert states == {1: OfferState.TAKEN, 2: OfferState.CANCELLED, 3: OfferState.EXPIRED}
    assert queries.lots(ivan.viewer, floor.face)[0].ready
    assert tasks.push_due() == 0
    chart = queries.price_chart(floor.market)
    assert chart is not None
    assert (chart.low, chart.high, len(chart.dots)) == (300, 300, 2)


def test_the_pages_lead_to_a_signature(floor: Floor) -> None:
    browser = signed_in(DjangoClient(), client_account("iris", door=floor.iris.door))
    floor.warp(MORATORIUM)
    own = number_of(floor, floor.iris)
    here = f"/market/{floor.market}/"
    offered = {"certificate": own, "units": "100", "price": "3.10", "days": "30"}
    shown = browser.post(f"{here}offer/", offered)
    assert shown.status_code == 200
    assert "RM 310.00" in shown.content.decode()
    answer = browser.post("/api/v1/acts", signed(floor.iris, shown.context["prepared"]), "application/json")
    assert answer.status_code == 202
    floor.stage.run()
    floor.stage.index()
    (offer,) = queries.book(floor.iris.viewer, floor.market)
    assert (offer.units, offer.price, offer.own) == (100, 310, True)
    assert browser.get(answer.json()["url"]).status_code == 200

    buyer = signed_in(DjangoClient(), client_account("ivan", door=floor.ivan.door))
    taken = buyer.post(f"{here}offers/{offer.number}/take/", {"units": "30"})
    assert "RM 93.00" in taken.content.decode()
    buyer.post("/api/v1/acts", signed(floor.ivan, taken.context["prepared"]), "application/json")
    floor.stage.run()
    floor.stage.index()
    ended = browser.post(f"{here}offers/{offer.number}/cancel/")
    assert "70 units" in ended.content.decode()
    browser.post("/api/v1/acts", signed(floor.iris, ended.context["prepared"]), "application/json")
    floor.stage.run()
    floor.stage.index()
    assert queries.market(floor.market).offers == 0
    assert "you bought" in buyer.get(here).content.decode()


def signed(client: Client, prepared: dict[str, Any]) -> dict[str, str]:
    """What a browser sends after its client signed."""
    digest = encode_typed_data(full_message=prepared["typed_data"])
    content = keccak(b"\x19" + digest.version + digest.header + digest.body)
    signature = client.key.sign(content)
    return {"id": prepared["id"], "signer": client.key.address.lower(), "signature": "0x" + signature.hex()}
