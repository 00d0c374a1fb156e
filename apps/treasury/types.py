"""What the read model keeps of money: supplies, balances, deposits, withdrawals. Amounts in sen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.ledger.readmodel import Collection
from apps.ledger.types import ActView
from apps.records.types import Field, Kind, Mask, register
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role

SUPPLIES = Collection("supply", facets=("trustee",))
"""By token: token, trustee, name, symbol, supply, minted, burned; `withdrawing` is requested and neither
burned nor returned yet.
"""

BALANCES = Collection("balance", orders=("balance",), facets=("token", "holder"))
"""By `token:holder`: token, holder (a door, an instance, or the kernel for what is being withdrawn),
balance.
"""

DEPOSITS = Collection("deposit", orders=("at",), facets=("token", "to"))
"""By `token:reference`: token, reference (0x-hex, see `rules.bank_word`), to, amount, credited_at (the bank's
time), at (chain time), block, transaction.
"""

WITHDRAWALS = Collection("withdrawal", orders=("requested_at", "ended_at"), facets=("token", "door", "state"))
"""By number: id, door, token, amount, state (waiting, burned, returned), requested_at, ended_at,
reference, reason.
"""

MOVEMENTS = Collection("movement", orders=("at",), facets=("token", "door", "what"))
"""By `door:place-direction`: door, token, amount (signed), balance after it, what, other (who or what stands
against it), at, block, transaction. A door's statement, line by line.
"""


def balance_key(token: str, holder: str) -> str:
    """The key of one holder's balance."""
    return f"{token}:{holder}"


REFERENCES = Collection("deposit_reference")
"""By reference (see `rules.reference_of`): reference, door. Of two doors with one, the first keeps it."""


class LineState(StrEnum):
    """What became of a bank line."""

    ENTERED = "entered"
    PROPOSED = "proposed"
    MINTED = "minted"
    DISMISSED = "dismissed"


BANK_LINE = register(
    Kind(
        name="bank-line",
        fields=(
            Field("bank_reference", searchable=True),
            Field("reference", searchable=True),
            Field("credited_at"),
            Field("payer", mask=Mask.HIDDEN, searchable=True),
            Field("note"),
        ),
        writers=frozenset({Role.TRUSTEE}),
    )
)
"""A credit in the trustee's bank account, as its maker entered it. The heading has its amount (sen)."""


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

    `door` is whose reference it names, None for nobody's; `act` the latest proposal to mint it.
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

    @property
    def open(self) -> bool:
        """Whether a maker may still propose to mint it, or dismiss it."""
        return self.state is LineState.ENTERED


@dataclass(frozen=True, slots=True)
class Pocket:
    """What a door has of one trustee's money, in sen: to spend, and on its way out. What is pledged, the
    campaigns say.
    """

    token: Address
    trustee: Address
    available: int
    withdrawing: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """A trustee's supply against its bank, in sen. `difference` is zero when every credit is minted."""

    token: Address
    trustee: Address
    supply: int
    withdrawing: int
    minted: int
    burned: int
    credited: int
    holdings: int

    @property
    def trust_balance(self) -> int:
        """What lies in the trust account: what was credited less what was paid out."""
        return self.credited - self.burned

    @property
    def difference(self) -> int:
        """The trust account less the supply: a credit that waits to be minted, or a fault."""
        return self.trust_balance - self.supply


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Money on its way out, or gone. `amount` in sen, times in chain seconds."""

    id: int
    door: Address
    token: Address
    amount: int
    state: str
    requested_at: int
    ended_at: int | None
    reason: str = ""
    act: ActView | None = None


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
