"""What every reader of a bank's file asks of a value: amounts, dates, references."""

from __future__ import annotations

import datetime as dt
import re

from apps.treasury.errors import BadStatement
from apps.vocabulary.messages import gettext_noop

MOST_SEN = 10**15
CURRENCY = "MYR"

_AMOUNT = re.compile(r"([+-]?)(\d{1,15})(?:[.,](\d{1,5}))?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def refusal(sentence: str, **figures: object) -> BadStatement:
    """Why a file is not taken; `place` is the line (or the entry's number) that is wrong."""
    return BadStatement(sentence, **figures)


def sen(text: str, place: int) -> int:
    """An amount of ringgit, in sen. Raises BadStatement for a fraction of a sen, or what is no amount."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or (found[3] or "")[2:].strip("0"):
        raise refusal(gettext_noop("Line {place}: this is no amount of ringgit and sen."), place=place)
    amount = int(found[2]) * 100 + int((found[3] or "")[:2].ljust(2, "0"))
    if amount > MOST_SEN:
        raise refusal(gettext_noop("Line {place}: no bank has this amount."), place=place)
    return -amount if found[1] == "-" else amount


def day(text: str, place: int) -> dt.date:
    """A date as ISO 8601 writes it; a time behind it is left out. Raises BadStatement."""
    found = _DATE.match(text.strip())
    try:
        return dt.date.fromisoformat(found[0] if found else "")
    except ValueError as problem:
        raise refusal(gettext_noop("Line {place}: this is no date."), place=place) from problem


def required(text: str, place: int) -> str:
    """The bank's own reference of a line: without it nothing can be told from its double."""
    plain = clean(text, 64)
    if not plain or plain.upper() in ("NONREF", "NOTPROVIDED"):
        raise refusal(
            gettext_noop("Line {place}: the bank gives no reference of its own for this line."), place=place
        )
    return plain


def in_ringgit(currency: str, place: int) -> None:
    """Raises BadStatement for any other money."""
    if currency.strip().upper() != CURRENCY:
        raise refusal(gettext_noop("Line {place}: this is not in ringgit."), place=place)


def clean(text: str, most: int) -> str:
    """One line of printable text, cut at `most` characters."""
    plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return plain[:most].strip()
