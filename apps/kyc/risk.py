"""How much risk a client brings, by rules that its reviewer can read on the case's page. Pure.

Each rule that applies adds its points; the sum is the rating, and the rating says how long an admission
counts at most before it is reviewed: a client of high risk half a year, others as long as rule R7 lets them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.records.types import Content, Fields

WATCHED: Final = frozenset({"PRK", "IRN", "MMR"})
"""Countries under FATF's call for action (public statement of 24 October 2025)."""
INCREASED: Final = frozenset(
    {
        "DZA", "AGO", "BOL", "BGR", "CMR", "CIV", "COD", "HTI", "KEN", "LAO", "LBN", "MCO", "NAM", "NPL",
        "SSD", "SYR", "VEN", "VNM", "VGB", "YEM",
    }
)  # fmt: skip
"""Countries under FATF's increased monitoring, of the same date."""
HIGH: Final = 50
MEDIUM: Final = 20
HALF_A_YEAR: Final = 183 * 24 * 3600


class Rating(StrEnum):
    """The sum of the points, in a word."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


WORDS: Final[dict[Rating, Promise]] = {
    Rating.LOW: _("Low"),
    Rating.MEDIUM: _("Medium"),
    Rating.HIGH: _("High"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at: the answers, what screening confirmed, whether the identity was seen before."""

    fields: Fields
    listed_as_pep: bool = False
    evidence: bool = False
    seen_before: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its sentence, its points, and when it applies."""

    name: str
    sentence: Promise
    points: int
    applies: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule beside whether it applies."""

    rule: Rule
    applies: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """A rating with every rule that was asked."""

    rating: Rating
    points: int
    findings: tuple[Finding, ...]

    @property
    def longest_validity(self) -> int | None:
        """Chain seconds after which the client is reviewed; None where rule R7 alone decides."""
        return HALF_A_YEAR if self.rating is Rating.HIGH else None


RULES: Final = (
    Rule(
        "pep",
        _("Holds a prominent public office, or is close to somebody who does."),
        50,
        lambda facts: facts.fields.get("pep") is True,
    ),
    Rule(
        "listed-pep",
        _("Confirmed on a list of politically exposed persons."),
        50,
        lambda facts: facts.listed_as_pep,
    ),
    Rule(
        "call-for-action",
        _("National of a country under FATF's call for action."),
        50,
        lambda facts: facts.fields.get("nationality") in WATCHED,
    ),
    Rule(
        "monitoring",
        _("National of a country under FATF's increased monitoring."),
        20,
        lambda facts: facts.fields.get("nationality") in INCREASED,
    ),
    Rule(
        "abroad",
        _("Identified by a passport, not by a MyKad."),
        10,
        lambda facts: facts.fields.get("identity_type") == "passport",
    ),
    Rule(
        "funds",
        _("Source of funds is an inheritance, a gift, or not one of those listed."),
        10,
        lambda facts: facts.fields.get("source_of_funds") in ("inheritance", "other"),
    ),
    Rule(
        "class",
        _("Sophisticated: no ceiling limits what comes in."),
        10,
        lambda facts: facts.fields.get("investor_class") == "sophisticated",
    ),
    Rule(
        "seen",
        _("Another application here has the same identity number."),
        20,
        lambda facts: facts.seen_before,
    ),
    Rule(
        "no-owner",
        _("A company of which nobody is said to own a quarter."),
        20,
        lambda facts: facts.fields.get("owners_none") is True,
    ),
    Rule(
        "many-owners",
        _("A company with an owner who is none of its directors."),
        10,
        lambda facts: _owner_apart(facts.fields),
    ),
)


def assessed(facts: Facts) -> Assessment:
    """Every rule asked, the points added up."""
    findings = tuple(Finding(rule, rule.applies(facts)) for rule in RULES)
    points = sum(found.rule.points for found in findings if found.applies)
    rating = Rating.HIGH if points >= HIGH else Rating.MEDIUM if points >= MEDIUM else Rating.LOW
    return Assessment(rating, points, findings)


def facts_of(content: Content, *, listed_as_pep: bool, seen_before: bool) -> Facts:
    """What the rules look at, from an application's content in full."""
    evidence = content.file("class_evidence") is not None
    return Facts(content.fields, listed_as_pep, evidence, seen_before)


def _numbers(fields: Fields, name: str) -> set[str]:
    rows = fields.get(name)
    found = rows if isinstance(rows, list) else []
    return {str(row.get("identity_number")) for row in found if isinstance(row, dict)}


def _owner_apart(fields: Fields) -> bool:
    return bool(_numbers(fields, "owners") - _numbers(fields, "directors"))
