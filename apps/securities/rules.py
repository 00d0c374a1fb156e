"""How a share class is named, and how large a part of it is. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from apps.securities.errors import SymbolNotPlain

MILLION: Final = 1_000_000
SYMBOL = re.compile(r"[A-Z][A-Z0-9]{1,10}\Z")


def read_symbol(text: str) -> str:
    """A class's symbol as somebody typed it, in capitals. Raises SymbolNotPlain."""
    plain = text.strip().upper()
    if not SYMBOL.match(plain):
        raise SymbolNotPlain
    return plain


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


def changes(move: Mapping[str, Any]) -> dict[str, int]:
    """By how many units each party's holding changed by a move (see `types.UNIT_MOVES`)."""
    units, parties = move["units"], move["parties"]
    match move["what"]:
        case "minted":
            return {parties[0]: units}
        case "given-back":
            return {parties[0]: -units}
        case "converted":
            return {parties[0]: units - move["before"]}
        case "moved" if parties[0] != parties[1]:
            return {parties[0]: -units, parties[1]: units}
        case _:
            return {}


def converted_down(units: int, numerator: int, denominator: int) -> int:
    """The units that a certificate becomes, rounded down as the kernel does."""
    return units * numerator // denominator
