"""The faults themselves: what can be done to a market on one machine, and how often each is done.

A seed says what is done, in which order; when it strikes depends on the machine.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from celery import Celery
from kombu.exceptions import OperationalError

from castor_web.faults import points
from castor_web.faults.market import Market
from castor_web.faults.proxy import Trap, Way
from castor_web.stack.errors import StackError

DEEP = 3
"""Reorgs from this depth on reach below what anvil calls final (two blocks below the newest)."""
WORDS = (
    b"eth_sendRawTransaction",
    b"eth_getTransactionReceipt",
    b"eth_getLogs",
    b"eth_call",
    b"eth_getBlockByNumber",
)
COMMIT = b"COMMIT"


@dataclass
class Ring:
    """Deals one blow after another, and counts those that were felt."""

    market: Market
    seeds: Sequence[int]
    wanted: int
    felt: Counter[str] = field(default_factory=Counter)
    dealt: int = 0
    deep_at: list[float] = field(default_factory=list)
    """Wall time of each fault that took away what the node had called final."""

    def __post_init__(self) -> None:
        self._chances = [random.Random(each) for each in self.seeds]  # noqa: S311 - nothing secret
        self._blows: dict[Callable[[], str], float] = {
            self._arm_point: 34,
            self._trap_node: 20,
            self._trap_database: 6,
            self._reorg: 9,
            self._reorg_deep: 2,
            self._wipe_pool: 9,
            self._set_back: 1,
            self._ring_twice: 4,
            self._freeze: 3,
            self._kill_child: 5,
            self._kill_process: 1.5,
            self._stop_database: 1.2,
            self._kill_valkey: 1,
            self._flush: 0.7,
            self._fill_valkey: 0.8,
            self._raise_fees: 0.6,
            self._kill_node: 0.3,
        }

    def deal(self) -> None:
        """One fault, chosen by the seed. What cannot be done now is not counted."""
        self.dealt += 1
        (blow,) = self._chance.choices(list(self._blows), list(self._blows.values()))
        try:
            name = blow()
        except (OSError, StackError, OperationalError):
            return
        if name:
            self.felt[name] += 1

    @property
    def _chance(self) -> random.Random:
        """The seeds take turns, each for its share of the faults."""
        return self._chances[min(int(self.progress() * len(self.seeds)), len(self.seeds) - 1)]

    def total(self) -> int:
        """How many were felt: armed points at which somebody died and traps that sprang included."""
        struck = len(points.struck(self.market.armed))
        traps = (self.market.chain_proxy, self.market.database_proxy)
        return sum(self.felt.values()) + struck + sum(sum(each.sprung.values()) for each in traps)

    def progress(self) -> float:
        """How much of what is wanted was felt: from 0 to 1."""
        return min(1.0, self.total() / self.wanted) if self.wanted else 1.0

    def tally(self) -> Counter[str]:
        """The same, by kind."""
        found = self.felt.copy()
        found.update(f"killed at {name}" for name in points.struck(self.market.armed))
        for proxy, what in ((self.market.chain_proxy, "node"), (self.market.database_proxy, "database")):
            for way, times in proxy.sprung.items():
                found[f"{what}: {way}"] += times
        return found

    def cease(self) -> None:
        """Takes back what has not struck yet, and leaves everything running and unbounded."""
        for point in points.POINTS:
            points.disarm(self.market.armed, point)
        self.market.chain_proxy.clear()
        self.market.database_proxy.clear()
        self.market.valkey.bound("0")

    # -- processes ----------------------------------------------------------------------------------------

    def _arm_point(self) -> str:
        weights = [point.weight for point in points.POINTS]
        (point,) = self._chance.choices(points.POINTS, weights)
        points.arm(self.market.armed, point)
        return ""

    def _kill_child(self) -> str:
        name = self._chance.choice(("web", "worker"))
        pids = self.market.children(name)
        if not pids:
            return ""
        os.kill(self._chance.choice(pids), signal.SIGKILL)
        return f"{name} child killed"

    def _kill_process(self) -> str:
        name = self._chance.choice(("web", "worker", "beat", "indexer", "indexer"))
        return f"{name} killed" if self.market.kill(name) else ""

    def _freeze(self) -> str:
        name = self._chance.choice(("worker", "indexer"))
        pid = self.market.daemon(name).pid()
        pids = self.market.children(name) or ([pid] if pid else [])
        if not pids:
            return ""
        chosen = self._chance.choice(pids)
        os.kill(chosen, signal.SIGSTOP)
        time.sleep(self._chance.uniform(0.5, 2.5))
        os.kill(chosen, signal.SIGCONT)
        return f"{name} frozen"

    # -- servers ------------------------------------------------------------------------------------------

    def _stop_database(self) -> str:
        pause = self._chance.uniform(0, 1.5)
        return (
            "PostgreSQL stopped at once"
            if self.market.kill_server("postgres", pause, by=signal.SIGQUIT)
            else ""
        )

    def _kill_valkey(self) -> str:
        pause = self._chance.uniform(0, 2)
        return "Valkey killed" if self.market.kill_server("valkey", pause) else ""

    def _flush(self) -> str:
        self.market.valkey.empty()
        return "Valkey flushed"

    def _fill_valkey(self) -> str:
        self.market.valkey.bound("1mb")
        time.sleep(self._chance.uniform(0.5, 2))
        self.market.valkey.bound("0")
        return "Valkey full"

    def _ring_twice(self) -> str:
        app = Celery("again", broker=f"{self.market.valkey.url.rpartition('/')[0]}/0", set_as_current=False)
        app.conf.task_routes = {"ledger.*": {"queue": "ledger"}}
        for _ in range(self._chance.randrange(2, 8)):
            app.send_task(
                self._chance.choice(("ledger.deliver", "ledger.settle", "ledger.sweep")), ignore_result=True
            )
        return "doorbell rung many times"

    # -- lines --------------------------------------------------------------------------------------------

    def _trap_node(self) -> str:
        way = self._chance.choice(list(Way))
        word = WORDS[0] if self._chance.random() < 0.5 else self._chance.choice(WORDS)
        seconds = self._chance.uniform(0.2, 6.5) if way is Way.DELAY else 0.1
        self.market.chain_proxy.set(Trap(way, word, seconds))
        return ""

    def _trap_database(self) -> str:
        way = self._chance.choice(list(Way))
        self.market.database_proxy.set(Trap(way, COMMIT, self._chance.uniform(0.05, 1)))
        return ""

    # -- the chain ----------------------------------------------------------------------------------------

    def _reorg(self) -> str:
        depth = self._chance.randrange(1, DEEP)
        with self.market.anvil.still():
            self.market.anvil.call("anvil_reorg", depth, [])
        return "reorg above final"

    def _reorg_deep(self) -> str:
        depth = self._chance.randrange(DEEP, 14)
        self.deep_at.append(time.time())
        with self.market.anvil.still():
            self.market.anvil.call("anvil_reorg", depth, [])
        return "reorg below final"

    def _wipe_pool(self) -> str:
        self.market.anvil.call("anvil_dropAllTransactions")
        return "pool wiped"

    def _set_back(self) -> str:
        snapshot = self.market.anvil.call("evm_snapshot")
        time.sleep(self._chance.uniform(1, 5))
        self.deep_at.append(time.time())
        with self.market.anvil.still():
            return "chain set back" if self.market.anvil.call("evm_revert", snapshot) else ""

    def _raise_fees(self) -> str:
        base = int(self.market.anvil.call("eth_getBlockByNumber", "latest", False)["baseFeePerGas"], 16)
        self.market.anvil.call("anvil_setNextBlockBaseFeePerGas", hex(base * self._chance.randrange(3, 30)))
        return "base fee raised"

    def _kill_node(self) -> str:
        self.deep_at.append(time.time())
        return "node killed, went on with an older state" if self.market.kill_node(0.5) else ""
