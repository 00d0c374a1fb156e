"""The primary market: a campaign that settles, one that fails and pays back, one that stays live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from apps.rulebook.queries import success_fee
from apps.vocabulary.types import Address, InvestorClass
from castor_web.demo.cast import COMPANIES, DAY, INVESTORS, OPERATORS, RINGGIT, Company, Investor
from castor_web.demo.market import Market, WrongFigure
from castor_web.demo.money import check_reserves
from castor_web.demo.offices import signed_together, together

HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Venture:
    """What a company offers: units at `price` sen, of which at least `minimum`; and its words."""

    symbol: str
    price: int
    minimum: int
    maximum: int
    title: str
    pitch: str
    sector: str
    story: str
    use_of_proceeds: str
    risks: str


VENTURES: Final = {
    "ida": Venture(
        "IDA", 25 * RINGGIT, 8_000, 20_000,
        "Eleven cafés become twenty", "Johor’s liberica, roasted by the people who grow it.", "food",
        "Ida Kopi buys the whole harvest of forty smallholders and roasts it within the week. Its "
        "eleven cafés sell it; each paid for itself in fourteen months.",
        "Nine cafés in Kuala Lumpur and Penang: leases, machines, and six months of wages.",
        "Leases may cost more than planned, a harvest may fail, new cafés may earn less than the old.",
    ),
    "imran": Venture(
        "IMR", 10 * RINGGIT, 60_000, 90_000,
        "A sun on every school", "Solar panels on school roofs, paid for by the power they make.", "energy",
        "Imran Solar leases roofs of schools, puts panels on them and sells the power to the school for less "
        "than it pays today.",
        "Panels and inverters for twenty-two schools in Selangor.",
        "Tariffs may fall, a school may close, and panels may be delivered late.",
    ),
    "irene": Venture(
        "IRB", 5 * RINGGIT, 20_000, 80_000,
        "Batik that crosses oceans", "Hand-printed batik, made to order, in the post within ten days.",
        "manufacturing",
        "Irene Batik prints for four hundred shops in nine countries. Orders for the next year exceed what "
        "one workshop can print.",
        "A second workshop in Kuala Terengganu, and the training of thirty printers.",
        "Printers are hard to find, shipping prices move, and fashions change.",
    ),
}  # fmt: skip


SECOND_TRY: Final = Venture(
    "IMR", 10 * RINGGIT, 15_000, 40_000,
    "Six schools first", "The same sun on fewer roofs: six schools that have signed already.", "energy",
    "Our campaign for twenty-two schools missed its minimum, and everybody was paid back. Six of the schools "
    "have signed since; this one is for their roofs alone.",
    "Panels and inverters for six schools in Selangor.",
    "Tariffs may fall, a school may close, and panels may be delivered late.",
)  # fmt: skip
"""What Imran Solar proposes when its first campaign has failed (R13 allows one at a time)."""


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
    offer = {
        "face": share_class["face"],
        "money": money["token"],
        "price": venture.price,
        "minimum": venture.minimum,
        "maximum": venture.maximum,
        "opens_at": opens,
        "closes_at": closes,
        "words": {
            "title": venture.title,
            "pitch": venture.pitch,
            "sector": venture.sector,
            "story": venture.story,
            "use_of_proceeds": venture.use_of_proceeds,
            "team": f"{who.director} founded {who.name} and leads it.",
            "risks": venture.risks,
        },
    }
    signed_together([(issuer, "campaigns/prepare", offer)])

    def proposed() -> list[Address]:
        mine = issuer.get("campaigns/mine")
        return [Address(each["address"]) for each in mine if each["state"] == "proposed"]

    market.until(lambda: bool(proposed()), "the proposal is listed")
    return proposed()[0]


def pledge(market: Market, campaign: Address, who: list[Investor], percent: int) -> int:
    """Each pledges so much of its first deposit, in whole units; what was pledged in all, in sen."""
    price = int(market.campaign(campaign)["price"])
    units = {each.login: each.deposit * percent // 100 // price for each in who}
    signed_together(
        (market.clients[login], f"campaigns/{campaign}/pledge/prepare", {"units": wanted})
        for login, wanted in units.items()
        if wanted
    )
    raised = price * sum(units.values())
    market.equal("what is pledged", raised, lambda: int(market.campaign(campaign)["raised"]))
    return raised


def fail(market: Market, campaign: Address, before: dict[str, int]) -> None:
    """The minimum was missed: everybody has back the last sen."""
    market.await_state(campaign, "failed")
    for login, wanted in before.items():
        _expect_balance(market, login, wanted)
    check_reserves(market)


def settle(market: Market, campaign: Address, raised: int, before: dict[str, int]) -> dict[str, Any]:
    """Fee to the operator, proceeds to the issuer, units to the investors, unsold units gone."""
    ida = COMPANIES[0]
    found = market.await_state(campaign, "settled")
    fee = success_fee(raised)
    market.equal("the fee", fee, lambda: int(market.campaign(campaign)["fee"]))
    market.equal("the operator’s fees", fee, lambda: market.fees_of(ida.operator))
    _expect_balance(market, ida.login, before[ida.login] + raised - fee)
    face = Address(found["face"])
    for who in (each for each in INVESTORS if each.operator == ida.operator):
        _expect_units(
            market, who.login, face, (before[who.login] - market.balance(who.login)) // found["price"]
        )
    supply = int(market.clients[ida.login].get(f"classes/{face}")["units"])
    if supply != raised // int(found["price"]):
        raise WrongFigure(f"{supply} units of {ida.name} are left; what was not sold was not given back.")
    check_reserves(market)
    return found


def clients_of(operator: str) -> list[Investor]:
    """An operator's investors."""
    return [each for each in INVESTORS if each.operator == operator]


def professionals_of(operator: str) -> list[Investor]:
    """Its angels and sophisticated investors, who pledge enough to bring a campaign over its minimum."""
    return [each for each in clients_of(operator) if each.investor_class is not InvestorClass.RETAIL]


def _expect_balance(market: Market, login: str, wanted: int) -> None:
    market.equal(f"{login}’s balance", wanted, lambda: market.balance(login))


def _expect_units(market: Market, login: str, face: Address, wanted: int) -> None:
    market.equal(f"{login}’s units", wanted, lambda: market.units(login, face))
