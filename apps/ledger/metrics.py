"""Delivery as Prometheus's figures, read when a collector asks: from the outbox and the read model, so that
they are the same whichever process answers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.db import DatabaseError
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.ledger import heads, operations
from apps.ledger.models import Act, Sending
from apps.ledger.store import ReadModelAway
from apps.ledger.types import ActState

WINDOW = 1_000
"""How many of the newest acts and transactions the figures of speed, size and gas are of."""
_QUANTILES = (0.5, 0.95, 0.99)


class Delivery(Collector):
    """What the outbox, the lanes and the indexer are doing. A part that is away is left out."""

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering asks for no figures."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """All figures, each with its help."""
        with suppress(DatabaseError):
            yield from _outbox()
            yield from _acts()
            yield from _transactions()
        with suppress(ReadModelAway):
            yield from _indexer()


def _outbox() -> Iterator[Metric]:
    found = operations.outbox()
    under_way = GaugeMetricFamily(
        "castor_acts", "Acts that have not come to their end, by state.", labels=["state"]
    )
    for state in ("queued", "sent"):
        under_way.add_metric([state], found[state])
    yield under_way
    yield GaugeMetricFamily(
        "castor_acts_stuck", "Acts queued or sent for two minutes or more.", value=found["stuck"]
    )
    flying = GaugeMetricFamily(
        "castor_lane_in_flight", "Transactions of a lane whose end is not known.", labels=["lane"]
    )
    for lane, count in operations.in_flight().items():
        flying.add_metric([lane], count)
    yield flying


def _acts() -> Iterator[Metric]:
    """The newest acts: by state, and how long they took from their acceptance."""
    recent = list(
        Act.objects.order_by("-id").values_list("state", "queued_at", "settled_at", "final_at")[:WINDOW]
    )
    states = GaugeMetricFamily("castor_recent_acts", f"The newest {WINDOW} acts, by state.", labels=["state"])
    for state, count in sorted(Counter(state for state, *_ in recent).items()):
        states.add_metric([state], count)
    yield states
    seconds = GaugeMetricFamily(
        "castor_act_seconds",
        f"Seconds from accepted to mined and to final, over the newest {WINDOW} acts.",
        labels=["until", "quantile"],
    )
    done = [times for state, *times in recent if state in (ActState.MINED, ActState.FINAL)]
    for until, place in (("mined", 1), ("final", 2)):
        spans = ((times[0], times[place]) for times in done)
        took = sorted((ended - queued).total_seconds() for queued, ended in spans if queued and ended)
        for quantile in _QUANTILES if took else ():
            seconds.add_metric([until, str(quantile)], took[math.ceil(quantile * len(took)) - 1])
    yield seconds


def _transactions() -> Iterator[Metric]:
    """The newest transactions: how many acts they carry, and the gas that they used."""
    newest = Sending.objects.exclude(kind=Sending.Kind.FILL).order_by("-id")[:WINDOW]
    gas = dict(newest.values_list("pk", "gas_used"))
    acts = Act.objects.filter(sending__in=list(gas)).count()
    yield GaugeMetricFamily(
        "castor_relay_batch_size",
        f"Acts in a transaction, on average over the newest {WINDOW}.",
        value=acts / len(gas) if gas else 0.0,
    )
    yield GaugeMetricFamily(
        "castor_gas_used",
        f"Gas used by the newest {WINDOW} transactions.",
        value=sum(used or 0 for used in gas.values()),
    )


def _indexer() -> Iterator[Metric]:
    lag = heads.lag()
    if lag.blocks is not None and lag.seconds is not None:
        yield GaugeMetricFamily(
            "castor_indexer_behind_blocks", "Blocks that the read model has not applied.", value=lag.blocks
        )
        yield GaugeMetricFamily(
            "castor_indexer_unseen_seconds",
            "Seconds since the indexer spoke with the node.",
            value=lag.seconds,
        )
    yield GaugeMetricFamily(
        "castor_reorged_blocks", "Blocks taken back since Redis was last emptied.", value=heads.taken_back()
    )
