"""Where domain apps register what they do with the chain's events; the ledger never imports them.

    @project("Pledged", contract="Campaign")
    def pledged(event: Event, write: Write) -> None:
        write.add(CAMPAIGNS, event.source, pledged=event["amount"])
        write.tell([event["investor"]], "Pledged", amount=event["amount"])

A projection is pure: it reads and writes through `write` alone, asks no clock and no node, and so gives the
same documents each time the events are played. It lives in its app's `projections.py`, imported by
`AppConfig.ready`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from apps.ledger import abi, indexes, members, packing
from apps.ledger.boot import DOORS
from apps.ledger.events import Event, UnknownEvent
from apps.ledger.readmodel import shapes
from apps.ledger.write import NothingToChange, Write

__all__ = [
    "FAMILIES",
    "Event",
    "NothingToChange",
    "UnknownEvent",
    "Write",
    "apply",
    "fingerprint",
    "ignore",
    "oversight",
    "project",
    "projections_of",
    "unclaimed",
]

Projection = Callable[[Event, Write], None]
Oversight = Callable[[Write, str], Iterable[str]]

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "Door": DOORS,
    "Client": ("Issuer", "Investor"),
}
"""Contracts that share a base, and so its events: a projection may name the base for all of them."""

FORM = (packing.DICTIONARY, *(Path(str(module.__file__)) for module in (indexes, members, packing)))
"""What decides how documents and their places are written."""

_projections: dict[tuple[str, str], dict[str, Projection]] = {}
_ignored: dict[tuple[str, str], str] = {}
_oversight: list[Oversight] = []


def project(event: str, *, contract: str) -> Callable[[Projection], Projection]:
    """Registers a projection of one event of one contract (or of a family of `FAMILIES`).

    Apps may each have one for the same event; they run in the order of INSTALLED_APPS. Raises ValueError for
    a second one in the same app.
    """

    def register(function: Projection) -> Projection:
        app = _app_of(function)
        for name in FAMILIES.get(contract, (contract,)):
            by_app = _projections.setdefault((name, event), {})
            known = by_app.get(app)
            if known is not None and _identity(known) != _identity(function):
                raise ValueError(f"{app} projects {name}.{event} twice")
            by_app[app] = function
        return function

    return register


def ignore(event: str, *, contract: str, because: str) -> None:
    """Says that no projection needs this event, and why, so that `unclaimed` does not ask about it."""
    for name in FAMILIES.get(contract, (contract,)):
        _ignored[name, event] = because


def oversight(function: Oversight) -> Oversight:
    """Registers the one function that says who, beside a door itself, sees what happens to it.

    `(write, door) -> doors`: its parents and linked trustees; read through `write`, so that feeds follow the
    tree as it was at the event. Raises ValueError for a second one.
    """
    if _oversight and _identity(_oversight[0]) != _identity(function):
        raise ValueError("there is one rule of oversight, and it is registered already")
    _oversight[:] = [function]
    return function


def overseers(write: Write, door: str) -> Iterable[str]:
    """Who oversees a door, by the registered rule; nobody as long as there is none."""
    return _oversight[0](write, door) if _oversight else ()


def projections_of(contract: str, event: str) -> list[Projection]:
    """The projections of an event, in the order in which they run."""
    return list(_projections.get((contract, event), {}).values())


def apply(event: Event, write: Write) -> None:
    """Runs an event's projections. One that none wants changes nothing (see `unclaimed`)."""
    write.begin(event)
    for projection in _projections.get((event.contract, event.name), {}).values():
        projection(event, write)


def unclaimed(contracts: Iterable[str]) -> list[str]:
    """The events of these contracts that are neither projected nor ignored, as `Contract.Event`: should be
    none.
    """
    return sorted(
        f"{name}.{event}"
        for name in contracts
        for event in abi.contract(name).events
        if (name, event) not in _projections and (name, event) not in _ignored
    )


def misnamed() -> list[str]:
    """What is projected or ignored although the contract's ABI has no such event: should be none."""
    known = abi.contracts()
    return sorted(
        f"{name}.{event}"
        for name, event in {*_projections, *_ignored}
        if name not in known or event not in known[name].events
    )


def fingerprint() -> str:
    """What an epoch depends on beside the events: the projections' source, the collections, and the form in
    which they are kept.

    An epoch with another fingerprint was filled by another version of the portal.
    """
    whole = hashlib.sha256()
    for (contract, event), by_app in sorted(_projections.items()):
        for app, function in sorted(by_app.items()):
            whole.update(f"{contract}.{event} {app} {function.__qualname__}\n".encode())
    modules = {each.__module__ for by_app in _projections.values() for each in by_app.values()}
    for name in sorted(modules):
        whole.update(Path(str(sys.modules[name].__file__)).read_bytes())
    for shape in shapes():
        whole.update(f"{shape}\n".encode())
    for path in FORM:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _app_of(function: Projection) -> str:
    """The package that the function's module lies in: `apps.campaigns`."""
    return function.__module__.rpartition(".")[0]


def _identity(function: Callable[..., object]) -> tuple[str, str]:
    return function.__module__, function.__qualname__
