"""How a document is found again: the sorted sets that it stands in. Pure, and the same in Redis and memory.

A collection keeps one sorted set per order, and one per order and value of each facet. A member has score 0:

    order value, encoded so that bytes sort as values do  ‖  0x00  ‖  the document's key

so sets sort by bytes: exactly (no double rounds a uint256), and in one and the same way under equal values.
A member is therefore a cursor.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import (  # type: ignore[attr-defined]  # the stubs leave it out
    c_make_encoder,
    encode_basestring,
)
from typing import Any

Document = dict[str, Any]
Scalar = str | int | bool | None

WINDOW_BITS, PACKER_MEMORY = 11, 4
"""zlib's: two kilobytes to look back in, and little to set up for what is some hundred bytes long."""
END_OF_VALUE = b"\x00"
NOTHING = b"0"
_NEGATIVE, _POSITIVE, _TEXT = b"1", b"2", b"3"
# Made once: `json.dumps` with options, and `json.loads` of bytes, cost more than what they do here.
_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_pieces = c_make_encoder(
    None, _encoder.default, encode_basestring, None, ":", ",", _encoder.sort_keys, False, False
)
_scanned = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # the stubs leave it out
_PLAIN = {str, int, bool, type(None)}
_PLAIN_OR_LIST = {*_PLAIN, list}
_COMPLEMENT = bytes.maketrans(b"0123456789abcdef", b"fedcba9876543210")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a collection sorts, filters and counts by: the names of fields of its documents."""

    kind: str
    orders: tuple[str, ...]
    facets: tuple[str, ...]
    tags: tuple[str, ...]
    counted: tuple[str, ...] = ()


def packed(document: Mapping[str, Any]) -> bytes:
    """The document as canonical JSON, so that equal documents are equal bytes.

    Raises TypeError for what has no exact form: a float, bytes, a key that is no string.
    """
    _exact(document)
    return "".join(_pieces(document, 0)).encode()


def unpacked(raw: bytes) -> Document:
    """A fresh document: the caller may change it without changing what is stored."""
    document: Document = _scanned(raw.decode(), 0)[0]
    return document


def deflated(raw: bytes) -> bytes:
    """A packed document as it is kept, in half the memory."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -WINDOW_BITS, PACKER_MEMORY)
    return packer.compress(raw) + packer.flush()


def inflated(kept: bytes) -> bytes:
    """What was kept, as it was packed. What is not ours is given as it is: whoever reads it finds out."""
    try:
        return zlib.decompress(kept, -WINDOW_BITS)
    except zlib.error:
        return kept


def duplicate(document: Mapping[str, Any]) -> Document | None:
    """A copy that shares nothing with the document, at a third of what JSON takes; None for what holds more
    than values and lists of values.
    """
    kinds = set(map(type, document.values()))
    if kinds <= _PLAIN:
        return dict(document)
    lists = [value for value in document.values() if type(value) is list]
    if not kinds <= _PLAIN_OR_LIST or not all(set(map(type, value)) <= _PLAIN for value in lists):
        return None
    return {name: value.copy() if type(value) is list else value for name, value in document.items()}


def encoded(value: Scalar) -> bytes:
    """The value as bytes that sort as the values do: nothing, then integers of any size, then text."""
    if value is None:
        return NOTHING
    if isinstance(value, int):
        digits = f"{abs(int(value)):x}".encode()
        sized = f"{len(digits):02x}".encode() + digits
        return _POSITIVE + sized if value >= 0 else _NEGATIVE + sized.translate(_COMPLEMENT)
    if "\x00" in value:
        raise ValueError("a text to sort by holds no zero byte")
    return _TEXT + value.encode()


def member(document: Mapping[str, Any], order: str, key: str) -> bytes:
    """The document's member in the sets of one order."""
    return encoded(document.get(order)) + END_OF_VALUE + key.encode()


def key_of(found: bytes) -> str:
    """The document's key out of a member."""
    return found.rpartition(END_OF_VALUE)[2].decode()


def index_name(kind: str, order: str, facet: str = "", value: Scalar = None) -> str:
    """The name of a sorted set: all documents of a kind in one order, or those with one value of a facet."""
    whole = f"by:{kind}:{order}"
    return f"{whole}:{facet}={_as_json(value)}" if facet else whole


def values_name(kind: str, facet: str) -> str:
    """The name of the sorted set that holds a facet's values, scored by how many documents have each."""
    return f"values:{kind}:{facet}"


def facet_values(shape: Shape, document: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Each (facet, value as JSON) that the document is found by."""
    found = {(facet, _as_json(document.get(facet))) for facet in shape.facets}
    for tag in shape.tags:
        found.update((tag, _as_json(value)) for value in document.get(tag) or ())
    return found


@lru_cache(maxsize=20_000, typed=True)
def _as_json(value: Scalar) -> str:
    return json.dumps(value, ensure_ascii=False)


def entries(shape: Shape, key: str, document: Mapping[str, Any] | None) -> set[tuple[str, bytes]]:
    """Each (name of a sorted set, member) that the document stands in; none for no document."""
    if document is None:
        return set()
    found: set[tuple[str, bytes]] = set()
    values = facet_values(shape, document)
    for order in shape.orders:
        place = member(document, order, key)
        whole = index_name(shape.kind, order)
        found.add((whole, place))
        found.update((f"{whole}:{facet}={value}", place) for facet, value in values)
    return found


def _exact(value: object) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, Mapping):
        if set(map(type, value)) <= {str} and set(map(type, value.values())) <= _PLAIN:
            return
        for name in value:
            if not isinstance(name, str):
                raise TypeError(f"a document's field is named by text, not by {name!r}")
        _all_exact(value.values())
    elif isinstance(value, list | tuple):
        if not set(map(type, value)) <= _PLAIN:
            _all_exact(value)
    else:
        raise TypeError(f"a document holds integers and text, not {value!r}")


def _all_exact(values: Iterable[object]) -> None:
    for value in values:
        _exact(value)


Change = tuple[Shape, str, bytes | None, bytes | None]
"""A document's shape and key, what was stored, and what shall be."""


@dataclass(slots=True)
class Changeset:
    """All that a storage must write for some documents: themselves, their places in sorted sets, their
    counts.
    """

    documents: dict[str, dict[str, bytes | None]] = field(default_factory=dict)
    entered: dict[str, list[bytes]] = field(default_factory=dict)
    left: dict[str, list[bytes]] = field(default_factory=dict)
    counted: dict[str, dict[str, int]] = field(default_factory=dict)


def changeset(
    changes: Iterable[Change], documents: Mapping[tuple[str, str], Document] | None = None
) -> Changeset:
    """What these changes mean for the sorted sets: nothing that stays is written again.

    `documents` are some of those that shall be, by kind and key, for they need not be read again.
    """
    found, known = Changeset(), documents or {}
    for shape, key, before, after in changes:
        found.documents.setdefault(shape.kind, {})[key] = after
        old = unpacked(before) if before is not None else None
        new = None
        if after is not None:
            new = known.get((shape.kind, key)) or unpacked(after)
        was, becomes = entries(shape, key, old), entries(shape, key, new)
        for name, place in becomes - was:
            found.entered.setdefault(name, []).append(place)
        for name, place in was - becomes:
            found.left.setdefault(name, []).append(place)
        had = facet_values(shape, old) if old is not None else set()
        has = facet_values(shape, new) if new is not None else set()
        _count(found, shape, had - has, -1)
        _count(found, shape, has - had, +1)
    return found


def _count(found: Changeset, shape: Shape, values: Iterable[tuple[str, str]], step: int) -> None:
    for facet, value in values:
        if facet not in shape.counted:
            continue
        counts = found.counted.setdefault(values_name(shape.kind, facet), {})
        counts[value] = counts.get(value, 0) + step
