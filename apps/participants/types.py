"""The words of the hierarchy: a participant, its standing, its links, its signers, and who sees whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from apps.ledger.readmodel import Collection
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, InvestorClass, Role, Standing

ORDERS = Collection(
    "order", orders=("number",), facets=("face", "holder", "to", "state"), counted=("holder",)
)
"""The regulator's orders, by number: face, holder (who is debited), to, value (sen, or a certificate's
number), escrow (or None), earliest (chain seconds), reason, state (announced, withdrawn, executed), moved.
"""


class Link(IntEnum):
    """The link between a trustee and an operator. Numbers as in Types.sol."""

    NONE = 0
    OFFERED_BY_TRUSTEE = 1
    OFFERED_BY_OPERATOR = 2
    ACTIVE = 3
    SUSPENDED = 4

    @property
    def word(self) -> str:
        """The state in lower case, as documents and pages have it: `offered-by-trustee`."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant as the chain has it.

    `standing` is its own; whether it may act is `queries.is_active`'s to say. `parent` is None for the
    regulator. `trustee` is a client's guardian, `person` its person tag (0x-hex). `valid_until` (0: no
    expiry) and `frozen_until` (0: never frozen) are chain seconds. `token` is a trustee's MoneyToken,
    `successor` who may burn a revoked trustee's supply; `partners` an operator's linked trustees or a
    trustee's linked operators. `recovery` says who asked for new signers, while that is under way.
    """

    door: Address
    role: Role
    name: str
    standing: Standing
    parent: Address | None
    trustee: Address | None
    person: str
    investor_class: InvestorClass
    valid_until: int
    frozen_until: int
    admitted_at: int
    token: Address | None
    successor: Address | None
    partners: tuple[Address, ...]
    threshold: int
    vetoes: int
    recovery: Recovery | None
    move: Move | None = None

    @property
    def confirmation(self) -> str:
        """What is typed to confirm what is done to it: its name, or for a person the end of its address."""
        return self.name or self.door[-4:]


@dataclass(frozen=True, slots=True)
class Move:
    """Another operator, and a trustee linked to it, that a client asked to be taken over by."""

    operator: Address
    trustee: Address
    asked_at: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the regulator: `value` is sen of a money, or (where `certificate`) a certificate's number.

    `escrow` is the campaign that gives back first; `earliest` chain seconds; `state` is announced, withdrawn
    or executed; `moved` the sen or units that went.
    """

    number: int
    face: Address
    certificate: bool
    holder: Address
    to: Address
    value: int
    escrow: Address | None
    earliest: int
    reason: str
    state: str
    moved: int


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Part of a list of orders; `next` is the `after` of the following page, None at the end."""

    rows: list[Order]
    next: str | None


@dataclass(frozen=True, slots=True)
class Recovery:
    """New signers that a guardian asked for; `ready_at` (chain seconds) is 0 until a second one agreed."""

    asked_by: Address
    key: Address
    x: str
    y: str
    ready_at: int
    asked_at: int = 0
    agreed_by: Address | None = None


RECOVERIES = Collection("recovery", orders=("ready_at",))
"""Recoveries that are under way, by the client's door: door, ready_at (chain seconds; 0 until a second
guardian agreed).
"""

VETOES: Final = 2
"""After so many vetoes of the client the regulator must be one of the two guardians (Client.sol)."""


@dataclass(frozen=True, slots=True)
class Guardian:
    """One of those who may replace a client's key together: `may` says what is open to it now (`ask`,
    `agree`, or nothing), `did` what it has done of the recovery under way (`asked`, `agreed`, or nothing).
    """

    door: Address
    role: Role
    name: str
    may: str
    did: str


@dataclass(frozen=True, slots=True)
class RecoveryStanding:
    """How the replacing of a client's key stands. `ready`: its delay is over; `may` is what the viewer's own
    door may do, as a guardian has it, `withdraw` whether it may take back what it asked.
    """

    client: Participant
    recovery: Recovery | None
    guardians: tuple[Guardian, ...]
    ready: bool
    may: str
    withdraw: bool

    @property
    def to_the_regulator(self) -> bool:
        """Whether the client's vetoes are spent, so that the regulator decides."""
        return self.client.vetoes >= VETOES


@dataclass(frozen=True, slots=True)
class DoorSigner:
    """A signer of a door: a key (`x` and `y` zero words), or a verifier with a P-256 point; `since` in chain
    seconds.
    """

    door: Address
    key: Address
    x: str
    y: str
    since: int


@dataclass(frozen=True, slots=True)
class LinkView:
    """How a trustee and an operator stand to each other, since a moment of chain time."""

    trustee: Address
    operator: Address
    state: Link
    since: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the tree: a participant at a depth, with how many children it has below it."""

    participant: Participant
    depth: int
    active: bool
    issuers: int = 0
    investors: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a viewer sees: everybody; or these doors, and the clients of these parents."""

    everything: bool
    doors: frozenset[Address]
    parents: frozenset[Address]

    def sees(self, door: str, parent: str | None = None) -> bool:
        """Whether a participant with this parent is seen."""
        return self.everything or door in self.doors or parent in self.parents

    def where(self) -> Mapping[str, Sequence[str]]:
        """The filter on collections that have the facet `parent`, for lists of clients."""
        return {} if self.everything else {"parent": sorted(self.parents)}


SENTENCES: Final[Mapping[str, str]] = {
    "Admitted": gettext_noop("{door:name} was admitted as {role:role} by {by:name}."),
    "Founded": gettext_noop("The market was founded, with {door:name} as its regulator."),
    "Renewed": gettext_noop("{door:name} was renewed until {until:time}."),
    "Activated": gettext_noop("{by:name} reinstated {door:name}: {reason:text}"),
    "Suspended": gettext_noop("{by:name} suspended {door:name}: {reason:text}"),
    "Revoked": gettext_noop("{by:name} revoked {door:name}: {reason:text}"),
    "Frozen": gettext_noop("{by:name} froze {door:name} until {until:time}: {reason:text}"),
    "Unfrozen": gettext_noop("{by:name} lifted the freeze of {door:name}: {reason:text}"),
    "LinkOffered": gettext_noop("{by:name} offered {to:name} a link."),
    "Linked": gettext_noop("{trustee:name} and {operator:name} are linked."),
    "LinkSuspended": gettext_noop("{trustee:name} suspended its link with {operator:name}."),
    "SuccessorNamed": gettext_noop("{successor:name} was named successor of {trustee:name}."),
    "MoveAsked": gettext_noop("{door:name} asks to move to {operator:name}."),
    "Moved": gettext_noop("{door:name} moved from {former:name} to {operator:name}."),
    "Ordered": gettext_noop(
        "An order of the regulator freezes an asset of {door:name}; "
        "it goes to {to:name} from {earliest:time}: {reason:text}"
    ),
    "OrderWithdrawn": gettext_noop("The regulator withdrew its order upon {door:name}: {reason:text}"),
    "OrderExecuted": gettext_noop(
        "An order of the regulator was carried out: from {door:name} to {to:name}."
    ),
    "MoneyTokenCreated": gettext_noop("{trustee:name}’s ringgit has its token: {face:short}."),
    "SignerAdded": gettext_noop("{door:name} has a new signer: {key:short}."),
    "SignerRemoved": gettext_noop("{door:name} no longer has the signer {key:short}."),
    "ThresholdSet": gettext_noop("{door:name} now needs {threshold:number} signers for each act."),
    "RecoveryAsked": gettext_noop("{by:name} asked for a new signer for {door:name}; its debits are frozen."),
    "RecoveryAgreed": gettext_noop("{by:name} agreed to a new signer of {door:name}, from {ready_at:time}."),
    "RecoveryVetoed": gettext_noop("{door:name} vetoed the change of its signer."),
    "RecoveryWithdrawn": gettext_noop("{by:name} no longer asks for a new signer for {door:name}."),
    "Recovered": gettext_noop("{door:name} has its new signer: {key:short}."),
    "ModuleActivated": gettext_noop("New logic is in force for {name:text}."),
    "Halted": gettext_noop("Entries of {name:text} are halted: {reason:text}"),
    "Resumed": gettext_noop("Entries of {name:text} go on: {reason:text}"),
    "ActRefused": gettext_noop("The market refused an act of {door:name}."),
}
"""What this app's projections tell feeds, by key. Placeholders: see `queries.said`."""
