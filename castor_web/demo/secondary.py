"""The secondary market: an offer taken whole, and one taken in part."""

from __future__ import annotations

from typing import Any

from apps.vocabulary.types import Address
from castor_web.demo.cast import COMPANIES, DAY, RINGGIT
from castor_web.demo.market import Market
from castor_web.demo.money import check_reserves
from castor_web.demo.offices import signed_together


def open_for(market: Market, campaign: dict[str, Any]) -> Address:
    """The operator opens a market for the settled campaign's class, in the same money; its address."""
    face, office = campaign["face"], market.office(COMPANIES[0].operator)
    office.act("markets", {"face": face, "money": campaign["money"]})
    market.until(lambda: bool(market.visitor.get("markets")), "the market is listed")
    return Address(market.visitor.get("markets")[0]["address"])


def await_free(market: Market, login: str, face: Address) -> None:
    """Lets the moratorium of an investor's certificate pass (R19)."""
    (held,) = [each for each in market.clients[login].get("portfolio") if each["share_class"]["face"] == face]
    market.pass_time(max(int(each["locked_until"]) for each in held["certificates"]) + 1)


def trade(
    market: Market,
    venue: Address,
    face: Address,
    seller: str,
    buyer: str,
    *,
    offered: int,
    taken: int,
    price: int,
) -> None:
    """`seller` offers units of its certificate at `price` sen, `buyer` takes some: both legs, or neither."""
    before = {login: (market.balance(login), market.units(login, face)) for login in (seller, buyer)}
    (held,) = [
        each for each in market.clients[seller].get("portfolio") if each["share_class"]["face"] == face
    ]
    offer = {
        "certificate": held["certificates"][0]["number"],
        "units": offered,
        "price": price,
        "expires_at": market.now() + 20 * DAY,
    }
    signed_together([(market.clients[seller], f"markets/{venue}/offers/prepare", offer)])
    market.until(lambda: _own(market, seller) is not None, "the offer is listed")
    found = _own(market, seller)
    number = found["number"] if found else 0
    path = f"markets/{venue}/offers/{number}/take/prepare"
    signed_together([(market.clients[buyer], path, {"units": taken})])
    for login, sign in ((seller, 1), (buyer, -1)):
        money, units = before[login]
        _expect(market, login, face, money + sign * taken * price, units - sign * taken)
    check_reserves(market)


def play(market: Market, campaign: dict[str, Any]) -> None:
    """Ivan sells half of his coffee shares to Aisyah; Chong sells Bala a part of what she offers; Hana sells
    to Priya. A day passes between them, where it can.
    """
    face = Address(campaign["face"])
    venue = open_for(market, campaign)
    await_free(market, "ivan", face)
    half = market.units("ivan", face) // 2
    for seller, buyer, offered, taken, price in (
        ("ivan", "aisyah", half, half, 28),
        ("chong", "bala", 200, 60, 30),
        ("hana", "priya", 40, 40, 29),
    ):
        trade(market, venue, face, seller, buyer, offered=offered, taken=taken, price=price * RINGGIT)
        if market.warps:
            market.pass_time(market.chain.now() + DAY)


def _own(market: Market, seller: str) -> dict[str, Any] | None:
    return next((each for each in market.clients[seller].get("offers") if each["state"] == "open"), None)


def _expect(market: Market, login: str, face: Address, money: int, units: int) -> None:
    market.equal(f"{login}’s balance", money, lambda: market.balance(login))
    market.equal(f"{login}’s units", units, lambda: market.units(login, face))
