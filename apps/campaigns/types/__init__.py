"""What the read model keeps of campaigns and pledges. Amounts in sen, units whole, times in chain seconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from apps.campaigns.types.sukuk import Sukuk as Sukuk
from apps.campaigns.types.sukuk import SukukPayment as SukukPayment
from apps.campaigns.types.told import ALLOCATIONS as ALLOCATIONS
from apps.campaigns.types.told import ANSWER as ANSWER
from apps.campaigns.types.told import COMMENT as COMMENT
from apps.campaigns.types.told import DECISION as DECISION
from apps.campaigns.types.told import DISCLOSURE as DISCLOSURE
from apps.campaigns.types.told import INTENT as INTENT
from apps.campaigns.types.told import PAPERS as PAPERS
from apps.campaigns.types.told import QUESTION as QUESTION
from apps.campaigns.types.told import SECTIONS as SECTIONS
from apps.campaigns.types.told import SECTORS as SECTORS
from apps.campaigns.types.told import UPDATE as UPDATE
from apps.campaigns.types.told import Allocation as Allocation
from apps.campaigns.types.told import Announced as Announced
from apps.campaigns.types.told import Comment as Comment
from apps.campaigns.types.told import Decision as Decision
from apps.campaigns.types.told import Disclosure as Disclosure
from apps.campaigns.types.told import Draft as Draft
from apps.campaigns.types.told import Offer as Offer
from apps.campaigns.types.told import Paper as Paper
from apps.campaigns.types.told import Question as Question
from apps.campaigns.types.told import Said as Said
from apps.campaigns.types.told import Update as Update
from apps.ledger.readmodel import Collection
from apps.rulebook.types import SLOTS as SLOTS
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address

CAMPAIGNS = Collection(
    "campaign",
    orders=("proposed_at", "opens_at", "closes_at", "ended_at", "raised"),
    facets=("state", "issuer", "operator", "face", "trustee", "disclosure", "refunding", "owing"),
)
"""By address: address, issuer, operator, face, money, trustee, price, minimum, maximum (units),
opens_at, closes_at, disclosure, slots (hashes by slot), documents (their chain), state (a `Stored`),
units_pledged, raised, investors, fee_slabs,
moratorium, cooling_off_ends_at, fee, proceeds, given_back, why, reason, unrefunded (pledges that wait for
a refund), refunding (1 while there are any), and when it was proposed_at, approved_at, ready_at,
closed_at, ended_at; allocation (an `Allocation`); when pinned grace_ends_at, notice_window (seconds),
microfund; updates (root, at); notices (by, reason, at, ends_at), notice_ends_at; owed (sen by door), owing
(1 while anything is); pro rata demand (units at the close), gone (units that who left since had asked for),
and once allocated cut_remainder, cut_last, allocated_at and excess (units whose money is still to be
returned).
"""

PLEDGES = Collection("pledge", orders=("last_at",), facets=("campaign", "investor", "state"))
"""By `campaign:investor`: campaign, investor, units, amount, first_at, last_at, state (a
`PledgeState`), certificate, asked (units that its demand counts).
"""


class Stored(StrEnum):
    """How far a campaign's events have brought it; what time alone brings, `rules.state_at` adds."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    READY = "ready"
    COOLING_OFF = "cooling-off"
    SETTLING = "settling"
    SETTLED = "settled"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class State(StrEnum):
    """A campaign's state at a moment, as `Settlement.state()` says it (a rejected one is cancelled there)."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    READY = "ready"
    LIVE = "live"
    DUE = "due"
    COOLING_OFF = "cooling-off"
    SETTLING = "settling"
    SETTLED = "settled"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


MOST_UNITS: Final = 10**12
"""More than any page takes."""

RUNNING: Final = (State.APPROVED, State.READY, State.LIVE, State.DUE, State.COOLING_OFF, State.SETTLING)
"""Approved, and not ended."""


class Step(StrEnum):
    """What anybody may push of a campaign: the names are the contract's functions."""

    CLOSE = "close"
    SETTLE = "settle"
    FAIL = "fail"
    REFUND = "refund"
    ALLOCATE = "allocate"
    RETURN_EXCESS = "returnExcess"


class PledgeState(StrEnum):
    """What became of a pledge."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    DELIVERED = "delivered"
    WAITING = "waiting"


COUNTING: Final = (PledgeState.STANDING, PledgeState.DELIVERED, PledgeState.WAITING)
"""What counts towards a person’s ceilings, and whose investors are told."""


def pledge_key(campaign: str, investor: str) -> str:
    """The key of one investor's pledge."""
    return f"{campaign}:{investor}"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as everybody who may see it sees it. Amounts in sen, units whole, times in chain seconds.

    `grace_ends_at`: until then late money counts; `notice_ends_at`: R11's exit; `demand`: units asked for at
    the close, pro rata; `documents`: the chain over them; `step`: what can be pushed now, None while nothing
    is due. `fee_slabs` packs the success fee (R16) as pinned at approval; `moratorium` is in seconds.
    """

    address: Address
    title: str
    pitch: str
    sector: str
    issuer: Address
    issuer_name: str
    operator: Address
    operator_name: str
    trustee: Address
    trustee_name: str
    face: Address
    class_name: str
    symbol: str
    money: Address
    state: State
    step: Step | None
    price: int
    minimum: int
    maximum: int
    opens_at: int
    closes_at: int
    units_pledged: int
    raised: int
    investors: int
    disclosure: str
    allocation: Allocation
    demand: int
    microfund: bool
    fee_slabs: int
    moratorium: int
    notice_window: int
    grace_ends_at: int | None
    notice_ends_at: int | None
    documents: str
    proposed_at: int
    approved_at: int | None
    closed_at: int | None
    cooling_off_ends_at: int | None
    ended_at: int | None
    fee: int | None
    proceeds: int | None
    why: str
    reason: str
    sukuk: Sukuk | None = None

    @property
    def least(self) -> int:
        """The minimum in sen."""
        return self.minimum * self.price

    @property
    def most(self) -> int:
        """The maximum in sen."""
        return self.maximum * self.price

    @property
    def left(self) -> int:
        """Units that can still be pledged; pro rata more than the maximum can be asked for."""
        if self.allocation is Allocation.PRO_RATA:
            return MOST_UNITS
        return self.maximum - self.units_pledged

    @property
    def for_professionals(self) -> bool:
        """Whether it is for angel and sophisticated investors only: a microfund's (R2), or a sukuk's."""
        return self.microfund or self.sukuk is not None

    @property
    def class_word(self) -> str:
        """What its certificates are of, to be translated."""
        return gettext_noop("Sukuk") if self.sukuk is not None else gettext_noop("Share class")

    @property
    def pro_rata(self) -> bool:
        """Whether units are shared out at the close, by what everybody asked for."""
        return self.allocation is Allocation.PRO_RATA

    @property
    def open_to_pledges(self) -> bool:
        """Whether it takes pledges now."""
        return self.state is State.LIVE

    @property
    def open_to_withdrawals(self) -> bool:
        """Whether a pledge may be in time to be taken back (R10)."""
        return self.state in (State.LIVE, State.DUE, State.COOLING_OFF)


@dataclass(frozen=True, slots=True)
class Pledge:
    """A pledge: `amount` in sen. `withdrawable_until` is the chain second at which cooling-off ends, 0 when
    it can no longer be taken back; it may move when the campaign closes early.
    """

    campaign: Address
    title: str
    investor: Address
    investor_name: str
    units: int
    amount: int
    state: PledgeState
    first_at: int
    last_at: int
    certificate: int | None
    withdrawable_until: int


@dataclass(frozen=True, slots=True)
class Limit:
    """A ceiling of the rulebook (R4, R4b) and what counts towards it, in sen; `ceiling` 0: there is none."""

    rule: str
    ceiling: int
    used: int

    @property
    def left(self) -> int | None:
        """What still fits; None without a ceiling."""
        return max(0, self.ceiling - self.used) if self.ceiling else None


@dataclass(frozen=True, slots=True)
class PledgeRoom:
    """How much a viewer can pledge to a campaign now: `possible` and `balance` in sen. `tidy`: entries that
    no longer count are to be dropped first.
    """

    balance: int
    limits: tuple[Limit, ...]
    possible: int
    tidy: bool


@dataclass(frozen=True, slots=True)
class Money:
    """A trustee's money that a campaign can be in."""

    token: Address
    trustee: Address
    trustee_name: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a campaign, in a sentence; `at` in chain seconds."""

    text: str
    at: int
    block: int
    transaction: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the list that an operator goes through before it approves. `chain`: the chain refuses
    where it did not pass; else it is for the operator to judge.
    """

    text: str
    passed: bool
    chain: bool = True


@dataclass(frozen=True, slots=True)
class Rise:
    """What was raised over time, as SVG paths in a box of 1000 x 100: `line`, and `area` down to the
    ground; `mark` is the height of the minimum.
    """

    line: str
    area: str
    mark: int
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """How a campaign stands: investors by class (`InvestorClass` as a number), counts, and `owed`, the sen
    that wait in it for its issuer.
    """

    chart: Rise | None
    classes: list[tuple[int, int]]
    unanswered: int
    withdrawn: int
    updates: int
    owed: int


@dataclass(frozen=True, slots=True)
class Intent:
    """A signed pledge that waits for its money: `prepared` is the act, `amount` in sen."""

    record: UUID
    campaign: Address
    investor: Address
    account: int
    prepared: UUID
    signature: bytes
    signer: bytes
    units: int
    least: int
    amount: int
    signed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list of campaigns; `next` is the `after` of the following page, None at the end."""

    rows: list[Campaign] = field(default_factory=list)
    next: str | None = None


SENTENCES: Final[Mapping[str, str]] = {
    "CampaignProposed": gettext_noop("{issuer:name} proposed a campaign."),
    "SukukTermsSet": gettext_noop(
        "{issuer:name} set the terms of its sukuk, which matures on {matures_at:time}."
    ),
    "CampaignApproved": gettext_noop("The campaign of {issuer:name} was approved."),
    "CampaignRejected": gettext_noop("The campaign of {issuer:name} was rejected: {reason}"),
    "CampaignCancelled": gettext_noop("{issuer:name} cancelled its campaign: {reason}"),
    "Pledged": gettext_noop("{investor:name} pledged {amount:sen} ({units:number} units) to {issuer:name}."),
    "PledgeWithdrawn": gettext_noop("{investor:name} took back a pledge of {amount:sen} to {issuer:name}."),
    "CampaignClosed": gettext_noop(
        "The campaign of {issuer:name} closed with {raised:sen}. Cooling-off runs until {ends_at:time}."
    ),
    "CampaignAllocated": gettext_noop(
        "{demand:number} units of {issuer:name} were asked for: {maximum:number} were shared out."
    ),
    "ExcessReturned": gettext_noop(
        "{investor:name} has {amount:sen} back from {issuer:name}’s campaign: {units:number} units were "
        "allocated."
    ),
    "CampaignHolds": gettext_noop("{amount:sen} waits for {to:name} in a campaign."),
    "UpdatePublished": gettext_noop("{issuer:name} published an update."),
    "AdverseNoticeGiven": gettext_noop(
        "{by:name} gave notice of an adverse change at {issuer:name}: {reason}. Every pledge can be taken "
        "back until {ends_at:time}."
    ),
    "LateMoneyShown": gettext_noop(
        "Money of {investor:name} reached the bank on {credited_at:time}, before the campaign of "
        "{issuer:name} closed."
    ),
    "Delivered": gettext_noop(
        "{investor:name} has certificate {certificate:number} over {units:number} units of {issuer:name}."
    ),
    "DueWaits": gettext_noop(
        "What is due to {investor:name} from {issuer:name}’s campaign waits for a freeze."
    ),
    "CampaignSettled": gettext_noop(
        "The campaign of {issuer:name} settled: {proceeds:sen} to the issuer, a fee of {fee:sen}."
    ),
    "CampaignPaid": gettext_noop("{to:name} was paid {amount:sen} by a campaign."),
    "CampaignFailed": gettext_noop("The campaign of {issuer:name} failed. Every sen goes back."),
    "Refunded": gettext_noop("{investor:name} has {amount:sen} back from {issuer:name}’s campaign."),
}
"""What this app's projections tell feeds, by key."""
