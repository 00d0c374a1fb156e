"""What banks and trustees send each other: statements (camt.053, MT940, CSV) and payments (pain.001, CSV).

Pure: bytes in, values out. A file that cannot be read in full is refused with the line that is wrong.
"""

from __future__ import annotations

from apps.treasury.bankfiles import camt053, sheet, swift
from apps.treasury.bankfiles.checks import refusal
from apps.treasury.bankfiles.values import Statement
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.words import ringgit

MOST_BYTES = 1_000_000
MOST_BOOKINGS = 1_000
"""A trust account's day is far below; more than this in one file is split by days."""


def read_statement(data: bytes) -> Statement:
    """A bank's statement, in whichever of the three formats it is. Raises BadStatement."""
    if not data.strip():
        raise refusal(gettext_noop("The file is empty."))
    if len(data) > MOST_BYTES:
        raise refusal(gettext_noop("The file is larger than {most} bytes."), most=MOST_BYTES)
    text = _text(data)
    begin = text.lstrip()
    if begin.startswith("<"):
        found = camt053.read(data)
    elif begin.startswith((":", "{1:")):
        found = swift.read(text)
    else:
        found = sheet.read(text)
    if len(found.bookings) > MOST_BOOKINGS:
        raise refusal(gettext_noop("A statement has at most {most} lines."), most=MOST_BOOKINGS)
    return _adding_up(found)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise refusal(gettext_noop("Line {place}: this is not UTF-8 text."), place=line) from problem


def _adding_up(found: Statement) -> Statement:
    """Whatever a reader left out, or a bank forgot, shows here."""
    total = found.opening + sum(each.amount for each in found.bookings)
    if total != found.closing:
        raise refusal(
            gettext_noop(
                "Opening balance and lines come to RM {total}, but the closing balance is RM {closing}."
            ),
            total=ringgit(total),
            closing=ringgit(found.closing),
        )
    late = [each for each in found.bookings if each.booked_on > found.closing_on]
    if late:
        raise refusal(
            gettext_noop("Line {place}: it is booked after the closing balance."), place=late[0].place
        )
    return found


__all__ = ["MOST_BOOKINGS", "MOST_BYTES", "read_statement"]
