"""Documents that one writer remembers, so that it need not read what it has just written."""

from __future__ import annotations

from apps.ledger.packing import Document

MOST = 5_000


class Known(dict[tuple[str, str], Document | None]):
    """Documents by kind and key, None for one that does not exist. `known[name]` finds what was used lately;
    what was not is gone after the second `trim` that had too many.
    """

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[tuple[str, str], Document | None] = {}

    def __missing__(self, name: tuple[str, str]) -> Document | None:
        found = self[name] = self._older[name]
        return found

    def trim(self) -> None:
        """Makes room for others where there are many."""
        if len(self) > MOST:
            self._older = dict(self)
            self.clear()
