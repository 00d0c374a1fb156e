"""The secondary market: an order book in which asks are met whole and in part, and a call auction in its
session.
"""

from __future__ import annotations

from typing import Any

from apps.vocabulary.types import Address
from castor_web.demo.cast import COMPANIES, DAY, RINGGIT
from castor_web.demo.market import Market
from castor_web.demo.money import check_reserves
from castor_web.demo.offices import signed_together

TICK = 10
"""Sen: every price is a multiple of it."""
RATE, LEAST_FEE = 12_500, 50 * RINGGIT
"""R22: parts per million, and sen."""


def open_for(market: Market, campaign: dict[str, Any], form: str) -> Address:
    """The operator opens a market for the settled campaign's class, in the same money; its address."""
    face, office = campaign["face"], market.office(COMPANIES[0].operator)
    opening = {"tick": TICK, "start_price": campaign["price"], "form": form}
    office.act("markets", {"face": face, "money": campaign["money"], **opening})

    def opened() -> list[Address]:
        every = market.visitor.get("markets")
        return [Address(each["address"]) for each in every if each["face"] == face]

    market.until(lambda: bool(opened()), "the market is listed")
    return opened()[0]


def await_free(market: Market, login: str, face: Address) -> None:
    """Lets the moratorium of an investor's certificate pass (R19)."""
    market.pass_time(max(int(each["locked_until"]) for each in _certificates(market, login, face)) + 1)


def ask(market: Market, venue: Address, face: Address, login: str, units: int, price: int) -> None:
    """Somebody offers units of its certificate at `price` sen or more."""
    order = {"certificate": _certificates(market, login, face)[0]["number"], **_terms(market, units, price)}
    signed_together([(market.clients[login], f"markets/{venue}/asks/prepare", order)])


def bid(market: Market, venue: Address, login: str, units: int, price: int) -> None:
    """Somebody bids for units at `price` sen or less."""
    order = _terms(market, units, price)
    signed_together([(market.clients[login], f"markets/{venue}/bids/prepare", order)])


def trade(
    market: Market,
    venue: Address,
    face: Address,
    seller: str,
    buyer: str,
    *,
    asked: int,
    wanted: int,
    price: int,
    limit: int,
) -> None:
    """`seller` asks `price` sen for units, `buyer` bids `limit` for some, and pays `price`: both legs, or
    neither.
    """
    before = {login: (market.balance(login), market.units(login, face)) for login in (seller, buyer)}
    ask(market, venue, face, seller, asked, price)
    market.until(lambda: _standing(market, seller, venue) == 1, "the ask stands in the book")
    bid(market, venue, buyer, wanted, limit)
    fee = max(LEAST_FEE, wanted * price * RATE // 1_000_000)
    for login, sign in ((seller, 1), (buyer, -1)):
        money, units = before[login]
        _expect(market, login, face, money + sign * wanted * price - fee, units - sign * wanted)
    check_reserves(market)


def play(market: Market, campaign: dict[str, Any]) -> None:
    """Ivan sells half of his coffee shares to Aisyah; Bala buys a part of what Chong asks for; Priya bids
    more than Hana asks, and pays what she asks. A day passes between them, where it can. Then others wait in
    the book.
    """
    face = Address(campaign["face"])
    venue = open_for(market, campaign, "continuous")
    await_free(market, "ivan", face)
    half = market.units("ivan", face) // 2
    for seller, buyer, asked, wanted, price, limit in (
        ("ivan", "aisyah", half, half, 2_800, 2_800),
        ("chong", "bala", 200, 60, 3_000, 3_000),
        ("hana", "priya", 40, 40, 2_900, 2_950),
    ):
        trade(market, venue, face, seller, buyer, asked=asked, wanted=wanted, price=price, limit=limit)
        if market.warps:
            market.pass_time(market.chain.now() + DAY)
    ask(market, venue, face, "kumar", 50, 3_100)
    for login, units, price in (("devi", 10, 2_750), ("edwin", 12, 2_700), ("farah", 40, 2_650)):
        bid(market, venue, login, units, price)
    market.equal("the count of orders that wait", 5, lambda: int(_market(market, venue)["orders"]))
    check_reserves(market)


def auction(market: Market, campaign: dict[str, Any]) -> None:
    """Four orders are gathered in the hours of the rulebook, and meet at one price when its session begins:
    the one at which most is traded. What is left waits for the next session. Only where the chain's clock can
    be moved.
    """
    if not market.warps:
        return
    face = Address(campaign["face"])
    venue = open_for(market, campaign, "auction")
    await_free(market, "chong", face)
    _await_session(market, venue, "taken")
    price = int(campaign["price"])
    ask(market, venue, face, "chong", 60, price + 20)
    ask(market, venue, face, "farah", 40, price - 20)
    bid(market, venue, "hana", 50, price + 50)
    bid(market, venue, "kumar", 30, price + 10)
    market.equal("the count of orders that wait", 4, lambda: int(_market(market, venue)["orders"]))
    _await_session(market, venue, "matched")
    market.until(lambda: _market(market, venue)["auction"] is not None, "the auction found its price")
    market.equal("the auction’s price", price + 20, lambda: int(_market(market, venue)["auction"]["price"]))
    market.equal("the units that it traded", 50, lambda: int(_market(market, venue)["traded_units"]))
    check_reserves(market)


def _await_session(market: Market, venue: Address, what: str) -> None:
    """Lets time pass until orders are `taken`, or `matched`, by the sessions of the rulebook (R21)."""
    while not _market(market, venue)["moment"][what]:
        market.pass_time(int(_market(market, venue)["moment"]["changes_at"]))


def _market(market: Market, venue: Address) -> dict[str, Any]:
    found: dict[str, Any] = market.visitor.get(f"markets/{venue}")
    return found


def _certificates(market: Market, login: str, face: Address) -> list[dict[str, Any]]:
    (held,) = [each for each in market.clients[login].get("portfolio") if each["share_class"]["face"] == face]
    found: list[dict[str, Any]] = held["certificates"]
    return found


def _terms(market: Market, units: int, price: int) -> dict[str, int]:
    return {"units": units, "price": price, "expires_at": market.now() + 20 * DAY}


def _standing(market: Market, login: str, venue: Address) -> int:
    found = market.clients[login].get("orders")["rows"]
    return sum(each["market"] == venue and each["state"] == "open" for each in found)


def _expect(market: Market, login: str, face: Address, money: int, units: int) -> None:
    market.equal(f"{login}’s balance", money, lambda: market.balance(login))
    market.equal(f"{login}’s units", units, lambda: market.units(login, face))
