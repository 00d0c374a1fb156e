"""Money, as the read model keeps it, and as the trustee's desk does. Amounts in sen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.ledger.types import ActView
from apps.records.types import Field, Kind, Mask, register
from apps.treasury.types.kept import BALANCES as BALANCES
from apps.treasury.types.kept import DEPOSITS as DEPOSITS
from apps.treasury.types.kept import MOVEMENTS as MOVEMENTS
from apps.treasury.types.kept import REFERENCES as REFERENCES
from apps.treasury.types.kept import RESERVES as RESERVES
from apps.treasury.types.kept import SUPPLIES as SUPPLIES
from apps.treasury.types.kept import WITHDRAWALS as WITHDRAWALS
from apps.treasury.types.kept import balance_key as balance_key
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role


class LineState(StrEnum):
    """What became of a bank line. `sent-back`: dismissed, and a statement shows that the bank returned it."""

    ENTERED = "entered"
    PROPOSED = "proposed"
    MINTED = "minted"
    DISMISSED = "dismissed"
    SENT_BACK = "sent-back"


BANK_LINE = register(
    Kind(
        name="bank-line",
        fields=(
            Field("bank_reference", searchable=True),
            Field("reference", searchable=True),
            Field("credited_at"),
            Field("payer", mask=Mask.HIDDEN, searchable=True),
            Field("note"),
            Field("text", mask=Mask.HIDDEN),
            Field("parked"),
            Field("statement"),
        ),
        writers=frozenset({Role.TRUSTEE}),
    )
)
"""A credit in the trustee's bank account, as its maker entered it or a statement brought it.

The heading has its amount (sen) and, once a statement shows it, the end of the day on which the bank booked
it as its due date: since then the money is due to somebody.
"""


class Parked(StrEnum):
    """Why a credit waits for somebody to say whose it is."""

    NO_REFERENCE = "no-reference"
    NOBODYS = "nobodys-reference"
    SEVERAL = "several-references"
    REFERENCE_TWICE = "reference-twice"


class DebitState(StrEnum):
    """Whether it is known what the bank paid."""

    OPEN = "open"
    SETTLED = "settled"


BANK_DEBIT = register(
    Kind(
        name="bank-debit",
        fields=(
            Field("bank_reference", searchable=True),
            Field("booked_on"),
            Field("payee", mask=Mask.HIDDEN),
            Field("text", mask=Mask.HIDDEN),
            Field("statement"),
            Field("settles"),
        ),
        writers=frozenset({Role.TRUSTEE}),
    )
)
"""What left the trustee's bank account, as a statement shows it. `settles` is `withdrawal:<number>` or
`line:<id>` once that is known; until then it is a difference. The heading has its amount (sen, positive).
"""


class StatementState(StrEnum):
    """How far a statement is: posted by one person, signed by another, or dropped by either."""

    POSTED = "posted"
    SIGNED = "signed"
    DROPPED = "dropped"


BOOKING_PARTS = tuple(f"bookings_{number:02d}" for number in range(200))
"""The fields that hold a statement's bookings, each a part of one JSON text; unused ones are left out."""

BANK_STATEMENT = register(
    Kind(
        name="bank-statement",
        fields=tuple(
            Field(name)
            for name in (
                "format", "account", "number", "opening", "closing", "closing_on", "closing_at", "lines",
                "sha256", "maker", "checker", "supply", "explained", "difference", *BOOKING_PARTS,
            )
        ),
        writers=frozenset({Role.TRUSTEE}),
    )
)  # fmt: skip
"""A bank statement: its balances, the SHA-256 of its file, who posted and signed it; anchored when signed.

`bookings_…` are its lines, as JSON in parts. The heading has the closing balance (sen), the moment up
to which it shows all as its due date, and in `reference` the closing day: `2026-11-20`.
"""


class PayoutState(StrEnum):
    """How far a payment to a client is: ordered by one, released by another, sent to the bank, on its
    statement. `failed`: it was taken back, or the bank sent it back.
    """

    MADE = "made"
    RELEASED = "released"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


PAYOUT = register(
    Kind(
        name="payout",
        fields=(
            Field("withdrawal"), Field("batch"), Field("bank"), Field("holder", mask=Mask.HIDDEN),
            Field("number", mask=Mask.TAIL), Field("maker"), Field("checker"), Field("bank_reference"),
        ),
        writers=frozenset({Role.TRUSTEE}),
    )
)  # fmt: skip
"""One payment of a batch. The heading has its amount (sen) and in `reference` the withdrawal and the
batch: `<number>:<batch>`.
"""


_BANK_FIELDS = (Field("bank"), Field("holder", mask=Mask.HIDDEN), Field("number", mask=Mask.TAIL))

PAYOUT_ACCOUNT = register(Kind(name="payout-account", fields=_BANK_FIELDS, writers=frozenset()))
"""Where a client's withdrawals are paid to, as the client wrote it; one for each door."""


class AccountState(StrEnum):
    """Whether deposits go to this account of the trustee's."""

    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    ENDED = "ended"


TRUST_ACCOUNT = register(
    Kind(
        name="trust-account",
        fields=(Field("bank"), Field("holder"), Field("number"), Field("maker")),
        writers=frozenset({Role.TRUSTEE}),
    )
)
"""The bank account that a trustee takes deposits on: proposed by one of its staff (`maker`, an account's id),
put in force by another.
"""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account at a bank. Of another's, `number` shows its end and `holder` nothing."""

    id: uuid.UUID
    bank: str
    holder: str
    number: str
    state: str = ""
    maker: int | None = None


@dataclass(frozen=True, slots=True)
class BankLine:
    """A bank line as its trustee's staff see it.

    `door` is to whom it is minted, or whose reference it names, None for nobody's; `act` the latest proposal
    to mint it; `booked_at` the end of the day on which a statement has it, None while none has; `parked` why
    nobody's; `statement` the id of the statement that brought it, empty for one entered by hand.
    """

    id: uuid.UUID
    state: LineState
    amount: int
    reference: str
    bank_reference: str
    credited_at: int
    entered_at: dt.datetime
    door: Address | None
    act: ActView | None = None
    booked_at: dt.datetime | None = None
    parked: str = ""
    statement: str = ""

    @property
    def open(self) -> bool:
        """Whether a maker may still propose to mint it, or dismiss it."""
        return self.state is LineState.ENTERED


@dataclass(frozen=True, slots=True)
class Pocket:
    """What a door has of one trustee's money, in sen: to spend, on its way out, and `ordered`: frozen by
    orders of the regulator. What is pledged, the campaigns say.
    """

    token: Address
    trustee: Address
    available: int
    withdrawing: int
    ordered: int = 0


@dataclass(frozen=True, slots=True)
class Posted:
    """A statement as its trustee's staff see it: balances in sen; `closing_at` is the moment up to which
    it shows all (chain seconds), `maker` and `checker` are accounts. `supply`, `explained` and `difference`
    (sen) are as they were when it was signed.
    """

    id: uuid.UUID
    state: StatementState
    account: str
    format: str
    opening: int
    closing: int
    closing_on: dt.date
    closing_at: int
    lines: int
    posted_at: dt.datetime
    maker: int | None
    checker: int | None
    anchored: bool
    supply: int = 0
    explained: int = 0
    difference: int = 0

    @property
    def backing(self) -> int:
        """What the chain is told that the bank has: an overdrawn account backs nothing."""
        return max(0, self.closing)


@dataclass(frozen=True, slots=True)
class Debit:
    """What left the account: `settles` says for what, empty while nobody knows."""

    id: uuid.UUID
    state: DebitState
    amount: int
    bank_reference: str
    booked_on: dt.date
    settles: str


@dataclass(frozen=True, slots=True)
class Payout:
    """A payment of a batch, and how far it is."""

    id: uuid.UUID
    batch: str
    withdrawal: int
    state: PayoutState
    amount: int
    bank: str
    number: str
    made_at: dt.datetime
    maker: int | None
    bank_reference: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Why bank and supply may differ with nothing wrong: `amount` (sen) is what the bank has more."""

    what: str
    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """A trustee's supply against its bank, in sen.

    `credited` are the bank lines that were not dismissed: what the trustee's books say came in. `statement`
    is the latest one that two people signed, good for minting until `fresh_until` (chain seconds); `items`
    explain what it and the supply may differ by. `posted` are the balance, and its day, that the chain
    knows: it mints no more than that.
    """

    token: Address
    trustee: Address
    supply: int
    withdrawing: int
    minted: int
    burned: int
    credited: int
    holdings: int
    statement: Posted | None = None
    items: tuple[OpenItem, ...] = ()
    fresh_until: int = 0
    posted: tuple[int, dt.date] | None = None

    @property
    def trust_balance(self) -> int:
        """What lies in the trust account by the trustee's books: credited, less paid out."""
        return self.credited - self.burned

    @property
    def bank(self) -> int:
        """The closing balance that was signed; before the first, what the books say."""
        return self.statement.closing if self.statement else self.trust_balance

    @property
    def on_chain(self) -> bool:
        """Whether the chain knows the signed statement's balance."""
        statement = self.statement
        return statement is not None and self.posted == (statement.backing, statement.closing_on)

    @property
    def explained(self) -> int:
        """What the bank may have more than was minted."""
        return sum(each.amount for each in self.items)

    @property
    def difference(self) -> int:
        """What nobody can explain: zero, or a fault."""
        return self.bank - self.explained - self.supply

    @property
    def agrees(self) -> bool:
        """Whether bank, supply and holdings are one figure."""
        return self.difference == 0 and self.supply == self.holdings


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Money on its way out, or gone. `amount` in sen, times in chain seconds; `due_at` by rulebook R17."""

    id: int
    door: Address
    token: Address
    amount: int
    state: str
    requested_at: int
    ended_at: int | None
    reason: str = ""
    act: ActView | None = None
    due_at: int = 0
    payout: Payout | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What one day (Malaysian time) brought to a trustee, in sen and by count."""

    minted: int
    mints: int
    burned: int
    burns: int


SENTENCES: Final[Mapping[str, str]] = {
    "MoneyMinted": gettext_noop("{to:name} was credited {amount:sen}."),
    "WithdrawalRequested": gettext_noop("{door:name} asked for {amount:sen} to be paid out."),
    "MoneyBurned": gettext_noop("{amount:sen} was paid out to {door:name}."),
    "WithdrawalReturned": gettext_noop("{amount:sen} went back to {door:name}: it was not paid out."),
}
"""What this app's projections tell feeds, by key. Placeholders: see `participants.queries.said`."""
