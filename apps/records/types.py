"""What a record is: its kind, a clear heading for queues, and the content that only its readers see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from apps.vocabulary.types import Address, Role

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
"""What a field may hold: JSON without fractions, so that one value has one canonical form."""

Fields: TypeAlias = dict[str, Json]


class Mask(StrEnum):
    """How much of a field is shown to a reader who gave no reason."""

    OPEN = "open"
    TAIL = "tail"
    """The last four characters."""
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. A `searchable` field's words are found by keyed hashes; `mask` is what a glance
    shows.
    """

    name: str
    mask: Mask = Mask.OPEN
    searchable: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its fields, and the roles besides its owner that may write it.

    `loose` names the states in which nothing has been decided yet: only then may it be erased before its
    retention (rulebook R33) is over. `slots` names the places for files.
    """

    name: str
    fields: tuple[Field, ...]
    writers: frozenset[Role]
    loose: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()

    def field(self, name: str) -> Field | None:
        """The field of that name, if the kind has it."""
        return next((known for known in self.fields if known.name == name), None)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known; called once, at import, by the app whose kind it is. A second kind of one name is
    a mistake.
    """
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"two different kinds of record are called {kind.name}")
    return kind


def kind_called(name: str) -> Kind:
    """The kind of that name. Raises KeyError for one that no app registered."""
    return _kinds[name]


@dataclass(frozen=True, slots=True)
class Readers:
    """The doors of the organisations that a record is encrypted to; siblings are never among them."""

    regulator: Address
    operator: Address | None = None
    trustee: Address | None = None

    @property
    def doors(self) -> tuple[Address | None, Address | None, Address | None]:
        """Operator, trustee, regulator: the order of the locator's words on-chain."""
        return (self.operator, self.trustee, self.regulator)


@dataclass(frozen=True, slots=True)
class Heading:
    """The clear part of a record: what queues sort and filter by. No personal data."""

    id: uuid.UUID
    kind: str
    owner: Address | None
    account: int | None
    readers: Readers
    state: str
    version: int
    opened_at: dt.datetime
    changed_at: dt.datetime
    due_at: dt.datetime | None
    amount: int | None
    reference: str
    anchor_id: bytes
    anchored_version: int
    erased: bool


@dataclass(frozen=True, slots=True)
class FileNote:
    """What a record's content says about one of its files: `sha256` is of the plain bytes, `size` counts
    them.
    """

    id: uuid.UUID
    slot: str
    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """A record's decrypted content. `masked` tells whether the fields are as written or only a glance at
    them.
    """

    heading: Heading
    fields: Fields
    files: tuple[FileNote, ...] = ()
    masked: bool = False

    def file(self, slot: str) -> FileNote | None:
        """The file in that slot, if one was attached."""
        return next((note for note in self.files if note.slot == slot), None)


class Outcome(StrEnum):
    """What a comparison of a record with the chain says."""

    MATCH = "match"
    MISMATCH = "mismatch"
    NOT_ANCHORED = "not anchored"


@dataclass(frozen=True, slots=True)
class Check:
    """A record compared with its anchor. `problem` is empty unless something is wrong; versions count from
    1.
    """

    outcome: Outcome
    version: int
    anchored_version: int = 0
    problem: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
