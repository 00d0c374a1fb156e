"""Statements as CSV: a header, then a row for each booking with the balance after it.

Columns, in any order: `account`, `date` (2026-11-20), `amount` (RM, out is negative), `balance`,
`bank_reference`; and, where there are any, `description`, `party`, `end_to_end`. A row without an amount
states the balance alone: a day on which nothing happened is one such row.
"""

from __future__ import annotations

import csv
import datetime as dt
import io

from apps.treasury.bankfiles import checks
from apps.treasury.bankfiles.checks import refusal
from apps.treasury.bankfiles.values import Booking, Statement
from apps.vocabulary.messages import gettext_noop

NEEDED = ("account", "date", "amount", "balance", "bank_reference")
KNOWN = frozenset({*NEEDED, "description", "party", "end_to_end"})


def read(text: str) -> Statement:
    """A statement of one account. Raises BadStatement."""
    rows = _rows(text)
    accounts = {row["account"].replace("-", "").replace(" ", "") for _, row in rows}
    if len(accounts) != 1:
        raise refusal(gettext_noop("A statement is of one account; this file names several."))
    bookings: list[Booking] = []
    opening: int | None = None
    balance = 0
    last = checks.day(rows[0][1]["date"], rows[0][0])
    for place, row in rows:
        amount = checks.sen(row["amount"], place) if row["amount"].strip() else 0
        after, booked_on = checks.sen(row["balance"], place), checks.day(row["date"], place)
        if opening is None:
            opening = after - amount
        elif balance + amount != after:
            raise refusal(
                gettext_noop("Line {place}: the balance is not the one before and the amount."), place=place
            )
        if booked_on < last:
            raise refusal(gettext_noop("Line {place}: the dates run backwards."), place=place)
        balance, last = after, booked_on
        if amount:
            bookings.append(_booking(place, row, booked_on, amount))
    return Statement(
        format="csv",
        account=accounts.pop(),
        number="",
        opening=opening or 0,
        closing=balance,
        closing_on=last,
        bookings=tuple(bookings),
    )


def _booking(place: int, row: dict[str, str], booked_on: dt.date, amount: int) -> Booking:
    return Booking(
        place=place,
        booked_on=booked_on,
        amount=amount,
        bank_reference=checks.required(row["bank_reference"], place),
        text=checks.clean(row.get("description", ""), 280),
        party=checks.clean(row.get("party", ""), 140),
        end_to_end=checks.clean(row.get("end_to_end", ""), 35),
    )


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Each row with the line it ends on."""
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    try:
        names = [each.strip().lower() for each in next(reader, [])]
        missing = [each for each in NEEDED if each not in names]
        if missing or set(names) - KNOWN or len(set(names)) != len(names):
            raise refusal(
                gettext_noop("Line 1: the columns are {needed}, and description, party, end_to_end."),
                place=1,
                needed=", ".join(NEEDED),
            )
        found = []
        for row in reader:
            if not any(each.strip() for each in row):
                continue
            if len(row) != len(names):
                raise refusal(
                    gettext_noop("Line {place}: it has {got} columns, not {wanted}."),
                    place=reader.line_num,
                    got=len(row),
                    wanted=len(names),
                )
            found.append((reader.line_num, dict(zip(names, row, strict=True))))
    except csv.Error as problem:
        raise refusal(
            gettext_noop("Line {place}: this is no CSV."), place=max(1, reader.line_num)
        ) from problem
    if not found:
        raise refusal(gettext_noop("The file has no lines."))
    return found
