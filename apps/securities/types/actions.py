"""What the read model keeps of dividends and votes.

Amounts in sen, times in chain seconds, rates in hundredths of a sen for a unit, quorums in hundredths of a
percent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.ledger.readmodel import Collection
from apps.records.types import Field, Kind, register
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address

DIVIDENDS = Collection("dividend", orders=("record_at",), facets=("face", "issuer", "state"))
"""By address: address, face, issuer, money, title, rate, epoch (the class's when it was declared), record_at,
payable_at, state (a `DividendState`), declared_at, funded, units (the supply that it is measured by; 0 before
its payment begins), paid, held, holders (dealt with), returned, begun_at, ended_at (0: not yet), why.
"""

PAYMENTS = Collection(
    "dividend_payment", orders=("units", "at"), facets=("dividend", "holder", "state", "face")
)
"""By `dividend:holder`: dividend, face, holder, units (at the record date), amount, state (paid or held), at,
transaction.
"""

BALLOTS = Collection("ballot", orders=("record_at",), facets=("face", "issuer", "state"))
"""By address: address, face, issuer, question (the root of its text), resolution (a `Resolution`), quorum,
record_at, closes_at, epoch, state (a `BallotState`), posed_at, units (all there are; 0 before it opens),
in_favour, against, abstained (units), voters, quorate, passed (None before the close), closed_at, why.
"""

VOTES = Collection("ballot_vote", orders=("units",), facets=("ballot", "holder", "choice"))
"""By `ballot:holder`: ballot, holder, choice (a `Choice`), units, at, transaction."""

RESOLUTION = register(
    Kind(
        name="resolution",
        fields=(Field("title"), Field("text", longest=8_000)),
        writers=frozenset(),
        loose=frozenset({"draft"}),
    )
)
"""What an issuer asks its shareholders (`reference`: the class's face); its root is the ballot's question."""


class DividendState(StrEnum):
    """How far a dividend is; `lapsed` is void: not funded in time, or its class was converted first."""

    ANNOUNCED = "announced"
    PAYING = "paying"
    PAID = "paid"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class BallotState(StrEnum):
    """How far a vote is."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Resolution(StrEnum):
    """Ordinary: more than half of the votes for and against. Special: three quarters of them at least."""

    ORDINARY = "ordinary"
    SPECIAL = "special"


class Choice(StrEnum):
    """What a holder chose, in the order of `IBallot.Choice` (where 0 is none)."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


def of_holder(instance: str, holder: str) -> str:
    """The key of a holder's payment or vote."""
    return f"{instance}:{holder}"


@dataclass(frozen=True, slots=True)
class Dividend:
    """A dividend: `per_unit` is its rate in ringgit, as text; `needed` what has to be there before anybody is
    paid, `held` what waits for frozen holders, `returned` what went back to the issuer. `own_units` are those
    that the viewer's door had at the record date (or has now, before it), `own_amount` its due of them.
    """

    address: Address
    face: Address
    class_name: str
    symbol: str
    issuer: Address
    issuer_name: str
    money: Address
    trustee_name: str
    title: str
    rate: int
    per_unit: str
    record_at: int
    payable_at: int
    state: DividendState
    declared_at: int
    needed: int
    funded: int
    units: int
    paid: int
    held: int
    holders: int
    returned: int
    begun_at: int
    ended_at: int
    why: str
    own_units: int = 0
    own_amount: int = 0
    own_state: str = ""

    @property
    def missing(self) -> int:
        """What still has to be put in, in sen."""
        return max(0, self.needed - self.funded) if self.state is DividendState.ANNOUNCED else 0


@dataclass(frozen=True, slots=True)
class Payment:
    """What one holder had at the record date, and what it got: `state` is paid, or held (it is frozen)."""

    holder: Address
    name: str
    units: int
    amount: int
    state: str
    at: int
    transaction: str


@dataclass(frozen=True, slots=True)
class Payments:
    """A page of payments, the largest holder first; `next` is the `after` of the following page."""

    dividend: Dividend
    lines: tuple[Payment, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote: a unit at the record date is a vote. `quorate` and `passed` are None before the close. Text and
    title are empty where they are not kept here. `own_units` and `own_choice` are the viewer's.
    """

    address: Address
    face: Address
    class_name: str
    symbol: str
    issuer: Address
    issuer_name: str
    question: str
    title: str
    text: str
    resolution: Resolution
    quorum: int
    record_at: int
    closes_at: int
    state: BallotState
    posed_at: int
    units: int
    in_favour: int
    against: int
    abstained: int
    voters: int
    quorate: bool | None
    passed: bool | None
    closed_at: int
    why: str
    own_units: int = 0
    own_choice: Choice | None = None

    @property
    def cast(self) -> int:
        """The units that have voted, also those that abstain."""
        return self.in_favour + self.against + self.abstained

    @property
    def wanted(self) -> int:
        """The units that have to vote for a quorum, rounded up."""
        return -(-self.units * self.quorum // 10_000)


@dataclass(frozen=True, slots=True)
class Actions:
    """Dividends and votes together, the latest record date first."""

    dividends: tuple[Dividend, ...]
    ballots: tuple[Ballot, ...]


SENTENCES: Final[Mapping[str, str]] = {
    "DividendDeclared": gettext_noop(
        "{issuer:name} declared a dividend on {face:short} to who holds it at {record_at:time}."
    ),
    "DividendFunded": gettext_noop("{amount:sen} lies ready for the dividend of {issuer:name}."),
    "DividendBegun": gettext_noop("{issuer:name} began to pay a dividend: {funded:sen} in all."),
    "DividendPaid": gettext_noop("{holder:name} got {amount:sen} as a dividend of {issuer:name}."),
    "DividendHeld": gettext_noop(
        "A dividend of {issuer:name}, {amount:sen}, waits for {holder:name}, who is frozen."
    ),
    "DividendEnded": gettext_noop("The dividend of {issuer:name} is paid; {returned:sen} went back to it."),
    "DividendCancelled": gettext_noop("{issuer:name} took back its dividend: {reason}"),
    "DividendLapsed": gettext_noop("The dividend of {issuer:name} is void; {returned:sen} went back to it."),
    "BallotPosed": gettext_noop("{issuer:name} asks who holds {face:short} at {record_at:time} to vote."),
    "BallotOpened": gettext_noop("The vote of {issuer:name} is open: {units:number} units can vote."),
    "Voted": gettext_noop("{holder:name} voted with {units:number} units in the vote of {issuer:name}."),
    "BallotPassed": gettext_noop("The resolution of {issuer:name} was passed."),
    "BallotNotPassed": gettext_noop("The resolution of {issuer:name} was not passed."),
    "BallotCancelled": gettext_noop("{issuer:name} took back its question: {reason}"),
}
"""What the projections of dividends and votes tell feeds, by key."""
