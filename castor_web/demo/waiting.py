"""What the play leaves undone, so that every desk has work to show when a visitor comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from castor_web.demo import money, people, primary
from castor_web.demo.cast import (
    APPLICANTS,
    COMPANIES,
    DAY,
    INVESTORS,
    OPERATORS,
    RINGGIT,
    TRUSTEES,
    Company,
    Investor,
)
from castor_web.demo.client import Session
from castor_web.demo.market import Market
from castor_web.demo.ventures import SECOND_TRY

CREDIT: Final = 1_250 * RINGGIT
WITHDRAWAL: Final = 2_000 * RINGGIT


def leave(market: Market) -> Mapping[str, int]:
    """Two cases, a credit, a withdrawal and a proposal wait; what was entered at each trustee
    and not minted (sen). Raises WrongFigure when one of them is not in its queue, or money does not add up.
    """
    trustee = OPERATORS[1].trustee
    _apply(market)
    money.enter(market, trustee, _investor("yusof"), CREDIT, "IN-100001")
    # Fresh for who comes now: a statement older than one business day stops minting.
    for each in TRUSTEES:
        money.state(market, each.name, [(CREDIT, "IN-100001", "")] if each.name == trustee else [])
    money.ask_for(market, "vimala", trustee, WITHDRAWAL)
    _propose(market, COMPANIES[1])
    _check_queues(market, trustee)
    entered = {trustee: CREDIT}
    money.check_reserves(market, entered)
    return entered


def _apply(market: Market) -> None:
    """Both send an application; the second one's operator has its maker approve it, and no checker yet."""
    sessions = people.derive_all(market.origin, APPLICANTS)
    cases = [people.apply(sessions[who.login], who, market.office(who.operator).door) for who in APPLICANTS]
    market.office(APPLICANTS[1].operator).maker.post(f"kyc/cases/{cases[1]}/approve", people.APPROVED)


def _propose(market: Market, who: Company) -> None:
    opens = market.now() + 14 * DAY
    primary.propose_one(market, who, SECOND_TRY, opens, opens + 60 * DAY)


def _check_queues(market: Market, trustee: str) -> None:
    office, first, second = (market.office(each).maker for each in (trustee, OPERATORS[0], OPERATORS[1]))

    def one(what: str, who: Session, path: str, **query: str) -> None:
        market.equal(what, 1, lambda: len(who.get(path, **query)))

    market.equal(
        "the count of withdrawals to pay out",
        1,
        lambda: len(office.get("treasury/withdrawals", state="waiting")["rows"]),
    )
    one("the count of cases to review", first, "kyc/cases", state="sent")
    one("the count of cases to confirm", second, "kyc/cases", state="approved")
    one("the count of campaigns to decide", second, "campaigns/queue")


def _investor(login: str) -> Investor:
    return next(each for each in INVESTORS if each.login == login)
