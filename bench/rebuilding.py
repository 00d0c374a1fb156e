"""The read model from nothing, beside web3's reading of the same logs; its memory, and what Redis keeps."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from web3 import Web3
from web3.datastructures import AttributeDict

from apps.ledger import abi, store
from apps.ledger.directory import CONTRACTS
from apps.ledger.gateway import Gateway, gateway
from apps.ledger.origin import origin
from apps.ledger.rebuild import fill
from apps.ledger.types import RawLog
from bench.figures import Figure, figure
from bench.logfile import written
from bench.market import Market
from bench.rawhttp import RawConnection

SAMPLE = 1_000
KILOBYTE = 1_000


def measure(market: Market, sizes: Sequence[int], folder: Path) -> Iterator[Figure]:
    """One rebuild for each size, web3 before and after it; raw `eth_getLogs` once.

    By the clock and by processor time, which other programs on the machine change less.
    """
    for number, size in enumerate(sizes):
        path = folder / f"logs-{size}.jsonl"
        file, begins, events = written(market, size, path)
        sample = file.logs(2, 2 + SAMPLE // 400)[:SAMPLE]
        read_before = process_log(sample)
        memory, redis, began, worked = _memory(), _redis(), time.perf_counter(), time.process_time()
        epoch = fill(cast("Gateway", file), begins)
        work, spent, grown = time.process_time() - worked, time.perf_counter() - began, _memory() - memory
        _tell_all(epoch)
        kept = (_redis() - redis) / events
        reads, reads_work = map(max, zip(read_before, process_log(sample), strict=True))
        epoch.expire(0)
        path.unlink()
        rate = events / spent
        if number == 0:
            yield figure("eth_getLogs, raw", raw_logs(market), "events/s")
        yield figure(
            f"rebuild, {events:,} events: projected and written",
            rate,
            "events/s",
            against=f"web3's process_log alone: {reads:,.0f}/s",
            baseline=reads,
            least=5,
            aim=", aim at 15",
        )
        yield figure(
            f"rebuild, {events:,} events: a second of the indexer's processor time",
            events / work,
            "events/s",
            against=f"web3's process_log alone, the same: {reads_work:,.0f}/s",
            baseline=reads_work,
        )
        yield figure(f"rebuild, {events:,} events: time", spent, "s")
        yield figure(
            f"rebuild, {events:,} events: memory of the indexer, more than before", grown / 1e6, "MB"
        )
        yield figure(f"rebuild, {events:,} events: Redis", kept / KILOBYTE, "kB an event", most=0.7)


def process_log(logs: Sequence[RawLog]) -> tuple[float, float]:
    """Logs a second, by the clock and of processor time, that web3 decodes, each by the event that it is."""
    readers: dict[tuple[str, str], Any] = {}
    jobs = []
    for log in logs:
        known = CONTRACTS.get(abi.address(log["address"]))
        name = known["name"] if known else "Investor"
        key = name, log["topics"][0]
        if key not in readers:
            content = json.loads((abi.FOLDER / f"{name}.json").read_text())["abi"]
            event = abi.contract(name).topics[log["topics"][0]].name
            readers[key] = getattr(Web3().eth.contract(abi=content).events, event)()
        jobs.append((readers[key], _formatted(log)))
    began, worked = time.perf_counter(), time.process_time()
    for reader, formatted in jobs:
        reader.process_log(formatted)
    return len(jobs) / (time.perf_counter() - began), len(jobs) / (time.process_time() - worked)


def raw_logs(market: Market) -> float:
    """Events a second that the node hands out, the bytes alone."""
    count = len(gateway().logs(origin().first_block, "latest"))
    query = {"fromBlock": hex(origin().first_block), "toBlock": "latest"}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [query]}).encode()
    connection = RawConnection("127.0.0.1", market.servers.anvil.port)
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        connection.post(body)
        best = min(best, time.perf_counter() - began)
    connection.close()
    return count / best


def _formatted(log: RawLog) -> Any:
    """A log as web3 itself would hand it to `process_log`."""
    return AttributeDict(
        {
            **log,
            "blockNumber": int(log["blockNumber"], 16),
            "logIndex": int(log["logIndex"], 16),
            "transactionIndex": int(log["transactionIndex"], 16),
            "topics": [bytes.fromhex(each[2:]) for each in log["topics"]],
            "data": bytes.fromhex(log["data"][2:]),
        }
    )


def _tell_all(epoch: store.Epoch) -> None:
    """What waits for the outbox goes when it has been told, and is no part of what Redis keeps."""
    while (outcome := epoch.outcome()) is not None:
        epoch.told(outcome)


def _memory() -> int:
    """This process's resident memory, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _redis() -> int:
    """What it keeps, in bytes: all that it uses, less the buffers of connections."""
    found = store.client().info("memory")
    return int(found["used_memory"]) - int(found["mem_clients_normal"])
