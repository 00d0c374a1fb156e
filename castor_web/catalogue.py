"""Message catalogues without GNU gettext: reads `.po`, writes the same `.mo` that `msgfmt` would.

Collecting messages (`manage.py makemessages`) still needs gettext, but only whoever translates does that.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC, VERSION, HEADER_SIZE = 0x950412DE, 0, 28
CONTEXT_END, PLURAL_END = "\x04", "\x00"


@dataclass(slots=True)
class Entry:
    """One message: `texts` has one translation, or one per plural form."""

    id: str = ""
    plural: str | None = None
    context: str | None = None
    texts: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def translated(self) -> bool:
        """Whether every form has its text."""
        return bool(self.texts) and all(self.texts.values()) and not self.fuzzy


def read(path: Path) -> list[Entry]:
    """The entries of a `.po` file, its header (with an empty id) first. Obsolete ones are left out."""
    blocks = path.read_text("utf-8").split("\n\n")
    return [entry for block in blocks if (entry := _entry(block)) is not None]


def _entry(block: str) -> Entry | None:
    entry, seen = Entry(), False
    for keyword, text in _parts(block):
        seen = True
        if keyword == "fuzzy":
            entry.fuzzy = True
        elif keyword == "msgctxt":
            entry.context = text
        elif keyword == "msgid":
            entry.id = text
        elif keyword == "msgid_plural":
            entry.plural = text
        else:
            entry.texts[int(keyword[7:-1] or 0) if "[" in keyword else 0] = text
    return entry if seen and entry.texts else None


def _parts(block: str) -> Iterator[tuple[str, str]]:
    keyword, text = "", ""
    for line in block.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            yield "fuzzy", ""
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith('"'):
            text += ast.literal_eval(line)
            continue
        if keyword:
            yield keyword, text
        keyword, _, rest = line.partition(" ")
        text = ast.literal_eval(rest)
    if keyword:
        yield keyword, text


def compiled(entries: list[Entry]) -> bytes:
    """The `.mo` bytes of what is translated, sorted as its readers expect."""
    pairs = sorted((_key(entry), _value(entry)) for entry in entries if entry.translated)
    ids, texts, places = b"", b"", []
    for key, value in pairs:
        places.append((len(ids), len(key), len(texts), len(value)))
        ids, texts = ids + key + b"\0", texts + value + b"\0"
    start = HEADER_SIZE + 16 * len(pairs)
    head = struct.pack("<7I", MAGIC, VERSION, len(pairs), HEADER_SIZE, HEADER_SIZE + 8 * len(pairs), 0, start)
    of_ids = b"".join(struct.pack("<2I", length, start + at) for at, length, _, _ in places)
    of_texts = b"".join(struct.pack("<2I", length, start + len(ids) + at) for _, _, at, length in places)
    return head + of_ids + of_texts + ids + texts


def _key(entry: Entry) -> bytes:
    whole = entry.id if entry.plural is None else entry.id + PLURAL_END + entry.plural
    return (whole if entry.context is None else entry.context + CONTEXT_END + whole).encode()


def _value(entry: Entry) -> bytes:
    return PLURAL_END.join(text for _, text in sorted(entry.texts.items())).encode()
