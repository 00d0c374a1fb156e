"""From the answer that an act is accepted to the word that it is confirmed, with nothing else to do."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator

from apps.ledger import queries
from apps.ledger.types import ActState
from bench import load
from bench.figures import Figure, figure
from bench.throughput import Pledgers, signed_pledge

GLANCE_SECONDS = 0.002
"""Each glance is a question to the database that is measured: more of them, and they are what is measured."""
PATIENCE_SECONDS = 30
REST_SECONDS = 0.3
CONFIRMED = (ActState.MINED, ActState.FINAL)


def measure(pledgers: Pledgers, number: int) -> Iterator[Figure]:
    """One pledge at a time, on a chain that mines each transaction at once."""
    found = sorted(_one(pledgers) for _ in range(number))
    yield figure(
        "accepted to confirmed, p95, queue empty, mining on demand",
        1000 * percentile(found, 95),
        "ms",
        most=50,
    )
    yield figure("accepted to confirmed, median", 1000 * percentile(found, 50), "ms")


def percentile(ordered: list[float], share: int) -> float:
    """Of values in order."""
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def _one(pledgers: Pledgers) -> float:
    ((client, session),) = pledgers.next(1)
    asked = load.post("/api/v1/acts", signed_pledge(pledgers.market, client), session)
    time.sleep(REST_SECONDS)
    answered = load.ask(pledgers.market.servers.port, [asked], connections=1)
    began = time.perf_counter()
    if answered.refused():
        raise RuntimeError(answered.refused()[0].decode())
    act = uuid.UUID(json.loads(answered.answers[0])["id"])
    while queries.act(act).state not in CONFIRMED:
        if time.perf_counter() - began > PATIENCE_SECONDS:
            raise TimeoutError(f"act {act} was not confirmed")
        time.sleep(GLANCE_SECONDS)
    return time.perf_counter() - began
