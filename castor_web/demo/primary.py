"""The primary market: a campaign that settles, one that is shared out pro rata, one that fails and pays back,
one that stays live.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from apps.rulebook.queries import success_fee
from apps.vocabulary.types import Address, InvestorClass
from castor_web.demo import papers
from castor_web.demo.cast import COMPANIES, DAY, INVESTORS, OPERATORS, Company, Investor
from castor_web.demo.market import Market, WrongFigure
from castor_web.demo.money import check_reserves
from castor_web.demo.offices import signed_together, together
from castor_web.demo.ventures import VENTURES, Venture

HOUR: Final = 3600
_WORDS: Final = ("title", "pitch", "sector", "story", "use_of_proceeds", "financials", "risks")


@dataclass(frozen=True, slots=True)
class Timetable:
    """When the campaigns open and close, in chain seconds."""

    first_opens: int
    first_closes: int
    last_opens: int
    last_closes: int


def timetable(now: int, *, warps: bool) -> Timetable:
    """Weeks where the chain's clock can be moved, else a few minutes; the last campaign outlives the play."""
    opens = now + (HOUR if warps else 60)
    closes = opens + (14 * DAY if warps else 120)
    later = closes + (11 * DAY if warps else 30)
    return Timetable(opens, closes, later, later + 60 * DAY)


def propose(market: Market, times: Timetable) -> dict[str, Address]:
    """Companies define a class each and propose; operators approve, trustees mint. Campaigns by company."""
    found = together(lambda who: _proposed(market, who, times), COMPANIES)
    campaigns = {who.login: address for who, address in zip(COMPANIES, found, strict=True)}
    for address in campaigns.values():
        market.await_state(address, "ready")
    return campaigns


def _proposed(market: Market, who: Company, times: Timetable) -> Address:
    issuer, operator, venture = market.clients[who.login], market.office(who.operator), VENTURES[who.login]
    trustee = market.office(next(each.trustee for each in OPERATORS if each.name == who.operator))
    new_class = {"name": f"{who.name.split()[0]} ordinary", "symbol": venture.symbol, "trustee": trustee.door}
    signed_together([(issuer, "classes/prepare", new_class)])
    market.until(lambda: bool(issuer.get("classes")), "the share class is listed")
    opens, closes = times.first_opens, times.first_closes
    if who is COMPANIES[-1]:
        opens, closes = times.last_opens, times.last_closes
    address = propose_one(market, who, venture, opens, closes)
    operator.act(f"campaigns/{address}/approve", {"reason": "Plain terms, plain words, documents in order."})
    market.until(
        lambda: any(each["address"] == address for each in trustee.maker.get("campaigns/waiting")),
        "the trustee sees that units are awaited",
    )
    trustee.act(f"campaigns/{address}/mint")
    return address


def propose_one(market: Market, who: Company, venture: Venture, opens: int, closes: int) -> Address:
    """A company proposes a campaign for its class, between two chain seconds; its address once listed."""
    issuer = market.clients[who.login]
    (share_class,), (money,) = issuer.get("classes"), issuer.get("campaigns/moneys")
    words = {each: getattr(venture, each) for each in _WORDS}
    team = f"{who.director} founded {who.name} and leads it."
    draft = issuer.post("campaigns/drafts", {**words, "team": team})["record"]
    for slot, paper in papers.written(who, venture).items():
        issuer.upload(f"campaigns/drafts/{draft}/documents/{slot}", f"{slot}.pdf", paper)
    offer = {
        "face": share_class["face"],
        "money": money["token"],
        "price": venture.price,
        "minimum": venture.minimum,
        "maximum": venture.maximum,
        "opens_at": opens,
        "closes_at": closes,
        "allocation": "pro-rata" if venture.shared_out else "first-come",
        "draft": draft,
    }
    signed_together([(issuer, "campaigns/prepare", offer)])

    def proposed() -> list[Address]:
        mine = issuer.get("campaigns/mine")
        return [Address(each["address"]) for each in mine if each["state"] == "proposed"]

    market.until(lambda: bool(proposed()), "the proposal is listed")
    campaign = proposed()[0]
    papers.put_on_record(market, issuer, campaign)
    return campaign


def pledge(market: Market, campaign: Address, who: list[Investor], percent: int) -> dict[str, int]:
    """Each pledges so much of its first deposit, in whole units: how many, by who."""
    price = int(market.campaign(campaign)["price"])
    whole = {each.login: each.deposit * percent // 100 // price for each in who}
    units = {login: wanted for login, wanted in whole.items() if wanted}
    signed_together(
        (market.clients[login], f"campaigns/{campaign}/pledge/prepare", {"units": wanted})
        for login, wanted in units.items()
    )
    raised = price * sum(units.values())
    market.equal("what is pledged", raised, lambda: int(market.campaign(campaign)["raised"]))
    return units


def fail(market: Market, campaign: Address, before: dict[str, int]) -> None:
    """The minimum was missed: everybody has back the last sen."""
    market.await_state(campaign, "failed")
    for login, wanted in before.items():
        _expect_balance(market, login, wanted)
    check_reserves(market)


def settle(market: Market, issuer: str, campaign: Address, sold: dict[str, int]) -> dict[str, Any]:
    """The campaign once it has settled: the fee as the rulebook counts it, a certificate for each who bought,
    unsold units gone.
    """
    found = market.await_state(campaign, "settled")
    raised, face = int(found["price"]) * sum(sold.values()), Address(found["face"])
    market.equal("what was raised", raised, lambda: int(market.campaign(campaign)["raised"]))
    market.equal("the fee", success_fee(raised), lambda: int(market.campaign(campaign)["fee"]))
    for login, units in sold.items():
        market.equal(f"{login}’s units", units, partial(market.units, login, face))
    found = market.campaign(campaign)
    supply = int(market.clients[issuer].get(f"classes/{face}")["units"])
    if supply != sum(sold.values()):
        raise WrongFigure(f"{supply} units of {found['title']} are left; unsold ones were not given back.")
    return found


def check_money(
    market: Market, before: dict[str, int], settled: list[tuple[str, dict[str, Any], dict[str, int]]]
) -> None:
    """To the last sen: of the settled campaigns (issuer's login, campaign, units sold by who) each investor
    has paid its units and no more, each issuer has its proceeds, their operator both fees.
    """
    wanted = dict(before)
    for issuer, found, sold in settled:
        wanted[issuer] += int(found["raised"]) - int(found["fee"])
        for login, units in sold.items():
            wanted[login] -= units * int(found["price"])
    for login in dict.fromkeys(login for issuer, _, sold in settled for login in (issuer, *sold)):
        _expect_balance(market, login, wanted[login])
    fees = sum(int(found["fee"]) for _, found, _ in settled)
    market.equal("the operator’s fees", fees, lambda: market.fees_of(COMPANIES[0].operator))
    check_reserves(market)


def clients_of(operator: str) -> list[Investor]:
    """An operator's investors."""
    return [each for each in INVESTORS if each.operator == operator]


def professionals_of(operator: str) -> list[Investor]:
    """Its angels and sophisticated investors, who pledge enough to bring a campaign over its minimum."""
    return [each for each in clients_of(operator) if each.investor_class is not InvestorClass.RETAIL]


def _expect_balance(market: Market, login: str, wanted: int) -> None:
    market.equal(f"{login}’s balance", wanted, lambda: market.balance(login))
