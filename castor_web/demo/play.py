"""The play: a market's first weeks in a minute, through the API, each figure checked as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from castor_web.demo import money, opening, people, primary, secondary, waiting
from castor_web.demo.cast import CLIENTS, COMPANIES, INVESTORS, OPERATORS, RINGGIT
from castor_web.demo.chain import DevelopmentChain
from castor_web.demo.client import ClientSession, Session
from castor_web.demo.market import Market
from castor_web.stack.progress import Progress

STEPS = 11


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
    before = market.balances()
    with progress.step("Pledges to two of them"):
        market.pass_time(times.first_opens)
        raised = primary.pledge(market, campaigns["ida"], primary.clients_of(operators["ida"]), 45)
        primary.pledge(market, campaigns["imran"], primary.clients_of(operators["imran"]), 60)
    with progress.step("One fails and pays back, one settles"):
        closing = (times.first_closes, *(market.graced(campaigns[each]) for each in ("ida", "imran")))
        market.pass_time(max(closing))
        theirs = primary.clients_of(operators["imran"])
        primary.fail(market, campaigns["imran"], {each.login: before[each.login] for each in theirs})
        market.pass_time(int(market.await_state(campaigns["ida"], "cooling-off")["cooling_off_ends_at"]))
        settled = primary.settle(market, campaigns["ida"], raised, before)
    with progress.step("Certificates change hands; one stays live"):
        market.pass_time(times.last_opens)
        secondary.play(market, settled)
        primary.pledge(market, campaigns["irene"], primary.professionals_of(operators["irene"]), 20)
