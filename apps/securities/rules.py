"""How a share class is named, and how large a part of it is. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from apps.securities.errors import ClassNameTooLong, SymbolNotPlain

LONGEST_NAME: Final = 31
"""Bytes of UTF-8 that the contracts keep of a name (bytes32, left-aligned)."""

MILLION: Final = 1_000_000
SYMBOL = re.compile(r"[A-Z][A-Z0-9]{1,10}\Z")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def name_word(name: str) -> bytes:
    """A class's name as 32 bytes. Raises ClassNameTooLong."""
    encoded = " ".join(name.split()).encode()
    if not 1 <= len(encoded) <= LONGEST_NAME:
        raise ClassNameTooLong
    return encoded.ljust(32, b"\0")


def symbol_word(symbol: str) -> bytes:
    """A class's symbol as 32 bytes. Raises SymbolNotPlain."""
    plain = symbol.strip().upper()
    if not SYMBOL.match(plain):
        raise SymbolNotPlain
    return plain.encode().ljust(32, b"\0")


def share_down(units: int, supply: int) -> int:
    """A part of a class in parts per million, rounded down; 0 of an empty class."""
    return units * MILLION // supply if supply else 0


def cost_of(certificates: Sequence[Mapping[str, Any]]) -> int | None:
    """What was paid for certificates altogether, in sen; None when any one's cost is not known, or they
    were paid for in two trustees' money.
    """
    costs: list[int | None] = [each["cost"] for each in certificates]
    if not costs or None in costs or len({each["money"] for each in certificates}) > 1:
        return None
    return sum(each for each in costs if each is not None)


def cell(value: object) -> str:
    """A value for a table file: text that a spreadsheet would run as a formula is quoted."""
    text = str(value)
    return "'" + text if text.startswith(FORMULA) else text
