"""A record's content between its row and the reader: sealed, committed to, opened and held against its
root.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

import orjson
from django.db.models import prefetch_related_objects

from apps.records import envelope, keys, merkle, rules
from apps.records.errors import KeyMissing, RecordBroken, RecordErased
from apps.records.models import Record, RecordFile
from apps.records.types import Fields, FileNote, Heading, Json, Kind, Readers
from apps.vocabulary.types import Address, Role, Viewer

RECORD_TABLE = "records_record"
FILE_TABLE = "records_recordfile"
MOST_KEPT_OPEN = 500
"""How many published contents a process keeps open: some ten kilobytes each."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is encrypted: fields, notes of the files, and a salt for every leaf."""

    kind: str
    fields: Fields
    files: tuple[FileNote, ...]
    salts: dict[str, bytes]

    @classmethod
    def fresh(cls, kind: str, fields: Fields, files: tuple[FileNote, ...]) -> Body:
        """A body with new salts, as every version has."""
        return cls(kind, fields, files, merkle.fresh_salts(_leaves(kind, fields, files)))

    @property
    def leaves(self) -> dict[str, Json]:
        """The tagged values that the root commits to."""
        return _leaves(self.kind, self.fields, self.files)

    def root(self) -> bytes:
        """The 32-byte root. Raises RecordBroken when a leaf has lost its salt."""
        try:
            return merkle.root(self.leaves, self.salts)
        except KeyError as error:
            raise RecordBroken(problem="salt missing") from error


def _leaves(kind: str, fields: Fields, files: tuple[FileNote, ...]) -> dict[str, Json]:
    leaves: dict[str, Json] = {"kind": kind}
    leaves |= {f"field:{name}": value for name, value in fields.items()}
    leaves |= {f"file:{note.id}": _plain(note) for note in files}
    return leaves


def _plain(note: FileNote) -> dict[str, Json]:
    return asdict(note) | {"id": str(note.id)}


def seal(key: bytes, row: Record, version: int, body: Body) -> bytes:
    """The ciphertext of one version of a record."""
    content: dict[str, Json] = {
        "fields": body.fields,
        "files": [_plain(note) for note in body.files],
        "salts": {tag: salt.hex() for tag, salt in body.salts.items()},
    }
    plain = merkle.canonical(content)
    return envelope.seal(key, plain, table=RECORD_TABLE, row=row.id, field=_field(row), version=version)


def _field(row: Record) -> str:
    # The on-chain id is part of the place: a row that is given another one, to lose its anchor, does not
    # open.
    return f"content of {bytes(row.anchor_id).hex()}"


def opened(row: Record, key: bytes, *, version: int = 0, sealed: bytes = b"", root: bytes = b"") -> Body:
    """The content of the row, or of an earlier version of it when that is given.

    Raises RecordErased, or RecordBroken when ciphertext, place or root is not what was written.
    """
    if row.erased_at is not None:
        raise RecordErased
    require_stamp(row)
    version, sealed, root = (
        version or row.version,
        sealed or bytes(row.sealed),
        root or bytes(row.root),
    )
    plain = envelope.unseal(key, sealed, table=RECORD_TABLE, row=row.id, field=_field(row), version=version)
    found: dict[str, Any] = orjson.loads(plain)
    body = Body(
        kind=row.kind,
        fields=found["fields"],
        files=tuple(FileNote(**(note | {"id": uuid.UUID(note["id"])})) for note in found["files"]),
        salts={tag: bytes.fromhex(salt) for tag, salt in found["salts"].items()},
    )
    if body.root() != root:
        raise RecordBroken(problem="root changed")
    return body


_kept_open: OrderedDict[tuple[object, ...], Body] = OrderedDict()
_keeping = Lock()


def published(row: Record) -> Body:
    """As `opened` by its owner, for what everybody may read: it is kept open in this process, under the very
    bytes and root that it was opened from. Whether the row was erased or changed is asked each time.
    """
    if row.erased_at is not None:
        raise RecordErased
    require_stamp(row)
    place = _opened_from(row)
    found = _kept_open.get(place)
    if found is None:
        found = opened(row, data_key(row, Viewer(role=Role.NONE, door=Address(row.owner))))
        with _keeping:
            _kept_open[place] = found
            if len(_kept_open) > MOST_KEPT_OPEN:
                _kept_open.popitem(last=False)
    return found


def is_kept_open(row: Record) -> bool:
    """Whether a published row is read without its keys."""
    return _opened_from(row) in _kept_open


def _opened_from(row: Record) -> tuple[object, ...]:
    return row.id, row.version, bytes(row.anchor_id), bytes(row.root), bytes(row.sealed)


def data_key(row: Record, viewer: Viewer) -> bytes:
    """The record's key, opened with the viewer's own organisation's key; for its owner, with a reader's
    held here.

    A list fetches the wraps of its rows beforehand (`with_wraps`). Raises RecordErased, KeyMissing, or
    RecordBroken when the wrapped key was changed.
    """
    return whole_key(row, wrapped_key(row, viewer))


def wrapped_key(row: Record, viewer: Viewer) -> bytes:
    """The part of the record's key that is wrapped to its readers: all of it, unless the key is split."""
    if row.erased_at is not None:
        raise RecordErased
    wraps = {wrap.reader: bytes(wrap.wrapped) for wrap in row.wraps.all()}
    doors = [viewer.door] if viewer.is_staff else [Address(door) for door in wraps]
    for door in doors:
        if door and door in wraps and keys.holds(door):
            return envelope.unwrap(wraps[door], keys.private(door), record=row.id, door=door)
    raise KeyMissing


def whole_key(row: Record, wrapped: bytes) -> bytes:
    """What content is encrypted with: both halves together, where the key is split."""
    return hmac.digest(keys.half(row.id), wrapped, hashlib.sha256) if row.split_key else wrapped


def word_tags(row: Record, kind: Kind, fields: Fields) -> set[bytes]:
    """The keyed hashes of the words by which a record with these fields is found."""
    searched = [fields[known.name] for known in kind.fields if known.searchable and known.name in fields]
    found = frozenset[str]().union(*(rules.words(value) for value in searched))
    key, operator = keys.search_key(), Address(row.operator) if row.operator else None
    return {rules.word_tag(key, operator, word) for word in found}


# -- the clear part

_PLAIN = (
    "id", "kind", "owner", "account", "operator", "trustee", "regulator", "state", "version", "amount",
    "reference", "erasure_asked_by", "split_key",
)  # fmt: skip
_MOMENTS = ("opened_at", "changed_at", "due_at", "kept_until", "erased_at")


def stamped(row: Record) -> bytes:
    """The stamp that the row's clear part should carry."""
    clear: dict[str, Json] = {name: str(getattr(row, name)) for name in _PLAIN}
    clear |= {name: at.astimezone(dt.UTC).isoformat() for name in _MOMENTS if (at := getattr(row, name))}
    clear |= {name: bytes(getattr(row, name)).hex() for name in ("root", "anchor_id")}
    return rules.stamp_of(keys.stamp_key(), clear)


def store(row: Record, *changed: str) -> None:
    """Save what was changed of a row, stamped anew."""
    row.stamp = stamped(row)
    row.save(update_fields=(*changed, "stamp"))


def require_stamp(row: Record) -> None:
    """Raises RecordBroken when somebody wrote the row's clear part past the portal."""
    if not hmac.compare_digest(stamped(row), bytes(row.stamp)):
        raise RecordBroken(problem="heading changed")


def with_wraps(rows: Iterable[Record]) -> list[Record]:
    """The rows of one page with their wrapped keys, read in one question for all of them."""
    found = list(rows)
    prefetch_related_objects(found, "wraps")
    return found


def seal_file(key: bytes, row: Record, file: uuid.UUID, data: bytes) -> bytes:
    """A file's ciphertext, good for this file of this record only."""
    return envelope.seal(key, data, table=FILE_TABLE, row=file, field=row.id.hex, version=1)


def opened_file(key: bytes, row: Record, file: uuid.UUID) -> bytes:
    """A file's plain bytes. Raises RecordBroken when it is missing or changed."""
    stored = RecordFile.objects.filter(record=row, id=file).first()
    if stored is None:
        raise RecordBroken(problem="file missing")
    return envelope.unseal(key, bytes(stored.sealed), table=FILE_TABLE, row=file, field=row.id.hex, version=1)


def heading(row: Record) -> Heading:
    """The clear part of a row."""
    return Heading(
        id=row.id,
        kind=row.kind,
        owner=Address(row.owner) if row.owner else None,
        account=row.account,
        readers=readers(row),
        state=row.state,
        version=row.version,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        due_at=row.due_at,
        amount=row.amount,
        reference=row.reference,
        anchor_id=bytes(row.anchor_id),
        anchored_version=row.anchored_version,
        erased=row.erased_at is not None,
        erased_at=row.erased_at,
        kept_until=row.kept_until,
        erasure_asked_by=row.erasure_asked_by,
    )


def readers(row: Record) -> Readers:
    """The organisations that the row is encrypted to."""
    return Readers(
        regulator=Address(row.regulator),
        operator=Address(row.operator) if row.operator else None,
        trustee=Address(row.trustee) if row.trustee else None,
    )
