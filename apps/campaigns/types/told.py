"""What is told of campaigns off the chain: the records that keep it, and how it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from apps.records.types import Field, FileNote, Kind, register
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role


class Allocation(StrEnum):
    """How units are given out, in the contract's order."""

    FIRST_COME = "first-come"
    PRO_RATA = "pro-rata"


DISCLOSURE = register(
    Kind(
        name="campaign",
        fields=(
            Field("title", searchable=True),
            Field("pitch", searchable=True),
            Field("sector", searchable=True),
            Field("story"),
            Field("use_of_proceeds"),
            Field("team"),
            Field("financials"),
            Field("risks"),
            Field("offer"),
        ),
        writers=frozenset(),
        loose=frozenset({"draft", "shared"}),
    )
)
"""What an issuer tells investors. Its root is the campaign's `disclosure`: once the operator has approved the
campaign, everybody may read it. Its `offer` are the terms as they were saved; those that count are the
chain's.
"""

PAPERS = register(
    Kind(
        name="campaign-papers",
        fields=(),
        writers=frozenset(),
        loose=frozenset({"open"}),
        slots=frozenset({"deck", "financials", "terms"}),
    )
)
"""The documents of a disclosure (`reference`: its record), by slot. What counts of them is what has the hash
that the chain has for the slot (R15).
"""

COMMENT = register(
    Kind(
        name="campaign-comment",
        fields=(Field("section"), Field("text"), Field("by")),
        writers=frozenset({Role.OPERATOR}),
        loose=frozenset({"open", "done"}),
    )
)
"""What issuer and operator say to each other about a part of a disclosure (`reference`: its record)."""

QUESTION = register(
    Kind(name="campaign-question", fields=(Field("text"),), writers=frozenset(), loose=frozenset({"asked"}))
)
"""What an investor asks about a campaign (`reference`: its address)."""

ANSWER = register(
    Kind(name="campaign-answer", fields=(Field("text"),), writers=frozenset(), loose=frozenset({"given"}))
)
"""What the issuer answers to a question (`reference`: its record); both are public from then on."""

UPDATE = register(
    Kind(
        name="campaign-update",
        fields=(Field("title"), Field("text")),
        writers=frozenset(),
        loose=frozenset({"draft"}),
    )
)
"""What an issuer tells after the approval (`reference`: the campaign's address): public once the chain has
its root.
"""

DECISION = register(
    Kind(
        name="campaign-decision",
        fields=(Field("decision"), Field("reason"), Field("by")),
        writers=frozenset({Role.OPERATOR}),
    )
)
"""Why an operator decided as it did (`reference`: the campaign's address). Its issuer reads it too."""

INTENT = register(
    Kind(
        name="campaign-intent",
        fields=(
            Field("campaign"),
            Field("signature"),
            Field("signer"),
            Field("units"),
            Field("least"),
            Field("amount"),
        ),
        writers=frozenset(),
        loose=frozenset({"waiting", "carried", "lapsed"}),
    )
)
"""A signed pledge that waits for its money (`reference`: the campaign's address): announced on-chain by its
hash.
"""

SECTORS: Final[Mapping[str, str]] = {
    "agriculture": gettext_noop("Agriculture"),
    "education": gettext_noop("Education"),
    "energy": gettext_noop("Energy"),
    "finance": gettext_noop("Finance"),
    "food": gettext_noop("Food and drink"),
    "health": gettext_noop("Health"),
    "manufacturing": gettext_noop("Manufacturing"),
    "property": gettext_noop("Property"),
    "services": gettext_noop("Services"),
    "technology": gettext_noop("Technology"),
}
"""What a company does, by the word that its disclosure has."""

ALLOCATIONS: Final[Mapping[Allocation, str]] = {
    Allocation.FIRST_COME: gettext_noop("First come, first served; the campaign closes when it is full"),
    Allocation.PRO_RATA: gettext_noop("Shared out pro rata at the close, by what each asked for"),
}
"""What each way of giving out units is called."""

SECTIONS: Final[Mapping[str, str]] = {
    "brief": gettext_noop("In short"),
    "story": gettext_noop("Story and use of proceeds"),
    "team": gettext_noop("Team"),
    "financials": gettext_noop("Financials"),
    "risks": gettext_noop("Risks"),
    "documents": gettext_noop("Documents"),
    "terms": gettext_noop("Terms"),
}
"""The parts of a draft, in the order in which they are done."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The terms that an issuer proposes: `price` in sen, `minimum` and `maximum` in units, times in chain
    seconds.
    """

    face: Address
    money: Address
    price: int
    minimum: int
    maximum: int
    opens_at: int
    closes_at: int
    allocation: Allocation = Allocation.FIRST_COME

    @property
    def least(self) -> int:
        """The minimum in sen."""
        return self.minimum * self.price

    @property
    def most(self) -> int:
        """The maximum in sen."""
        return self.maximum * self.price


@dataclass(frozen=True, slots=True)
class Paper:
    """A slot for a document. `hash` is what the chain has for it (64 hex figures, empty: nothing),
    `required` whether the rulebook asks for it (R15).
    """

    slot: str
    label: str
    file: FileNote | None
    hash: str = ""
    required: bool = False

    @property
    def on_record(self) -> bool:
        """Whether the document that is here is the one that the chain names."""
        return self.file is not None and self.file.sha256 == self.hash

    @property
    def to_sign(self) -> bool:
        """Whether it is here and the chain does not name it yet."""
        return self.file is not None and self.file.sha256 != self.hash


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a campaign says of itself. `matches`: what is stored has the root that the chain has. `papers`
    has a line for every slot, `files` those that are there.
    """

    title: str = ""
    pitch: str = ""
    sector: str = ""
    story: str = ""
    use_of_proceeds: str = ""
    team: str = ""
    financials: str = ""
    risks: str = ""
    papers: tuple[Paper, ...] = ()
    record: UUID | None = None
    matches: bool = False

    @property
    def files(self) -> tuple[FileNote, ...]:
        """The documents that are there."""
        return tuple(each.file for each in self.papers if each.file is not None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A disclosure that its issuer writes; `used`: it was proposed, or is about to be; `shared`: its
    operator may read it and comment. `offer` are the terms as far as they were saved.
    """

    record: UUID
    owner: Address
    disclosure: Disclosure
    used: bool
    shared: bool
    version: int
    changed_at: dt.datetime
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark about one of `SECTIONS`; `by` is issuer or operator."""

    id: UUID
    section: str
    text: str
    by: str
    at: dt.datetime
    done: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a campaign with its answer; `own`: the reader asked it. `answered_at` None: none
    yet.
    """

    id: UUID
    text: str
    asked_at: dt.datetime
    own: bool
    answer: str = ""
    answered_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """That something was said to a client: `word` is the notice's, `arguments` are its figures."""

    record: UUID
    role: Role
    door: Address
    word: str
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Update:
    """What an issuer told. `root` is 0x-hex; `published_at` chain seconds, None while it is a draft."""

    id: UUID | None
    title: str
    text: str
    root: str
    published_at: int | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """What a company told under one of its campaigns: an `update`, or an `adverse-notice`, at `at` chain
    seconds. `title` is empty where the text is not kept here.
    """

    campaign: Address
    what: str
    title: str
    at: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Why an operator decided as it did."""

    decision: str
    reason: str
    at: dt.datetime
