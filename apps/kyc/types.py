"""The applications of investors and companies: their fields, steps and states."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.records.types import Content, Field, Heading, Kind, Mask, register
from apps.vocabulary.types import Role


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
    )
)

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
    Step("documents", _("Your documents"), slots=("identity_front",)),
    Step("declaration", _("Your declaration"), ("source_of_funds", "pep", "truthful")),
)

COMPANY_STEPS = (
    Step("company", _("The company"), ("company_name", "registration_number", "address", "business")),
    Step("directors", _("Its directors"), ("directors",)),
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
    def complete(self) -> bool:
        """Whether every step is done and nothing is left to fix."""
        return all(view.done for view in self.steps)
