"""What the explorer finds and opens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from apps.ledger.types import ActView
from apps.supervision.types import Told


class What(StrEnum):
    """What the explorer opens; the value is its word in addresses."""

    PARTICIPANT = "participant"
    CAMPAIGN = "campaign"
    SHARE_CLASS = "class"
    CERTIFICATE = "certificate"
    TRANSACTION = "transaction"
    ACT = "act"
    RECORD = "record"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found by the one search: its name as the viewer may read it."""

    what: What
    key: str
    name: str
    note: str = ""


class Look(StrEnum):
    """How a value is shown."""

    TEXT = "text"
    ADDRESS = "address"
    THING = "thing"
    RINGGIT = "ringgit"
    UNITS = "units"
    TIME = "time"
    HASH = "hash"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a thing's page: `label` in the reader's language. A THING's value is `what/key|name`."""

    label: str
    value: str | int
    look: Look = Look.TEXT

    @property
    def link(self) -> tuple[str, str, str]:
        """What a THING leads to: what, key, name."""
        place, _, name = str(self.value).partition("|")
        what, _, key = place.partition("/")
        return what, key, name


@dataclass(frozen=True, slots=True)
class Spoken:
    """An event as a contract said it: its arguments by the names of the contract's source."""

    contract: str
    source: str
    name: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """An act that a transaction carried, or that is looked at: who signed it (address, name where it is the
    viewer's to know).
    """

    act: ActView
    by: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """What the explorer shows of something: `doors` whose affair it is; its history, the newest first, with
    the `after` of the next page; what was said and signed; `page` the URL name and arguments of its own page.
    """

    what: What
    key: str
    name: str
    doors: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    lines: tuple[Told, ...] = ()
    next: str | None = None
    spoken: tuple[Spoken, ...] = ()
    signed: tuple[Signed, ...] = ()
    page: tuple[str, tuple[str, ...]] | None = None
