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
    shows; `longest` counts the characters that it may hold.
    """

    name: str
    mask: Mask = Mask.OPEN
    searchable: bool = False
    longest: int = 4_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its fields, and the roles besides its owner that may write it.

    `loose` names the states in which nothing has been decided yet: only then may it be erased before its
    retention (rulebook R33) is over. `slots` names the places for documents, `data_slots` those for data that
    a program writes. With `split_key` half of each record's key lies outside the database: what is erased
    stays unreadable in a restored backup.
    """

    name: str
    fields: tuple[Field, ...]
    writers: frozenset[Role]
    loose: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    data_slots: frozenset[str] = frozenset()
    split_key: bool = False

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
    erased_at: dt.datetime | None = None
    kept_until: dt.datetime | None = None
    erasure_asked_by: int | None = None


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


class Standing(StrEnum):
    """What the chain says to a disclosure."""

    ON_THE_CHAIN = "on the chain"
    AMENDED_SINCE = "amended since"
    """The chain has a later version: ask for a new disclosure."""
    WRONG = "not what the chain has"
    UNKNOWN = "unknown to the chain"


class Deed(StrEnum):
    """What the audit log tells of."""

    READ = "read"
    FILE = "file"
    DISCLOSED = "disclosed"
    DECIDED = "decided"
    LOADED = "loaded"
    ERASURE_ASKED = "erasure asked"
    ERASURE_REFUSED = "erasure refused"
    ERASED = "erased"
    BROKEN = "broken"
    MISSING = "missing"
    SOUND = "sound again"
    DENIED = "denied"
    """Somebody asked for what is another's: of records and of anything else that the explorer opens."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log. `account` is who did it, 0 the system; `place` counts from 1."""

    place: int
    deed: Deed
    record: uuid.UUID | None
    account: int
    door: Address | None
    version: int
    reason: str
    at: dt.datetime
    digest: bytes


@dataclass(frozen=True, slots=True)
class LogCheck:
    """The audit log walked from its first line: how many, the last digest, and where it first breaks (0:
    nowhere). `anchored` counts the lines up to the head that the chain has.
    """

    lines: int
    head: bytes
    broken_at: int = 0
    problem: str = ""
    anchored: int = 0

    @property
    def sound(self) -> bool:
        """Whether every line is what was written."""
        return not self.broken_at and not self.problem


@dataclass(frozen=True, slots=True)
class Swept:
    """What a step of the sweep looked at and found: records looked at, and ids of those that are broken.

    `missing` names what is not there any more: a record by its id, or by the one that the chain has (0x-hex).
    `log` says what is wrong with the audit log, if anything.
    """

    looked_at: int
    broken: tuple[uuid.UUID, ...] = ()
    missing: tuple[str, ...] = ()
    log: str = ""


AUDIT_HEAD = register(
    Kind(name="audit-head", fields=(Field("lines"), Field("head")), writers=frozenset({Role.REGULATOR}))
)
"""The last line of the audit log, once a day, anchored by the regulator."""
