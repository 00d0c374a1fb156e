"""Runs every measure and prints the table: `make bench`; some of them: `python -m bench gas rebuild`.

Sizes by environment: BENCH_PLEDGES, BENCH_HOLDERS, BENCH_MANY_HOLDERS, BENCH_EVENTS (with commas),
BENCH_CAMPAIGNS, BENCH_HOLDINGS; FULL=1 for all that takes long.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import gas
from bench.figures import Figure, table, write
from bench.servers import Servers, servers

FULL = bool(os.environ.get("FULL"))
RESULT = Path(__file__).parent / "latest.json"


def size(name: str, usual: int, full: int | None = None) -> int:
    """A size from the environment."""
    return int(os.environ.get(f"BENCH_{name}", full if FULL and full else usual))


def main(wanted: set[str]) -> None:
    """Measures, prints, and (all of them) keeps each figure in `bench/latest.json` as it comes."""
    figures: list[Figure] = []
    began = time.monotonic()

    def keep(name: str, measured: Callable[[], Iterator[Figure]]) -> None:
        if wanted and name not in wanted:
            return
        for each in measured():
            figures.append(each)
            if not wanted:
                write(figures, RESULT)
            spent = time.monotonic() - began
            print(f"[{spent:4.0f} s] {each.figure}: {each.value:g} {each.unit}", flush=True)

    keep("gas", gas.measure)
    if wanted != {"gas"}:
        with servers() as found:
            import django

            django.setup()
            _measured(found, keep)
    loads = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"\n{table(figures)}\n\nload of the machine: {loads}")


def _measured(found: Servers, keep: Callable[[str, Callable[[], Iterator[Figure]]], None]) -> None:
    """What needs a market; Django is set up, and only now may its models be imported."""
    from bench import delivery, latency, load, pages, rebuilding, signing, throughput
    from bench.market import market

    with market(found) as made:
        made.come(size("HOLDERS", 300))
        sessions = load.sign_in(made.crowd)
        pledgers = throughput.Pledgers(made, list(made.crowd), sessions)
        throughput.follow(made)
        keep("signing", lambda: signing.measure(made, 100))
        sizes = [int(each) for each in os.environ.get("BENCH_EVENTS", "10000,100000").split(",")]
        keep(
            "rebuild",
            lambda: rebuilding.measure(made, [*sizes, *([1_000_000] if FULL else [])], found.place.run),
        )
        found.start_processes()
        keep("latency", lambda: latency.measure(pledgers, 200))
        keep("throughput", lambda: delivery.measure(pledgers, size("PLEDGES", 300, 1_000)))
        keep("workers", lambda: delivery.lanes(pledgers, size("PLEDGES", 300, 1_000)))
        many = size("MANY_HOLDERS", 3_000, 20_000)
        keep("holders", lambda: delivery.holders(pledgers, many, size("PLEDGES", 300, 1_000)))
        found.stop_processes("worker", "clerk", "beat", "indexer")
        campaigns, holdings = size("CAMPAIGNS", 10_000), size("HOLDINGS", 100_000)
        keep("pages", lambda: pages.measure(made, campaigns=campaigns, holdings=holdings, requests=40))


if __name__ == "__main__":
    main(set(sys.argv[1:]))
