"""Documents between projections and what keeps them: exact, canonical, and small. Pure."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import zstandard

Document = dict[str, Any]

DICTIONARY = Path(__file__).with_name("documents.zdict")
"""What documents are compressed against: made by `python -m bench.dictionary`."""
VERSION = 2
"""Of the form in which documents and their places (see `indexes`, `members`) are kept: to be raised where
what was kept before cannot be read, or not be found. A test knows when.
"""
LEVEL = 1
BEYOND_64_BITS = b" "
"""What a packed document begins with that only Python's own JSON reads exactly."""
_PLAIN = frozenset({str, int, bool, type(None)})


@cache
def form() -> str:
    """The form in which this version of the portal keeps what it reads."""
    return f"{VERSION}-{hashlib.sha256(DICTIONARY.read_bytes()).hexdigest()[:8]}"


def duplicate(document: Mapping[str, Any]) -> Document:
    """A copy that shares nothing with the document, of plain values, lists and dictionaries alone.

    Raises TypeError for what has no exact form, such as a float or bytes.
    """
    if _PLAIN.issuperset(map(type, document.values())):
        return dict(document)
    return {name: value if type(value) in _PLAIN else _copied(value) for name, value in document.items()}


def _copied(value: object) -> Any:
    if isinstance(value, list | tuple):
        return [each if type(each) in _PLAIN else _copied(each) for each in value]
    if isinstance(value, Mapping):
        return duplicate(value)
    if isinstance(value, str):  # an enumeration's
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    raise TypeError(f"a document holds integers and text, not {value!r}")


def packed(document: Document) -> bytes:
    """What `duplicate` gave, as canonical JSON: equal documents are equal bytes.

    Raises TypeError where a field's name is no text.
    """
    try:
        return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        whole = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if json.loads(whole) != document:
            raise
        return BEYOND_64_BITS + whole.encode()


def unpacked(raw: bytes) -> Document:
    """A fresh document: the caller may change it without changing what is stored."""
    found: Document = json.loads(raw) if raw.startswith(BEYOND_64_BITS) else orjson.loads(raw)
    return found


def compressed(raw: bytes) -> bytes:
    """A packed document as it is kept, at a third of its size."""
    return _coders.compressor.compress(raw)


def decompressed(kept: bytes) -> bytes:
    """What was kept, as it was packed. What is not ours is given as it is: whoever reads it finds out."""
    try:
        return _coders.decompressor.decompress(kept)
    except zstandard.ZstdError:
        return kept


class _Coders(threading.local):
    """A thread's own, for they bear only one."""

    def __init__(self) -> None:
        dictionary = zstandard.ZstdCompressionDict(DICTIONARY.read_bytes())
        # Four bytes less without the magic number; and JSON that is not compressed is no such frame.
        bare = zstandard.FORMAT_ZSTD1_MAGICLESS
        shape = zstandard.ZstdCompressionParameters.from_level(
            LEVEL, format=bare, write_content_size=True, write_dict_id=False
        )
        self.compressor = zstandard.ZstdCompressor(dict_data=dictionary, compression_params=shape)
        self.decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, format=bare)


_coders = _Coders()
