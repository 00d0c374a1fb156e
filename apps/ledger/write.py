"""How projections write: into a buffer where the events of a batch see each other, committed all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from apps.ledger.events import Event
from apps.ledger.feeds import FEED, place_of
from apps.ledger.names import Names
from apps.ledger.packing import Document, duplicate, packed, unpacked
from apps.ledger.readmodel import Collection
from apps.vocabulary.types import ZERO_ADDRESS

Name = tuple[str, str]
"""A document's kind and key."""


class NothingToChange(LookupError):
    """A projection changes a document that does not exist: an event came without the one it builds on."""


class Documents(Protocol):
    """The part of a `Storage` that a projection's writing reads."""

    def documents(self, kind: str, keys: Sequence[str]) -> list[bytes | None]:
        """See `storage.Storage`."""
        ...


class Write:
    """The documents as they are at this event.

    `known` holds what was read or written before, and may be kept from one batch to the next while nobody
    else writes; what stands in it is never changed in place. `written`, where one writer has filled the
    storage from nothing, are the names that it wrote: whatever is not there need not be read to know that it
    does not exist.
    Every method takes the collection and the document's key; documents that it gives are the caller's to
    change, and count only when put back.
    """

    def __init__(
        self,
        storage: Documents,
        *,
        known: dict[Name, Document | None] | None = None,
        written: Names | None = None,
        overseers: Callable[[Write, str], Iterable[str]] | None = None,
    ) -> None:
        self.known: dict[Name, Document | None] = {} if known is None else known
        self.before: dict[Name, Document | None] = {}
        self.doors: set[str] = set()
        self._storage = storage
        self._written = written
        self._overseers = overseers
        self._prior: dict[Name, Document | None] = {}
        self._event: Event | None = None
        self._told = 0

    # -- for projections --------------------------------------------------------------------------------

    def get(self, collection: Collection, key: str) -> Document | None:
        """The document as the events so far have left it, or None."""
        found = self._found((collection.kind, key))
        return None if found is None else duplicate(found)

    def look(self, collection: Collection, key: str) -> Mapping[str, Any] | None:
        """As `get`, for who only reads: the document itself, at a tenth of the cost."""
        return self._found((collection.kind, key))

    def put(self, collection: Collection, key: str, document: Document) -> None:
        """Writes the whole document. Raises TypeError for what has no exact form, such as a float."""
        self._set((collection.kind, key), duplicate(document))

    def change(self, collection: Collection, key: str, **fields: Any) -> None:
        """Sets some fields of a document that exists; raises NothingToChange where it does not."""
        document = self._existing(collection, key)
        self._set((collection.kind, key), {**document, **duplicate(fields)})

    def add(self, collection: Collection, key: str, **deltas: int) -> None:
        """Adds to integer fields (a missing one counts as 0); raises NothingToChange without a document."""
        document = self._existing(collection, key)
        sums = {field: document.get(field, 0) + delta for field, delta in deltas.items()}
        self._set((collection.kind, key), {**document, **duplicate(sums)})

    def delete(self, collection: Collection, key: str) -> None:
        """Removes the document, if there is one."""
        self._set((collection.kind, key), None)

    def tell(
        self, doors: Sequence[str | None], sentence: str, *, at: int | None = None, **arguments: Any
    ) -> None:
        """Adds a line to the feeds of these doors, of those who oversee them, and of the market.

        Nobody (None, or the zero address) is left out. `sentence` is a key that a page translates,
        `arguments` are its figures; `at` is chain time, by default the event's own.
        """
        event = self._event
        if event is None:
            raise RuntimeError("only a projection tells")
        told = self._seen_by(doors)
        place = place_of(event.block, event.index, self._told)
        self._told += 1
        self.doors.update(told)
        line = {
            "place": place,
            "block": event.block,
            "index": event.index,
            "at": event.at if at is None else at,
            "transaction": event.transaction,
            "contract": event.contract,
            "source": event.source,
            "sentence": sentence,
            "arguments": duplicate(arguments),
            "doors": told,
        }
        # A block that is being applied has no lines yet: nothing need be read to know it.
        self.known.setdefault((FEED.kind, place), None)
        self._set((FEED.kind, place), line)

    # -- for the indexer --------------------------------------------------------------------------------

    def begin(self, event: Event) -> None:
        """What is told from now on belongs to this event."""
        self._event = event
        self._told = 0

    def end_block(self) -> dict[Name, Document | None]:
        """Ends a block: what each document that it wrote was before it, for the way back."""
        prior, self._prior = self._prior, {}
        return prior

    def preload(self, kind: str, keys: Iterable[str]) -> None:
        """Reads documents that will be asked for, in one round trip."""
        wanted = dict.fromkeys(keys)
        missing = [key for key in wanted if not self._is_known((kind, key)) and self._may_be((kind, key))]
        if missing:
            for key, raw in zip(missing, self._storage.documents(kind, missing), strict=True):
                self.known[kind, key] = None if raw is None else unpacked(raw)

    def restore(self, kind: str, key: str, document: Document | None) -> None:
        """Puts back what a document was before a block that is taken back."""
        self._set((kind, key), document)

    def changes(self) -> dict[Name, tuple[Document | None, Document | None]]:
        """What the batch changes: (stored, to be stored) by document, less those that end as they were."""
        ended = {name: (before, self.known[name]) for name, before in self.before.items()}
        return {name: pair for name, pair in ended.items() if not _same(*pair)}

    def _may_be(self, name: Name) -> bool:
        return self._written is None or name in self._written

    def _existing(self, collection: Collection, key: str) -> Document:
        document = self._found((collection.kind, key))
        if document is None:
            raise NothingToChange(f"there is no {collection.kind} {key}")
        return document

    def _seen_by(self, doors: Sequence[str | None]) -> list[str]:
        told = dict.fromkeys(door for door in doors if door and door != ZERO_ADDRESS)
        if self._overseers is not None:
            for door in list(told):
                told.update(dict.fromkeys(self._overseers(self, door)))
        return list(told)

    def _found(self, name: Name) -> Document | None:
        if name in self.known:
            return self.known[name]
        if not self._may_be(name):
            return None
        if self._is_known(name):
            return self.known[name]
        (raw,) = self._storage.documents(name[0], [name[1]])
        self.known[name] = found = None if raw is None else unpacked(raw)
        return found

    def _is_known(self, name: Name) -> bool:
        try:
            self.known[name]
        except KeyError:
            return False
        return True

    def _set(self, name: Name, document: Document | None) -> None:
        if name not in self._prior:
            self._prior[name] = before = self._found(name)
            self.before.setdefault(name, before)
            if self._written is not None:
                self._written.add(name)
        self.known[name] = document


def _same(one: Document | None, other: Document | None) -> bool:
    """Whether both are stored as the same bytes: 1 and True are equal, and are not."""
    return one == other and (one is None or other is None or packed(one) == packed(other))
