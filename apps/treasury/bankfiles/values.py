"""The values behind a bank's files. Amounts in sen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Booking:
    """A line of a bank's statement: out is negative; `place` is its line (or its entry's number)."""

    place: int
    booked_on: dt.date
    amount: int
    bank_reference: str
    text: str = ""
    party: str = ""
    end_to_end: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A bank's statement as its file says: balances in sen, the bookings in their order."""

    format: str
    account: str
    number: str
    opening: int
    closing: int
    closing_on: dt.date
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """Money to be sent: `amount` in sen, to whose account."""

    withdrawal: int
    amount: int
    bank: str
    holder: str
    number: str
