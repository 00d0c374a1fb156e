"""A company and its shareholders: a dividend that is paid, a vote that is counted, one that is open."""

from __future__ import annotations

from typing import Any

from apps.vocabulary.types import Address
from castor_web.demo.cast import DAY
from castor_web.demo.market import Market
from castor_web.demo.offices import signed_together

SEN_A_UNIT = 50
PER_SEN = 100
"""The API takes a dividend's rate in hundredths of a sen for a unit."""


def play(market: Market, campaign: dict[str, Any]) -> None:
    """Ida Kopi pays its first dividend, has a resolution passed, and asks a question that stays open."""
    face = Address(campaign["face"])
    holders = [login for login in market.clients if login != "ida" and market.units(login, face)]
    _pay(market, face, holders)
    _vote(market, face, holders)


def _pay(market: Market, face: Address, holders: list[str]) -> None:
    """Half a ringgit for each unit, from the proceeds: everybody gets their part, to the sen."""
    before = {login: market.balance(login) for login in holders}
    units = {login: market.units(login, face) for login in holders}
    at = market.now() + _soon(market)
    terms = {"title": "First dividend", "rate": SEN_A_UNIT * PER_SEN, "record_at": at, "payable_at": at}
    _sign(market, f"classes/{face}/dividends", terms)
    market.until(lambda: _actions(market, face, "dividends") != [], "the dividend is announced")
    dividend = _actions(market, face, "dividends")[0]["address"]
    _sign(market, f"dividends/{dividend}/fund", {})
    market.pass_time(at + 1)
    for login in holders:
        _expect(market, login, before[login] + units[login] * SEN_A_UNIT)
    market.until(
        lambda: market.clients["ida"].get(f"dividends/{dividend}")["state"] == "paid", "the dividend is paid"
    )


def _vote(market: Market, face: Address, holders: list[str]) -> None:
    """Most are for a second roastery; what to do with the first stays open for a fortnight."""
    at, soon = market.now() + _soon(market), _soon(market)
    asked: dict[str, Any] = {
        "title": "A second roastery in Penang",
        "text": "That the company lease and fit out a second roastery in Penang, for at most RM 250,000.",
        "resolution": "ordinary",
        "quorum": 2_500,
        "record_at": at,
        "closes_at": at + 4 * soon,
    }
    ballot = _ask(market, face, asked)
    market.pass_time(at + 1)
    choices = ["against" if n % 4 == 3 else "for" for n, _ in enumerate(holders)]
    signed_together(
        (market.clients[login], f"ballots/{ballot}/vote", {"choice": choice})
        for login, choice in zip(holders, choices, strict=True)
    )
    market.pass_time(asked["closes_at"])
    ida = market.clients["ida"]
    market.until(lambda: ida.get(f"ballots/{ballot}")["passed"] is True, "the resolution is passed")
    at = market.now() + _soon(market)
    question = {
        "title": "Buy beans from a fourth co-operative",
        "text": "That the company buy up to a fifth of its beans from the co-operative of Tenom, Sabah.",
        "resolution": "ordinary",
        "quorum": 2_500,
        "record_at": at,
        "closes_at": at + 14 * DAY,
    }
    _ask(market, face, question)
    market.pass_time(at + 1)


def _expect(market: Market, login: str, sen: int) -> None:
    market.equal(f"{login}’s balance after the dividend", sen, lambda: market.balance(login))


def _ask(market: Market, face: Address, asked: dict[str, Any]) -> str:
    """Ida asks; the ballot's address."""
    _sign(market, f"classes/{face}/ballots", asked)

    def found() -> list[str]:
        every = _actions(market, face, "ballots")
        return [each["address"] for each in every if each["title"] == asked["title"]]

    market.until(lambda: found() != [], "the question is asked")
    return found()[0]


def _actions(market: Market, face: Address, what: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = market.clients["ida"].get(f"classes/{face}/actions")[what]
    return found


def _sign(market: Market, path: str, body: dict[str, Any]) -> None:
    signed_together([(market.clients["ida"], path, body)])


def _soon(market: Market) -> int:
    """Seconds until a record date: enough for the act to be mined before it, and few where they are waited
    for.
    """
    return 300 if market.warps else 12
