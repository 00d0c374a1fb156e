"""The trustee's bank for tests on the chain: what it says of a day, posted and signed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from apps.ledger.testing.stage import Staff
from apps.participants import queries as participants
from apps.treasury import queries, rules, services
from apps.treasury.bankfiles.values import Booking, Statement
from apps.treasury.tests.written import sheet

ACCOUNT = "514000000001"


def open_account(staff: Staff) -> None:
    """The account that deposits go to, and a first statement of yesterday: nothing lies in it."""
    proposed = services.propose_trust_account(
        actor=staff.maker, bank="Bank Contoh", holder="Tan Trustees", number=ACCOUNT
    )
    services.decide_trust_account(actor=staff.checker, account=proposed.id, approved=True)
    sign(staff, file_of(staff, on=today() - dt.timedelta(days=1)))


def today() -> dt.date:
    """Malaysia's day on the chain's clock."""
    return rules.day_of(participants.chain_time())


def booked(amount: int, bank_reference: str, text: str = "", *, end_to_end: str = "") -> Booking:
    """A line of today."""
    return Booking(0, today(), amount, bank_reference, text, "Somebody", end_to_end)


def file_of(
    staff: Staff,
    *bookings: Booking,
    on: dt.date | None = None,
    opening: int | None = None,
    write: Callable[[Statement], bytes] = sheet,
) -> bytes:
    """A statement that begins where the last one ended."""
    last = queries.latest_statement(staff.maker, staff.door)
    begins = opening if opening is not None else last.closing if last else 0
    closing = begins + sum(each.amount for each in bookings)
    return write(Statement("", ACCOUNT, "1", begins, closing, on or today(), bookings))


def sign(staff: Staff, data: bytes) -> uuid.UUID:
    """Posted by the maker, signed by the checker."""
    posted = services.post_statement(actor=staff.maker, data=data)
    return services.sign_statement(actor=staff.checker, statement=posted.id).id
