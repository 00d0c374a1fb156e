"""Free local ports, the same ones from start to start as long as nobody else takes them."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Iterable
from pathlib import Path

from castor_web.stack.errors import StackError

LOOPBACK = "127.0.0.1"
_RANGE = range(20_000, 32_000)  # below the ports that systems hand out for outgoing connections


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something listens on `port` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK, port)) == 0


def any_free(taken: Iterable[int] = ()) -> int:
    """A free port that is not one of `taken`."""
    avoid = set(taken)
    for _ in range(200):
        port = random.choice(_RANGE)  # noqa: S311 - nothing secret
        if port not in avoid and is_free(port):
            return port
    raise StackError("no free port between 20000 and 32000 on this machine")


def choose(
    file: Path, wanted: dict[str, int | None], running: Iterable[str] = ()
) -> tuple[dict[str, int], list[str]]:
    """A port for each name of `wanted` (its preferred one, or None), kept in `file` between starts.

    Names in `running` keep their port: they are the ones who use it. Returns the ports, and a sentence for
    each that had to change because somebody else listens there.
    """
    kept: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    chosen: dict[str, int] = {}
    said = []
    for name, preferred in wanted.items():
        before = kept.get(name) or preferred
        if before and (name in running or is_free(before)):
            chosen[name] = before
            continue
        chosen[name] = any_free(chosen.values())
        if before:
            said.append(f"port {before} is taken by another program; {name} uses {chosen[name]}")
    file.write_text(json.dumps(chosen, indent=1) + "\n")
    return chosen, said
