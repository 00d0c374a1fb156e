"""What the database had once, noted outside it: each record that was written, and the audit log's last line.

In files of CASTOR_RECORD_KEYS, which whoever writes the database cannot reach, so that rows which are deleted
outright are missed. A record's line is its person's account and its id; records are erased, never deleted,
so that a line is true for ever. Lines are written after the commit, and never undo it: one that fails to be
written, the sweep writes. Where no folder is named there are no notes.
"""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from apps.records import keys
from apps.records.errors import KeyMissing

FILES: Final = 256
_ACCOUNT: Final = 8
_LINE: Final = _ACCOUNT + 16


def note(record: uuid.UUID, account: int | None) -> None:
    """Notes a record that was written. Noting it twice does no harm."""
    path = _folder() / _file(account)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # One write of one line at the end: two processes at once write two lines.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, (account or 0).to_bytes(_ACCOUNT, "big") + record.bytes)
    finally:
        os.close(descriptor)


def records_of(account: int) -> set[uuid.UUID]:
    """The records that were written about the person of an account."""
    return {record for whose, record in _lines(_file(account)) if whose == account}


def with_account_of(account: int | None) -> set[uuid.UUID]:
    """The records that were noted in the same file as those of an account, and those themselves."""
    return {record for _, record in _lines(_file(account))}


def part(step: int, *, of: int) -> Iterator[set[uuid.UUID]]:
    """One of `of` parts of all that was noted, file by file."""
    for number in range(step % of, FILES, of):
        yield {record for _, record in _lines(_name(number))}


def note_line(number: int, digest: bytes) -> None:
    """Notes the audit log's last line, unless a later one is noted."""
    known = last_line()
    if known is not None and known[0] >= number:
        return
    path = _folder() / "log"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"log.{secrets.token_hex(6)}")
    draft.write_bytes(number.to_bytes(_ACCOUNT, "big") + digest)
    draft.replace(path)


def last_line() -> tuple[int, bytes] | None:
    """The number and digest of the last line that was noted; None where none was."""
    try:
        found = (_folder() / "log").read_bytes()
    except (FileNotFoundError, KeyMissing):
        return None
    return int.from_bytes(found[:_ACCOUNT], "big"), found[_ACCOUNT:]


def _lines(name: str) -> Iterable[tuple[int, uuid.UUID]]:
    try:
        content = (_folder() / name).read_bytes()
    except (FileNotFoundError, KeyMissing):
        return []
    whole = range(0, len(content) - _LINE + 1, _LINE)
    lines = (content[at : at + _LINE] for at in whole)
    return [(int.from_bytes(line[:_ACCOUNT], "big"), uuid.UUID(bytes=line[_ACCOUNT:])) for line in lines]


def _file(account: int | None) -> str:
    return _name((account or 0) % FILES)


def _name(number: int) -> str:
    return f"{number:02x}.records"


def _folder() -> Path:
    return keys.folder() / "known"
