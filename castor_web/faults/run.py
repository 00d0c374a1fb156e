"""One run, from nothing to the verdict: `python -m castor_web.faults`."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.db import connection

from castor_web.faults import market as places
from castor_web.faults.market import Market
from castor_web.stack.daemons import wait_until
from castor_web.stack.throwaway import new_run

if TYPE_CHECKING:
    from castor_web.faults.blows import Ring
    from castor_web.faults.intents import Crowd
    from castor_web.faults.oracle import Verdict
    from castor_web.faults.people import People

FAULTS_A_SECOND = 1.6
"""How many faults are dealt: each takes its time, and some are never felt."""
LAG_SECONDS = 5
"""How long a fault waits for the intents where a busy machine lets them lag behind."""
POSTED_SECONDS, STUCK_SECONDS = 180, 120
"""How long after the last fault the last intent may have its answer; and how long after that, at most,
everything must have come to its end.
"""
CALM_SECONDS = 1.0

Say = Callable[[str], None]


def run(*, seeds: Sequence[int], faults: int, intents: int, say: Say = print) -> bool:
    """A market under `faults` faults while it carries `intents` intents; says what became of it, and returns
    whether everything held. Raises StackError where the market does not even begin.
    """
    began, named = time.monotonic(), "+".join(map(str, seeds))
    market = places.reserve(new_run())
    market.start_servers()
    os.environ.update(places.own_environment(market))
    django.setup()
    logging.disable(logging.CRITICAL)  # the driver's own lines; the market's processes write to its log files
    people = _people(market)
    market.start()
    say(f"up after {time.monotonic() - began:.0f} s: {len(people.investors)} investors, seeds {named}")
    ring, crowd = _fight(market, people, seeds=seeds, faults=faults, intents=intents, say=say)
    verdict = _settle(market, people, ring, crowd, say)
    _tell(market, ring, crowd, verdict, say)
    say(
        f"faults={ring.total()} intents={len(crowd.book.intents)} lost={verdict.lost}"
        f" duplicated={verdict.duplicated} false_final={verdict.false_final} stuck={verdict.stuck}"
        f" rebuild={verdict.rebuild} seed={named}"
    )
    if not verdict.holds:
        _keep(market, say)
    return verdict.holds


def _people(market: Market) -> People:
    from castor_web.faults.people import gather

    return gather(market.anvil)


def _fight(
    market: Market, people: People, *, seeds: Sequence[int], faults: int, intents: int, say: Say
) -> tuple[Ring, Crowd]:
    """Faults until so many were felt; the intents come at the same pace."""
    from castor_web.faults.blows import Ring
    from castor_web.faults.intents import Crowd

    ring = Ring(market, seeds, faults)
    crowd = Crowd(people, market.origin, seed=seeds[0], wanted=intents, progress=ring.progress)
    crowd.start()
    began = time.monotonic()
    try:
        _deal(ring, crowd, say)
    except BaseException:
        crowd.stop()
        raise
    ring.cease()
    say(f"{ring.total()} faults in {time.monotonic() - began:.0f} s")
    return ring, crowd


def _deal(ring: Ring, crowd: Crowd, say: Say) -> None:
    """One fault after another, until as many were felt as are wanted."""
    began = told = time.monotonic()
    while ring.total() < ring.wanted:
        due = began + ring.dealt / FAULTS_A_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        wait_until(lambda: not crowd.lags(ring.progress()), within=LAG_SECONDS, every=0.1)
        ring.deal()
        if time.monotonic() - told > 30:
            told = time.monotonic()
            say(f"{told - began:4.0f} s: {ring.total()} faults, {len(crowd.book.intents)} intents")


def _settle(market: Market, people: People, ring: Ring, crowd: Crowd, say: Say) -> Verdict:
    """Waits for what is on its way, then lets everything stand still and judges."""
    from apps.ledger.testing import outbox
    from castor_web.faults import oracle

    ceased = time.monotonic()
    connection.close()  # of before the fire
    if not crowd.join(POSTED_SECONDS):
        say("not every intent has had an answer")
    posted = time.monotonic()
    while outbox.on_their_way() and time.monotonic() - posted < STUCK_SECONDS:
        time.sleep(CALM_SECONDS)
    say(
        f"the last answer came {posted - ceased:.0f} s after the last fault,"
        f" and all was over {time.monotonic() - posted:.0f} s later"
    )
    market.stop_processes()
    market.anvil.call("evm_setIntervalMining", 0)
    say("nothing runs any more but the servers; judging")
    return oracle.judge(
        people,
        crowd.book,
        logs=market.place.logs,
        secrets=[*places.secrets_of(market), *(each.session for each in people.investors)],
        deep_at=ring.deep_at,
    )


def _tell(market: Market, ring: Ring, crowd: Crowd, verdict: Verdict, say: Say) -> None:
    for name, times in sorted(ring.tally().items()):
        say(f"  {times:5} {name}")
    for name, times in verdict.ends.most_common():
        say(f"  {times:5} intents ended {name}")
    answers = ", ".join(f"{times} x {status}" for status, times in sorted(crowd.book.answers.items()))
    say(f"  answers: {answers}; none: {crowd.book.lost_answers}; processes started again: {market.restarts}")
    for problem in verdict.problems[:20]:
        say(f"  PROBLEM {problem}")


def _keep(market: Market, say: Say) -> None:
    """Keeps the logs of a run that failed."""
    kept = Path(os.environ.get("CASTOR_FAULTS_KEPT", "/var/tmp")) / f"castor-faults-{os.getpid()}"  # noqa: S108
    shutil.copytree(market.place.logs, kept)
    say(f"  logs: {kept}")
