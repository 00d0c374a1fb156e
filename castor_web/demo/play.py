"""The play: a market's first weeks in a minute, through the API, each figure checked as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from apps.vocabulary.types import Address
from castor_web.demo import actions, money, opening, people, primary, secondary, sharing, talking, waiting
from castor_web.demo.cast import CLIENTS, COMPANIES, INVESTORS, OPERATORS, RINGGIT
from castor_web.demo.chain import DevelopmentChain
from castor_web.demo.client import ClientSession, Session
from castor_web.demo.market import Market
from castor_web.stack.progress import Progress

STEPS = 13


def play(origin: str, chain: DevelopmentChain, progress: Progress) -> Iterator[str]:
    """Plays all of it and yields the last figures. Raises WrongFigure, Declined, NoWarp."""
    market = Market(origin, chain, Session(origin, "visitor"))
    with chain.hurried(), ThreadPoolExecutor(1) as side:
        derived = side.submit(people.derive_all, origin)
        with progress.step("Regulator, 2 trustees, 2 operators"):
            opening.open_market(market)
        _admit(market, derived, progress)
        with progress.step(f"{len(INVESTORS)} deposits, minted by two people each"):
            money.deposit(market)
        _campaigns(market, progress)
        with progress.step("A withdrawal, paid out and burned"):
            money.withdraw(market, "ivan", OPERATORS[0].trustee, 500 * RINGGIT)
            money.withdraw(market, "ida", OPERATORS[0].trustee, 120_000 * RINGGIT)
        with progress.step("Work left waiting on every desk"):
            entered = waiting.leave(market)
    yield from money.sums(market, entered)


def _admit(market: Market, derived: Future[dict[str, ClientSession]], progress: Progress) -> None:
    with progress.step(f"{len(CLIENTS)} keys derived"):
        market.clients.update(derived.result())
    with progress.step(f"{len(COMPANIES)} companies and {len(INVESTORS)} investors apply"):
        cases = people.apply_all(market)
    with progress.step("Reviewed by two people each, admitted"):
        people.review_all(market, cases)


def _campaigns(market: Market, progress: Progress) -> None:
    operators = {each.login: each.operator for each in COMPANIES}
    times = primary.timetable(market.chain.now(), warps=market.warps)
    with progress.step(f"{len(COMPANIES)} campaigns proposed, approved, ready"):
        campaigns = primary.propose(market, times)
    before, omar = market.balances(), primary.clients_of(operators["ida"])
    with progress.step("Pledges to three of them, a question, an update"), ThreadPoolExecutor(1) as side:
        market.pass_time(times.first_opens)
        talked = side.submit(talking.talk, market, campaigns["ida"], "ida", "chong")
        sold = primary.pledge(market, campaigns["ida"], omar, 45)
        asked = primary.pledge(market, campaigns[sharing.ISSUER], sharing.asking(), sharing.PERCENT)
        primary.pledge(market, campaigns["imran"], primary.clients_of(operators["imran"]), 60)
        talked.result()
    with progress.step("One fails and pays back, one settles, one is shared out"):
        settled, shared_out = _end(market, campaigns, times, before, sold, asked)
    with progress.step("Certificates change hands; one stays live"):
        market.pass_time(times.last_opens)
        secondary.play(market, settled)
        primary.pledge(market, campaigns["irene"], primary.professionals_of(operators["irene"]), 20)
        talking.ask(market, campaigns["irene"], "mei")
    with progress.step("A dividend is paid, a vote is counted"):
        actions.play(market, settled)
    with progress.step("A call auction in its session"):
        secondary.auction(market, shared_out)


def _end(
    market: Market,
    campaigns: dict[str, Address],
    times: primary.Timetable,
    before: dict[str, int],
    sold: dict[str, int],
    asked: dict[str, int],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Time passes over the first three campaigns; the two whose shares can be traded."""
    first = [campaigns[each] for each in ("ida", "imran", sharing.ISSUER)]
    market.pass_time(max(times.first_closes, *(market.graced(each) for each in first)))
    theirs = primary.clients_of(next(each.operator for each in COMPANIES if each.login == "imran"))
    primary.fail(market, campaigns["imran"], {each.login: before[each.login] for each in theirs})
    closed = [market.await_state(campaigns[each], "cooling-off") for each in ("ida", sharing.ISSUER)]
    shared = sharing.shares(market, campaigns[sharing.ISSUER], asked)
    market.pass_time(max(int(each["cooling_off_ends_at"]) for each in closed))
    sharing.push_through(market, campaigns[sharing.ISSUER])
    settled = primary.settle(market, "ida", campaigns["ida"], sold)
    other = primary.settle(market, sharing.ISSUER, campaigns[sharing.ISSUER], shared)
    primary.check_money(market, before, [("ida", settled, sold), (sharing.ISSUER, other, shared)])
    return settled, other
