"""Throughput of pledges: one a request and by the list, with several lanes, among many holders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from apps.ledger.deployment import LANE_WEI
from apps.ledger.gateway import gateway
from apps.ledger.models import Lane
from apps.vocabulary.types import Role
from bench import load, throughput
from bench.figures import Figure, figure
from bench.processor import Processor
from bench.throughput import Pledgers

REPEATS = 3


def measure(pledgers: Pledgers, number: int) -> Iterator[Figure]:
    """Raw, alone and by the list, in turns."""
    market = pledgers.market
    operator = load.staff_session(market.cast.omar, Role.OPERATOR)
    cost = Processor(market.servers.place)
    rates: list[list[float]] = [[], [], []]
    costs: list[list[dict[str, float]]] = [[], [], []]
    for _ in range(REPEATS):
        for into, kept, measured in zip(rates, costs, _ways(pledgers, number, operator), strict=True):
            rate, spent = cost.of(measured)
            into.append(rate)
            kept.append({name: 1000 * each / number for name, each in spent.items()})
    raw, single, bulk = (median(each) for each in rates)
    against = f"raw, one keep-alive connection: {raw:.0f}/s"
    yield figure(
        "pledges, one a request, API to projected",
        single,
        "/s",
        against=against,
        baseline=raw,
        least=0.5,
    )
    yield figure(
        "pledges, a hundred a request, API to projected",
        bulk,
        "/s",
        against=against,
        baseline=raw,
        least=1,
    )
    yield from _costs(dict(zip(("raw", "one a request", "a hundred a request"), costs, strict=True)))


def _costs(costs: dict[str, list[dict[str, float]]]) -> Iterator[Figure]:
    """A pledge's milliseconds of processor: of all processes, and of each where it is one a request."""
    whole = {way: median(sum(each.values()) for each in runs) for way, runs in costs.items()}
    for way, spent in whole.items():
        yield figure(
            f"CPU of all processes, a pledge: {way}", spent, "ms", against="raw", baseline=whole["raw"]
        )
    single = costs["one a request"]
    for name in single[0]:
        spent = median(each[name] for each in single)
        yield figure(f"of a pledge, one a request: {name}", spent, "ms")


def lanes(pledgers: Pledgers, number: int) -> Iterator[Figure]:
    """The same with 1, 2 and 4 lanes, which have as many workers' children to run them."""
    market = pledgers.market
    operator = load.staff_session(market.cast.tan, Role.TRUSTEE)
    base = 0.0
    for wanted in (1, 2, 4):
        while Lane.objects.count() < wanted:
            address = market.cast.stage.keystore.make()
            gateway().request("anvil_setBalance", address, hex(LANE_WEI))
            Lane.objects.create(address=address)
        found = median(
            throughput.through_the_bulk_endpoint(market, market.crowd[:number], operator)
            for _ in range(REPEATS)
        )
        base = base or found
        yield figure(f"pledges by the list, lanes: {wanted}", found, "/s", against="one lane", baseline=base)


def holders(pledgers: Pledgers, many: int, number: int) -> Iterator[Figure]:
    """The same in a market of many holders."""
    market = pledgers.market
    small, before = throughput.through_the_api(pledgers, number), len(market.crowd)
    market.come(many - before)
    throughput.follow(market)
    large = median(throughput.through_the_api(pledgers, number) for _ in range(REPEATS))
    yield figure(
        f"pledges, one a request, {many:,} holders", large, "/s",
        against=f"{before:,} holders: {small:.0f}/s", baseline=small, least=0.5,
    )  # fmt: skip


def _ways(pledgers: Pledgers, number: int, operator: str) -> list[Callable[[], float]]:
    market = pledgers.market
    return [
        lambda: throughput.raw(market, market.crowd[:number]),
        lambda: throughput.through_the_api(pledgers, number),
        lambda: throughput.through_the_bulk_endpoint(market, market.crowd[:number], operator),
    ]
