"""The progress of a command with many steps: a bar with the elapsed time, a line for each finished step."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_WIDTH = 24


class Progress:
    """Steps out of `total`, written to the terminal; where there is none (a log), only the finished ones."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.began = time.monotonic()
        self._live = sys.stdout.isatty()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Show `what` while the block runs, then its time; a failed one is marked and its error goes on."""
        began, over = time.monotonic(), threading.Event()
        watch = threading.Thread(target=self._show, args=(what, began, over), daemon=True)
        if self._live:
            watch.start()
        mark = "✗"
        try:
            yield
            mark = "✓"
        finally:
            over.set()
            if self._live:
                watch.join()
                sys.stdout.write("\r\033[K")
            self.done += 1
            print(f" {mark} {what:<44}{time.monotonic() - began:6.1f} s", flush=True)

    @property
    def elapsed(self) -> float:
        """Seconds since the first step began."""
        return time.monotonic() - self.began

    def _show(self, what: str, began: float, over: threading.Event) -> None:
        while not over.wait(0.2):
            full = _WIDTH * self.done // self.total
            bar = "█" * full + "░" * (_WIDTH - full)
            sys.stdout.write(
                f"\r\033[K {bar} {self.done}/{self.total} {what} · {time.monotonic() - began:.0f} s"
            )
            sys.stdout.flush()
