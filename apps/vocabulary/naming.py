"""What addresses are called, for lists whose own app may not know of those things: who knows says so once, at
the start. No I/O, no Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from apps.vocabulary.types import Viewer

Namer = Callable[[Viewer, Sequence[str]], Mapping[str, str]]
"""Names by address, of what the viewer may know; what it does not know is left out."""

_namers: list[Namer] = []


def give_names(namer: Namer) -> None:
    """Lets everybody ask this one too."""
    if namer not in _namers:
        _namers.append(namer)


def names_given(viewer: Viewer, addresses: Sequence[str]) -> dict[str, str]:
    """What those who gave themselves out say; the first one that knows an address counts."""
    found: dict[str, str] = {}
    for namer in _namers:
        found = {**namer(viewer, addresses), **found}
    return found
