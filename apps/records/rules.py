"""Pure rules of records: what a glance shows, how words are found, which files are taken, when content may
go.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping

from apps.records import merkle
from apps.records.errors import FileRefused
from apps.records.types import Fields, Json, Kind, Mask
from apps.vocabulary.types import Address

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_DATA = 64 * 1024 * 1024
SHORTEST_REASON = 5
LONGEST_REASON = 300
LONGEST_NAME = 120
FIRST_DIGEST = bytes(32)

_TAIL = 4
_WORD = re.compile(r"[^\W_]+")
_SEARCHED_PER_FIELD = 40
_TAG_BYTES = 16
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


def masked(kind: Kind, fields: Fields) -> Fields:
    """A glance at the fields: what is not open is shortened or hidden; a field that the kind does not know
    is hidden.
    """
    shown: Fields = {}
    for name, value in fields.items():
        known = kind.field(name)
        shown[name] = veil(value, known.mask if known else Mask.HIDDEN)
    return shown


def veil(value: Json, mask: Mask) -> Json:
    """One value as its mask shows it; nothing stays nothing, so that a gap is seen as a gap."""
    if mask is Mask.OPEN or value in (None, "", [], {}):
        return value
    text = str(value)
    if mask is Mask.TAIL and len(text) > 2 * _TAIL:
        return "•••• " + text[-_TAIL:]
    return "••••"


def words(value: Json) -> frozenset[str]:
    """The words by which a value is found: no case, no accents, and numbers also without their separators."""
    if value is None or isinstance(value, bool):
        return frozenset()
    if isinstance(value, list | dict):
        inner = value.values() if isinstance(value, dict) else value
        return frozenset().union(*(words(item) for item in inner))
    folded = _folded(str(value))
    found = set(_WORD.findall(folded)[:_SEARCHED_PER_FIELD])
    joined = plain(folded)
    if any(letter.isdigit() for letter in joined) and len(joined) <= 40:
        found.add(joined)
    return frozenset(found)


def plain(text: str) -> str:
    """A number as one word: no case, no accents, no separators."""
    return re.sub(r"[\s\-./]", "", _folded(text))


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def word_tag(key: bytes, operator: Address | None, word: str) -> bytes:
    """A word's keyed hash: 16 bytes, other at each operator, so that equal words of two operators do not
    meet.
    """
    return hmac.digest(key, f"{(operator or '').lower()}|{word}".encode(), hashlib.sha256)[:_TAG_BYTES]


def sniffed_type(data: bytes) -> str:
    """The media type that the first bytes show; what the sender calls it is not asked. Raises FileRefused."""
    if not 0 < len(data) <= LARGEST_FILE:
        raise FileRefused(size=len(data), largest=LARGEST_FILE)
    for signature, media in _SIGNATURES:
        if data.startswith(signature):
            return media
    raise FileRefused(size=len(data))


def plain_name(name: str) -> str:
    """A file's name without folders, control characters and length: only ever shown, and offered on
    download.
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(letter for letter in last if letter.isprintable()).strip(". ")
    return kept[-LONGEST_NAME:] or "file"


def may_erase(kind: Kind, state: str, kept_until: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether the content may go: nothing was decided yet, or the retention of rulebook R33 is over."""
    if state in kind.loose:
        return True
    return kept_until is not None and kept_until <= now


def digest_of(previous: bytes, line: Mapping[str, Json]) -> bytes:
    """A line of the audit log, bound to all before it: SHA-256 over the digest before and the line's JSON."""
    return hashlib.sha256(previous + merkle.canonical(dict(line))).digest()


def stamp_of(key: bytes, heading: Mapping[str, Json]) -> bytes:
    """A record's clear part under a key that the database does not hold: 32 bytes."""
    return hmac.digest(key, merkle.canonical(dict(heading)), hashlib.sha256)
