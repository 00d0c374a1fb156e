"""Which node a market lives on: anvil, or with `CHAIN=geth` a real geth."""

from __future__ import annotations

import os
from typing import Any, Protocol

from castor_web.stack.anvil import Anvil
from castor_web.stack.daemons import Daemon
from castor_web.stack.errors import StackError
from castor_web.stack.geth import Geth
from castor_web.stack.places import Place

ANVIL, GETH = "anvil", "geth"
_MARK = "chain-kind"


class Chain(Protocol):
    """A development chain, whichever node it is."""

    @property
    def place(self) -> Place: ...

    @property
    def url(self) -> str: ...

    @property
    def daemon(self) -> Daemon: ...

    @property
    def settings(self) -> dict[str, str]:
        """The variables that a portal on this chain needs beside its address."""
        ...

    def start(self) -> None: ...

    def stop(self) -> bool: ...

    def call(self, method: str, *parameters: object) -> Any: ...


def wanted() -> str:
    """What `CHAIN` says, anvil where it says nothing. Raises `StackError` for a node that is not known."""
    kind = os.environ.get("CHAIN") or ANVIL
    if kind not in (ANVIL, GETH):
        raise StackError(f"CHAIN={kind} is not known; the nodes are {ANVIL} and {GETH}")
    return kind


def lasting(place: Place, port: int) -> Chain:
    """The chain of the market at `place`: the node that it was begun on.

    Raises `StackError` where `CHAIN` names another one: a chain cannot be moved from node to node.
    """
    kind = _begun_on(place) or wanted()
    if os.environ.get("CHAIN") and kind != wanted():
        raise StackError(
            f"This market lives on {kind}. `make clean` forgets it; then CHAIN={wanted()} begins another."
        )
    return Geth(place, port) if kind == GETH else Anvil(place, port)


def keep_kind(place: Place) -> None:
    """Write down which node the market at `place` is begun on."""
    if _begun_on(place) is None:
        (place.run / _MARK).write_text(wanted())


def passing(place: Place, port: int, suffix: str = "") -> Chain:
    """A chain for one run of tests, in memory: anvil mines each transaction at once, geth every second."""
    if wanted() == GETH:
        return Geth(place, port, durable=False, name=f"{GETH}{suffix}")
    return Anvil(place, port, block_time=None, durable=False, name=f"{ANVIL}{suffix}")


def _begun_on(place: Place) -> str | None:
    mark = place.run / _MARK
    if mark.exists():
        return mark.read_text()
    # A market of before there was a choice.
    return ANVIL if (place.run / ANVIL).exists() else None
