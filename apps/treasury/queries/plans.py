"""What a statement's lines are: known, doubled, somebody's, nobody's; and what the bank paid for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from apps.records import queries as records
from apps.treasury import rules
from apps.treasury.bankfiles.payments import withdrawal_of
from apps.treasury.bankfiles.values import Booking
from apps.treasury.queries.desk import entered
from apps.treasury.queries.money import token_of
from apps.treasury.queries.reserves import payouts_of
from apps.treasury.types import (
    BANK_DEBIT,
    BANK_LINE,
    REFERENCES,
    WITHDRAWALS,
    LineState,
    Parked,
    PayoutState,
)
from apps.vocabulary.types import Address, Viewer


@dataclass(frozen=True, slots=True)
class Planned:
    """What an import makes of a booking: `known` (entered by hand before), `duplicate` (on an earlier
    statement), `matched` (with `door`), `parked` (with why), `settles` (a withdrawal, or a credit that was
    sent back), `bounced` (a payment that came back) or `unknown` (a debit that nobody explained).
    """

    booking: Booking
    what: str
    door: Address | None = None
    reference: str = ""
    parked: str = ""
    settles: str = ""
    bank_reference: str = ""
    record: uuid.UUID | None = None


def plan(trustee: Viewer, bookings: Sequence[Booking]) -> list[Planned]:
    """What each line is, in their order. Reads only; who applies it holds `lock_lines`."""
    desk = _Desk(trustee, token_of(trustee))
    return [desk.placed(each) for each in bookings]


def booked_at(booking: Booking) -> dt.datetime:
    """The end of the day on which the bank booked it."""
    return dt.datetime.fromtimestamp(rules.begin_of(booking.booked_on + dt.timedelta(days=1)), dt.UTC)


@dataclass
class _Desk:
    """What one import has seen so far: no reference and no payment is used by two of its lines."""

    viewer: Viewer
    token: Address
    references: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def placed(self, booking: Booking) -> Planned:
        """What this line is."""
        own = booking.bank_reference
        long = f"{own} {booking.booked_on} {booking.amount}"
        kind = BANK_LINE.name if booking.amount > 0 else BANK_DEBIT.name
        rows = list(self._rows(kind, (own, long)))
        if long in self.references or any(_is(each, booking) for each in rows):
            return Planned(booking, "duplicate", bank_reference=own)
        by_hand = [each for each in rows if each.due_at is None and each.amount == abs(booking.amount)]
        self.references.add(long)
        if by_hand:
            self.references.add(own)
            return Planned(booking, "known", bank_reference=own, record=by_hand[0].pk)
        twice = bool(rows) or own in self.references
        self.references.add(own)
        found = Planned(booking, "unknown", bank_reference=long if twice else own)
        if booking.amount < 0:
            settles = self._settled(booking)
            return replace(found, what="settles", settles=settles) if settles else found
        return self._credit(found, twice)

    def _credit(self, found: Planned, twice: bool) -> Planned:
        bounced = self._bounced(found.booking)
        if bounced:
            return replace(found, what="bounced", settles=bounced)
        named = rules.references_in(f"{found.booking.text} {found.booking.end_to_end}")
        owners = {each: door["door"] for each in named if (door := REFERENCES.get(each)) is not None}
        reference = next(iter(owners), named[0] if named else "")
        if len(owners) == 1 and not twice:
            return replace(found, what="matched", reference=reference, door=Address(owners[reference]))
        why = Parked.REFERENCE_TWICE if twice else Parked.SEVERAL
        if not owners and not twice:
            why = Parked.NOBODYS if named else Parked.NO_REFERENCE
        single = reference if len(owners) < 2 else ""
        return replace(found, what="parked", reference=single, parked=why)

    def _settled(self, booking: Booking) -> str:
        """The withdrawal that a debit paid, or the dismissed credit that it sent back; empty if neither."""
        for id in self._withdrawals(booking):
            paid = payouts_of(self.viewer, [id]).get(id)
            if paid is None or paid.state is not PayoutState.PAID:
                return self._once(f"withdrawal:{id}")
        for row in entered(self.viewer, [booking.end_to_end]) if booking.end_to_end else ():
            if row.state == LineState.DISMISSED and row.due_at and row.amount == -booking.amount:
                return self._once(f"line:{row.pk}")
        return ""

    def _withdrawals(self, booking: Booking) -> Iterator[int]:
        words = (booking.end_to_end, *booking.text.split())
        named = next((id for each in words if (id := withdrawal_of(each)) is not None), None)
        found = WITHDRAWALS.get(str(named)) if named is not None else None
        if found and found["token"] == self.token and found["amount"] == -booking.amount:
            if found["state"] in ("waiting", "burned"):
                yield found["id"]
            return
        word = "0x" + rules.bank_word(self.viewer.door or "", booking.bank_reference).hex()
        where = {"token": self.token, "state": "burned"}
        low = rules.begin_of(booking.booked_on) - _LONGEST_WAIT
        for each in WITHDRAWALS.walk(order="ended_at", where=where, low=low):
            if each["reference"] == word and each["amount"] == -booking.amount:
                yield each["id"]

    def _bounced(self, booking: Booking) -> str:
        """A payment that came back before its withdrawal was burned: nobody's deposit."""
        words = (booking.end_to_end, *booking.text.split())
        named = next((id for each in words if (id := withdrawal_of(each)) is not None), None)
        found = WITHDRAWALS.get(str(named)) if named is not None else None
        if named is None or found is None or found["state"] != "waiting" or found["token"] != self.token:
            return ""
        paid = payouts_of(self.viewer, [named]).get(named)
        came_back = paid is not None and paid.amount == booking.amount and paid.state is PayoutState.PAID
        return self._once(f"payout:{paid.id}") if came_back and paid else ""

    def _once(self, what: str) -> str:
        if what in self.used:
            return ""
        self.used.add(what)
        return what

    def _rows(self, kind: str, references: tuple[str, str]) -> Iterator[Any]:
        words = [rules.bank_word(self.viewer.door or "", each).hex() for each in references]
        visible = records.visible(self.viewer)
        yield from visible.filter(kind=kind, owner=self.viewer.door, reference__in=words)


_LONGEST_WAIT = 60 * rules.DAY
"""How long before its debit a burn may be, to be looked for by the bank's reference."""


def _is(row: Any, booking: Booking) -> bool:
    same: bool = row.due_at == booked_at(booking) and row.amount == abs(booking.amount)
    return same
