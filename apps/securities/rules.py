"""How a share class is named, how large a part of it is, and what a rate gives. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from apps.securities.errors import QuorumNotPlain, RateNotPlain, SymbolNotPlain

MILLION: Final = 1_000_000
PER_SEN: Final = 100
"""A dividend's rate is in hundredths of a sen for a unit."""
PER_RINGGIT: Final = 100 * PER_SEN
HIGHEST_RATE: Final = 10**12
RATE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,4}))?\Z")
PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%?\Z")
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


def due_down(units: int, rate: int) -> int:
    """What so many units earn at a rate, in sen, rounded down as the contract does."""
    return units * rate // PER_SEN


def per_unit(rate: int) -> str:
    """A rate as ringgit for a unit: `0.0525`; two decimals at least, four at most."""
    text = f"{rate // PER_RINGGIT:,}.{rate % PER_RINGGIT:04d}"
    return text[:-2] + text[-2:].rstrip("0")


def read_rate(text: str) -> int:
    """Ringgit for a unit as somebody typed them (`0.0525`, `RM 1.2`), as a rate. Raises RateNotPlain."""
    found = RATE.match(text.strip().removeprefix("RM").strip())
    rate = int(found[1].replace(",", "")) * PER_RINGGIT + int((found[2] or "").ljust(4, "0")) if found else 0
    if not 0 < rate <= HIGHEST_RATE:
        raise RateNotPlain
    return rate


def read_quorum(text: str) -> int:
    """A percentage as somebody typed it (`50`, `33.33 %`), in hundredths of a percent. Raises
    QuorumNotPlain.
    """
    found = PERCENT.match(text.strip())
    quorum = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
    if not 0 <= quorum <= 10_000:
        raise QuorumNotPlain
    return quorum
