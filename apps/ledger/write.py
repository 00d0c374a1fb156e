"""How projections write: into a buffer where the events of a batch see each other, committed all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from apps.ledger.events import Event
from apps.ledger.feeds import FEED, place_of
from apps.ledger.indexes import Document, duplicate, packed, unpacked
from apps.ledger.readmodel import Collection
from apps.ledger.storage import Storage
from apps.vocabulary.types import ZERO_ADDRESS

Name = tuple[str, str]
"""A document's kind and key."""


class NothingToChange(LookupError):
    """A projection changes a document that does not exist: an event came without the one it builds on."""


class Write:
    """The documents as they are at this event.

    `known` holds what was read before, and may be kept from one batch to the next while nobody else writes.
    `stored`, where one writer has filled the storage from nothing, has the hash of every name that it ever
    wrote: whatever is not there need not be read to know that it does not exist.
    Every method takes the collection and the document's key; documents that it gives are the caller's to
    change, and count only when put back.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        known: dict[Name, bytes | None] | None = None,
        stored: set[int] | None = None,
        overseers: Callable[[Write, str], Iterable[str]] | None = None,
    ) -> None:
        self.known: dict[Name, bytes | None] = {} if known is None else known
        self.before: dict[Name, bytes | None] = {}
        self.doors: set[str] = set()
        self.documents: dict[Name, Document] = {}
        self._storage = storage
        self._stored = stored
        self._overseers = overseers
        self._prior: dict[Name, bytes | None] = {}
        self._event: Event | None = None
        self._told = 0

    # -- for projections --------------------------------------------------------------------------------

    def get(self, collection: Collection, key: str) -> Document | None:
        """The document as the events so far have left it, or None."""
        name = collection.kind, key
        if name in self.documents:
            return duplicate(self.documents[name])
        raw = self._raw(name)
        if raw is None:
            return None
        document = unpacked(raw)
        self._keep(name, document)
        return document

    def put(self, collection: Collection, key: str, document: Document) -> None:
        """Writes the whole document."""
        name = collection.kind, key
        self._set(name, packed(document))
        self._keep(name, document)

    def change(self, collection: Collection, key: str, **fields: Any) -> None:
        """Sets some fields of a document that exists; raises NothingToChange where it does not."""
        self.put(collection, key, {**self._existing(collection, key), **fields})

    def add(self, collection: Collection, key: str, **deltas: int) -> None:
        """Adds to integer fields (a missing one counts as 0); raises NothingToChange without a document."""
        document = self._existing(collection, key)
        for field, delta in deltas.items():
            document[field] = document.get(field, 0) + delta
        self.put(collection, key, document)

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
            "arguments": arguments,
            "doors": told,
        }
        # A block that is being applied has no lines yet: nothing need be read to know it.
        self.known.setdefault((FEED.kind, place), None)
        self.put(FEED, place, line)

    # -- for the indexer --------------------------------------------------------------------------------

    def begin(self, event: Event) -> None:
        """What is told from now on belongs to this event."""
        self._event = event
        self._told = 0

    def end_block(self) -> dict[Name, bytes | None]:
        """Ends a block: what each document that it wrote was before it, for the way back."""
        prior, self._prior = self._prior, {}
        return prior

    def preload(self, kind: str, keys: Iterable[str]) -> None:
        """Reads documents that will be asked for, in one round trip."""
        missing = [
            key for key in dict.fromkeys(keys) if (kind, key) not in self.known and self._may_be((kind, key))
        ]
        if missing:
            for key, raw in zip(missing, self._storage.documents(kind, missing), strict=True):
                self.known[kind, key] = raw

    def restore(self, kind: str, key: str, raw: bytes | None) -> None:
        """Puts back what a document was before a block that is taken back."""
        self._set((kind, key), raw)

    def changes(self) -> dict[Name, tuple[bytes | None, bytes | None]]:
        """What the batch changes: (stored, to be stored) by document, less those that end as they were."""
        ended = {name: (before, self.known[name]) for name, before in self.before.items()}
        return {name: pair for name, pair in ended.items() if pair[0] != pair[1]}

    def _may_be(self, name: Name) -> bool:
        return self._stored is None or hash(name) in self._stored

    def _existing(self, collection: Collection, key: str) -> Document:
        document = self.get(collection, key)
        if document is None:
            raise NothingToChange(f"there is no {collection.kind} {key}")
        return document

    def _seen_by(self, doors: Sequence[str | None]) -> list[str]:
        told = dict.fromkeys(door for door in doors if door and door != ZERO_ADDRESS)
        if self._overseers is not None:
            for door in list(told):
                told.update(dict.fromkeys(self._overseers(self, door)))
        return list(told)

    def _keep(self, name: Name, document: Document) -> None:
        """Remembers a document as it is read most: as a dictionary that is copied, not parsed."""
        copied = duplicate(document)
        if copied is not None:
            self.documents[name] = copied

    def _raw(self, name: Name) -> bytes | None:
        if name not in self.known:
            if not self._may_be(name):
                return None
            (self.known[name],) = self._storage.documents(name[0], [name[1]])
        return self.known[name]

    def _set(self, name: Name, raw: bytes | None) -> None:
        before = self._raw(name)
        self.documents.pop(name, None)
        self.before.setdefault(name, before)
        self._prior.setdefault(name, before)
        self.known[name] = raw
        if self._stored is not None:
            self._stored.add(hash(name))
