"""Named points at which a process may be killed: functions of the product, wrapped from outside.

The product knows nothing of them. A point is armed by a file of its name; whichever process passes next takes
the file away, writes down that it did, and is gone by SIGKILL: nothing is flushed, closed or rolled back.
"""

from __future__ import annotations

import functools
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    """Before or after a function of the product; `fault` is its id in docs/faults.md.

    `weight` is how often it is chosen: one that ends the only indexer costs seconds of a machine's time, in
    which nothing else of the indexer's is tried.
    """

    name: str
    fault: str
    module: str
    function: str
    before: bool = False
    weight: float = 1.0


INDEXER = 0.25

POINTS = (
    # The portal: a request is answered 202 once its act is committed.
    Point("p1-in-transaction", "F01", "apps.ledger.signatures", "_queue"),
    Point("p1-after-commit", "F02", "apps.ledger.signatures", "_queued"),
    Point("p2-before-ring", "F03", "apps.ledger.doorbell", "_ring", before=True),
    # The worker: sign, commit, send, look.
    Point("p3-after-signing", "F04", "apps.ledger.delivery", "sign_queued"),
    Point("p3-in-transaction", "F04", "apps.ledger.lanes", "_attempt"),
    Point("p3-after-commit", "F05", "apps.ledger.lanes", "broadcast", before=True),
    Point("p4-after-send", "F06", "apps.ledger.gateway", "Gateway.send_raw"),
    Point("p5-after-mark", "F06", "apps.ledger.lanes", "broadcast"),
    Point("p6-before-commit", "F08", "apps.ledger.results", "settle_act"),
    Point("p6-after-commit", "F08", "apps.ledger.results", "_settle_sending"),
    Point("p7-after-final", "F08", "apps.ledger.results", "finalise"),
    # The indexer: a batch of blocks is one atomic step; the outbox is told after it.
    Point("p8-in-block", "F09", "apps.ledger.write", "Write.end_block", weight=INDEXER),
    Point("p8-before-commit", "F09", "apps.ledger.store", "Epoch.commit", before=True, weight=INDEXER),
    Point("p8-after-commit", "F09", "apps.ledger.store", "Epoch.commit", weight=INDEXER),
    Point("p9-after-told", "F10", "apps.ledger.settlement", "OutboxSettlement.settle", weight=INDEXER),
    Point("p9-taken-back", "F10", "apps.ledger.settlement", "OutboxSettlement.unsettle", weight=INDEXER),
)


def install(folder: Path) -> None:
    """Wraps them all; armed by files in `folder`. Raises AttributeError for a name that is no more."""
    for point in POINTS:
        holder: Any = import_module(point.module)
        *path, name = point.function.split(".")
        for part in path:
            holder = getattr(holder, part)
        setattr(holder, name, _wrapped(point, getattr(holder, name), folder))


def arm(folder: Path, point: Point) -> None:
    """The next process to pass dies there."""
    (folder / point.name).touch()


def disarm(folder: Path, point: Point) -> bool:
    """Takes it back; says whether it was still armed, that is, nobody passed."""
    return _taken(folder / point.name)


def struck(folder: Path) -> list[str]:
    """The points at which processes died, in order."""
    file = folder / "struck"
    return file.read_text().split() if file.exists() else []


def _wrapped(point: Point, function: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    armed = folder / point.name

    @functools.wraps(function)
    def passing(*given: Any, **named: Any) -> Any:
        if point.before:
            _pass(armed)
            return function(*given, **named)
        made = function(*given, **named)
        _pass(armed)
        return made

    return passing


def _pass(armed: Path) -> None:
    if _taken(armed):
        with (armed.parent / "struck").open("a") as file:
            file.write(f"{armed.name}\n")
        os.kill(os.getpid(), signal.SIGKILL)


def _taken(armed: Path) -> bool:
    try:
        armed.unlink()
    except FileNotFoundError:
        return False
    return True
