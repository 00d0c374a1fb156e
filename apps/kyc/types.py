"""The applications of investors and companies: their fields, steps and states."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.records.types import Content, Field, Heading, Kind, Mask, register
from apps.vocabulary.types import Address, Role


class State(StrEnum):
    """How far an application has come."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"
    """By the maker; the checker has yet to confirm."""
    CONFIRMED = "confirmed"
    """By both; admission and anchor are on their way to the chain."""
    ADMITTED = "admitted"
    REJECTED = "rejected"


WORDS: dict[State, Promise] = {
    State.DRAFT: _("Not sent yet"),
    State.SENT: _("Waiting for review"),
    State.RETURNED: _("Something to fix"),
    State.APPROVED: _("Approved, waiting for a second person"),
    State.CONFIRMED: _("Confirmed, on its way to the ledger"),
    State.ADMITTED: _("Admitted"),
    State.REJECTED: _("Rejected"),
}

WITH_CLIENT = frozenset({State.DRAFT, State.RETURNED})
WAITING = (State.SENT, State.APPROVED)
ENDED = frozenset({State.ADMITTED, State.REJECTED})
SCREENED = (State.SENT, State.APPROVED, State.CONFIRMED, State.ADMITTED)
"""Whoever was sent to an operator, and not turned away, is compared with its lists, and again with new
ones.
"""

_REVIEW = (Field("notes", Mask.OPEN), Field("decision", Mask.OPEN))
_LOOSE = frozenset({State.DRAFT.value})

INVESTOR = register(
    Kind(
        name="investor-application",
        fields=(
            Field("name", searchable=True),
            Field("identity_type"),
            Field("identity_number", Mask.TAIL, searchable=True),
            Field("born", Mask.HIDDEN),
            Field("nationality"),
            Field("address", Mask.HIDDEN),
            Field("phone", Mask.TAIL, searchable=True),
            Field("email", Mask.HIDDEN, searchable=True),
            Field("investor_class"),
            Field("class_basis"),
            Field("source_of_funds"),
            Field("pep"),
            Field("truthful"),
            *_REVIEW,
        ),
        writers=frozenset({Role.OPERATOR}),
        loose=_LOOSE,
        slots=frozenset({"identity_front", "class_evidence"}),
        split_key=True,
    )
)

COMPANY = register(
    Kind(
        name="company-application",
        fields=(
            Field("company_name", searchable=True),
            Field("registration_number", searchable=True),
            Field("address", Mask.OPEN),
            Field("directors", Mask.HIDDEN, searchable=True),
            Field("owners", Mask.HIDDEN, searchable=True),
            Field("owners_none"),
            Field("contact_name", searchable=True),
            Field("phone", Mask.TAIL, searchable=True),
            Field("email", Mask.HIDDEN, searchable=True),
            Field("business"),
            Field("truthful"),
            *_REVIEW,
        ),
        writers=frozenset({Role.OPERATOR}),
        loose=_LOOSE,
        slots=frozenset({"registration_certificate"}),
        split_key=True,
    )
)

WATCH_LIST = register(
    Kind(
        name="watch-list",
        fields=(Field("title"), Field("published"), Field("entries"), Field("sha256")),
        writers=frozenset({Role.OPERATOR}),
        data_slots=frozenset({"entries"}),
    )
)
"""An operator's copy of a published list. Its `reference` is the list's code; each loading is a version."""

SCREENING = register(
    Kind(
        name="screening",
        fields=(Field("hits", Mask.HIDDEN, longest=60_000), Field("lists"), Field("version"), Field("at")),
        writers=frozenset({Role.OPERATOR}),
        split_key=True,
    )
)
"""What screening found about one application, which its `reference` names. Neither owner nor account: the
client is never told (AMLA 2001, s. 14A).
"""

KINDS = {kind.name: kind for kind in (INVESTOR, COMPANY)}


@dataclass(frozen=True, slots=True)
class Step:
    """One task of the list: its fields, and the file slots that must be filled."""

    name: str
    title: Promise
    fields: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()

    @property
    def parts(self) -> tuple[str, ...]:
        """Fields and slots together: what an operator can ask to have fixed."""
        return self.fields + self.slots


INVESTOR_STEPS = (
    Step("identity", _("Who you are"), ("name", "identity_type", "identity_number", "born", "nationality")),
    Step("contact", _("How to reach you"), ("address", "phone", "email")),
    Step(
        "category",
        _("Your investor category"),
        ("investor_class", "class_basis"),
        optional=frozenset({"class_basis"}),
    ),
    Step(
        "documents",
        _("Your documents"),
        slots=("identity_front", "class_evidence"),
        optional=frozenset({"class_evidence"}),
    ),
    Step("declaration", _("Your declaration"), ("source_of_funds", "pep", "truthful")),
)

COMPANY_STEPS = (
    Step("company", _("The company"), ("company_name", "registration_number", "address", "business")),
    Step("directors", _("Its directors"), ("directors",)),
    Step(
        "owners",
        _("Who owns it"),
        ("owners", "owners_none"),
        optional=frozenset({"owners", "owners_none"}),
    ),
    Step("contact", _("Who to talk to"), ("contact_name", "phone", "email")),
    Step("documents", _("Its documents"), slots=("registration_certificate",)),
    Step("declaration", _("The declaration"), ("truthful",)),
)

STEPS = {INVESTOR.name: INVESTOR_STEPS, COMPANY.name: COMPANY_STEPS}

LABELS: dict[str, Promise] = {
    "name": _("Full name"),
    "identity_type": _("Identity document"),
    "identity_number": _("Identity number"),
    "born": _("Date of birth"),
    "nationality": _("Nationality"),
    "address": _("Address"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "investor_class": _("Category"),
    "class_basis": _("What the category rests on"),
    "source_of_funds": _("Source of funds"),
    "pep": _("Politically exposed"),
    "truthful": _("Declared to be true"),
    "company_name": _("Company name"),
    "registration_number": _("Registration number (SSM)"),
    "business": _("What the company does"),
    "directors": _("Directors"),
    "owners": _("Beneficial owners of 25 % or more"),
    "owners_none": _("Nobody owns 25 % or more"),
    "contact_name": _("Contact person"),
    "identity_front": _("Identity document, front"),
    "class_evidence": _("Evidence for the category"),
    "registration_certificate": _("Certificate of registration"),
}

CHOICES: dict[str, dict[str, Promise]] = {
    "identity_type": {"mykad": _("MyKad"), "passport": _("Passport")},
    "investor_class": {
        "retail": _("Retail: up to the ceilings of the rulebook"),
        "angel": _("Angel: an individual of the means that the rulebook asks for"),
        "sophisticated": _("Sophisticated: a high-net-worth or accredited investor"),
    },
    "source_of_funds": {
        "employment": _("Employment"),
        "business": _("Business"),
        "savings": _("Savings"),
        "investments": _("Investments"),
        "inheritance": _("Inheritance or gift"),
        "property": _("Sale of property"),
        "other": _("Other"),
    },
}
"""What can be chosen, by field: the stored word and how a person reads it."""


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as the task list shows it."""

    step: Step
    done: bool
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with its content (masked for staff) and how far its review has come.

    `maker` and `checker` are the account ids of those who decided; acts are ids of the ledger's outbox.
    """

    content: Content
    steps: tuple[StepView, ...]
    maker: int | None
    checker: int | None
    sent_at: dt.datetime | None
    admission: uuid.UUID | None
    renews: uuid.UUID | None = None
    sent_before: int = 0
    open_hits: int = 0
    matched: bool = False

    @property
    def heading(self) -> Heading:
        """The clear part."""
        return self.content.heading

    @property
    def state(self) -> State:
        """How far it has come."""
        return State(self.heading.state)

    @property
    def with_client(self) -> bool:
        """Whether it is the client's turn."""
        return self.state in WITH_CLIENT

    @property
    def tried_before(self) -> bool:
        """Whether something was sent before it."""
        return bool(self.sent_before or self.renews)

    @property
    def complete(self) -> bool:
        """Whether every step is done and nothing is left to fix."""
        return all(view.done for view in self.steps)


class ScreeningState(StrEnum):
    """What screening says of a case."""

    DUE = "due"
    CLEAR = "clear"
    OPEN = "open"
    """Hits that two people have yet to decide."""
    DECIDED = "decided"
    """Every hit is somebody else."""
    MATCHED = "matched"
    """A hit is the person: it cannot be approved."""


SCREENING_WORDS: dict[ScreeningState, Promise] = {
    ScreeningState.DUE: _("To be screened"),
    ScreeningState.CLEAR: _("On no list"),
    ScreeningState.OPEN: _("Hits to decide"),
    ScreeningState.DECIDED: _("Hits decided: somebody else"),
    ScreeningState.MATCHED: _("A listed person"),
}

PARTS: dict[str, Promise] = {
    "applicant": _("The applicant"),
    "company": _("The company"),
    "director": _("A director"),
    "owner": _("A beneficial owner"),
    "contact": _("The contact person"),
}
"""As what a case names somebody."""


class Verdict(StrEnum):
    """What a person decided about a hit."""

    TRUE = "true"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody of a case who is like somebody of a list. `key` names it; `score` is 0 to 100; `maker` and
    `checker` are accounts; it is decided once it has both.
    """

    key: str
    part: str
    name: str
    list: str
    entry: str
    listed: str
    about: str
    score: int
    birth: str = ""
    number: bool = False
    verdict: str = ""
    why: str = ""
    maker: int | None = None
    checker: int | None = None

    @property
    def decided(self) -> bool:
        """Whether two people have decided it."""
        return bool(self.verdict) and self.checker is not None


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """What screening found about a case, against which lists (code → version), and when."""

    state: ScreeningState
    hits: tuple[Hit, ...] = ()
    lists: dict[str, int] = field(default_factory=dict)
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ListView:
    """A watch list as it was loaded last; `version` counts its loadings."""

    id: uuid.UUID
    code: str
    title: str
    published: str
    entries: int
    version: int
    loaded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of an operator's cases were screened against its lists as they are now."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Expiring:
    """An admission that ends soon: whose, and at which chain second."""

    door: Address
    until: int


@dataclass(frozen=True, slots=True)
class Renewal:
    """Until which chain second an admission counts, whether it can be renewed now, and whether it is over."""

    until: int
    open: bool
    over: bool
