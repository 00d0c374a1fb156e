"""Statements as SWIFT's MT940, read with the package `mt-940`: one statement of one account a file."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import mt940
from mt940.models import Transactions

from apps.treasury.bankfiles import checks
from apps.treasury.bankfiles.checks import refusal
from apps.treasury.bankfiles.values import Booking, Statement
from apps.vocabulary.messages import gettext_noop

# It writes what it cannot read to the log, and that is who paid whom.
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)

_UNREADABLE = (RuntimeError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError)


def read(text: str) -> Statement:
    """The statement. Raises BadStatement."""
    text = _body(text)
    lines = text.split("\n")
    if sum(each.startswith(":20:") for each in lines) != 1:
        raise refusal(gettext_noop("A file holds one statement, which begins with :20:."))
    found = Transactions(options=mt940.Options.all())
    try:
        # Not mt940.parse(): given a text that is the name of a file, it would open that file.
        found.parse(text)
        places = [number for number, each in enumerate(lines, start=1) if each.startswith(":61:")]
        bookings = [each for each in found if "amount" in each.data]
        if len(places) != len(bookings):
            raise refusal(gettext_noop("Some lines of this file cannot be read."))
        opening, _ = _balance(found.data.get("final_opening_balance"), ":60F:", lines)
        closing, closing_on = _balance(found.data.get("final_closing_balance"), ":62F:", lines)
        return Statement(
            format="mt940",
            account=_account(str(found.data.get("account_identification") or "")),
            number=str(found.data.get("statement_number") or ""),
            opening=opening,
            closing=closing,
            closing_on=closing_on,
            bookings=tuple(_booking(place, each.data) for place, each in zip(places, bookings, strict=True)),
        )
    except _UNREADABLE as problem:
        place = _place(lines, problem)
        raise refusal(gettext_noop("Line {place}: this cannot be read as MT940."), place=place) from problem


def _body(text: str) -> str:
    """The message without SWIFT's envelope, on plain lines."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if plain.lstrip().startswith("{1:"):
        start = plain.find("{4:")
        plain = plain[start + 3 :] if start >= 0 else plain
    return plain


def _account(text: str) -> str:
    """Behind a bank's code, where there is one."""
    return text.rsplit("/", 1)[-1].replace("-", "").replace(" ", "").strip()


def _balance(found: Any, tag: str, lines: list[str]) -> tuple[int, dt.date]:
    place = next((number for number, each in enumerate(lines, start=1) if each.startswith(tag)), 1)
    if found is None or found.amount is None:
        raise refusal(gettext_noop("The balance {tag} is missing."), tag=tag)
    checks.in_ringgit(found.amount.currency or "", place)
    return checks.sen(format(found.amount.amount, "f"), place), _day(found.date)


def _booking(place: int, data: dict[str, Any]) -> Booking:
    checks.in_ringgit(data["amount"].currency or "", place)
    bank, customer = str(data.get("bank_reference") or ""), str(data.get("customer_reference") or "")
    details = " ".join(
        str(data.get(each) or "") for each in ("transaction_details", "purpose", "extra_details")
    )
    amount = checks.sen(format(data["amount"].amount, "f"), place)
    if amount == 0:
        raise refusal(gettext_noop("Line {place}: the amount is zero."), place=place)
    return Booking(
        place=place,
        booked_on=_day(data.get("entry_date") or data["date"]),
        amount=amount,
        bank_reference=checks.required(bank or customer, place),
        text=checks.clean(details, 280),
        party=checks.clean(str(data.get("applicant_name") or ""), 140),
        end_to_end=checks.clean(customer, 35) if bank else "",
    )


def _day(date: Any) -> dt.date:
    return dt.date(date.year, date.month, date.day)


def _place(lines: list[str], problem: Exception) -> int:
    """The line that the package's message is about, as well as can be told."""
    values = [each for each in problem.args[1:] if isinstance(each, str)]
    first = values[-1].split("\n", 1)[0] if values else ""
    if not first:
        return 1
    return next((number for number, each in enumerate(lines, start=1) if first in each), 1)
