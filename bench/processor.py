"""Processor time of the market's processes, all their children included: far less noisy than rates."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from castor_web.stack.places import Place


class Processor:
    """Whatever runs at a place, by its pid files."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def of(self, work: Callable[[], float]) -> tuple[float, dict[str, float]]:
        """What the work returns, and the seconds of processor that each process used meanwhile, by name."""
        before = self._used()
        found = work()
        return found, {name: used - before.get(name, 0) for name, used in self._used().items()}

    def _used(self) -> dict[str, float]:
        used, children = _processes()

        def whole(pid: int) -> float:
            return used.get(pid, 0.0) + sum(whole(each) for each in children[pid])

        files = sorted(self._place.pids.glob("*.json"))
        return {file.stem: whole(int(json.loads(file.read_text())["pid"])) for file in files}


def _processes() -> tuple[dict[int, float], dict[int, list[int]]]:
    """Seconds used by each process and its dead children, and who is whose child."""
    ticks = os.sysconf("SC_CLK_TCK")
    used: dict[int, float] = {}
    children: dict[int, list[int]] = defaultdict(list)
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        pid = int(file.parent.name)
        used[pid] = sum(int(each) for each in fields[11:15]) / ticks
        children[int(fields[1])].append(pid)
    return used, children
