"""Delivery as Prometheus's figures, read when a collector asks: from the outbox and the read model, so that
they are the same whichever process answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.ledger import heads, operations
from apps.ledger.store import ReadModelAway

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
    columns = "state, queued_at, settled_at, final_at"
    recent = f"(SELECT {columns} FROM ledger_act ORDER BY id DESC LIMIT %s) AS recent"  # noqa: S608 - our own words
    states = GaugeMetricFamily("castor_recent_acts", f"The newest {WINDOW} acts, by state.", labels=["state"])
    for state, count in _rows(f"SELECT state, count(*) FROM {recent} GROUP BY state", WINDOW):  # noqa: S608 - our own words
        states.add_metric([str(state)], float(count))
    yield states
    seconds = GaugeMetricFamily(
        "castor_act_seconds",
        f"Seconds from accepted to mined and to final, over the newest {WINDOW} acts.",
        labels=["until", "quantile"],
    )
    for until, column in (("mined", "settled_at"), ("final", "final_at")):
        wanted = f"percentile_cont(ARRAY{list(_QUANTILES)}) WITHIN GROUP"
        span = f"(ORDER BY extract(epoch FROM {column} - queued_at))"
        ended = f"WHERE queued_at IS NOT NULL AND {column} IS NOT NULL AND state IN ('mined', 'final')"
        ((values,),) = _rows(f"SELECT {wanted} {span} FROM {recent} {ended}", WINDOW)  # noqa: S608 - our own words
        for quantile, value in zip(_QUANTILES, values or (), strict=bool(values)):
            seconds.add_metric([until, str(quantile)], float(value))
    yield seconds


def _transactions() -> Iterator[Metric]:
    """The newest transactions: how many acts they carry, and the gas that they used."""
    newest = "SELECT id, kind, gas_used FROM ledger_sending WHERE kind <> 'fill' ORDER BY id DESC LIMIT %s"
    ((acts, transactions, used),) = _rows(
        f"SELECT count(act.id), count(DISTINCT recent.id), (SELECT sum(gas_used) FROM ({newest}) AS gas)"  # noqa: S608 - our own words
        f" FROM ({newest}) AS recent LEFT JOIN ledger_act AS act ON act.sending_id = recent.id",
        WINDOW,
        WINDOW,
    )
    yield GaugeMetricFamily(
        "castor_relay_batch_size",
        f"Acts in a transaction, on average over the newest {WINDOW}.",
        value=acts / transactions if transactions else 0.0,
    )
    yield GaugeMetricFamily(
        "castor_gas_used", f"Gas used by the newest {WINDOW} transactions.", value=float(used or 0)
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


def _rows(query: str, *parameters: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
