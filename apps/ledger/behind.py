"""Writes an epoch behind whoever fills it: Redis writes one batch while the next is being made."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from apps.ledger.commits import Commit
from apps.ledger.store import Epoch


class Behind:
    """An epoch that one writer alone fills. One commit is on its way at a time, each after the last."""

    def __init__(self, epoch: Epoch) -> None:
        self._epoch = epoch
        self._hand = ThreadPoolExecutor(1, "writer")
        self._begun: Future[None] | None = None

    def commit(self, commit: Commit) -> None:
        """Begins to write, once the last commit is written; raises what that one came to (see `end`)."""
        self.end()
        self._begun = self._hand.submit(self._epoch.commit, commit, live=False)

    def end(self) -> None:
        """Waits for what is on its way. Raises Overtaken, ReadModelAway: then it is not written."""
        begun, self._begun = self._begun, None
        if begun is not None:
            begun.result()

    def drop(self) -> None:
        """Waits, whatever becomes of it."""
        begun, self._begun = self._begun, None
        if begun is not None:
            wait([begun])

    def documents(self, kind: str, keys: Sequence[str]) -> list[bytes | None]:
        """See `storage.Storage`: with all that was written."""
        self.end()
        return self._epoch.documents(kind, keys)
