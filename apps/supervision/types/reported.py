"""Reports: tables as of a block. The same block, kind and period give the same report, to the byte."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from apps.records.types import Field, Kind, register
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import Role


class ReportKind(StrEnum):
    """What the regulator has reported to it."""

    REGISTER = "register"
    OPERATORS = "operators"
    TRUSTEES = "trustees"
    VOLUMES = "volumes"
    CLASSES = "classes"


TITLES: Final[Mapping[ReportKind, str]] = {
    ReportKind.REGISTER: gettext_noop("Register of participants"),
    ReportKind.OPERATORS: gettext_noop("Returns of operators"),
    ReportKind.TRUSTEES: gettext_noop("Returns of trustees"),
    ReportKind.VOLUMES: gettext_noop("Volumes by day"),
    ReportKind.CLASSES: gettext_noop("Investor classes"),
}


@dataclass(frozen=True, slots=True)
class Sen:
    """An amount of ringgit in a cell."""

    sen: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment (chain seconds) in a cell; 0 is an empty one."""

    at: int


Cell: TypeAlias = "str | int | Sen | Moment"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a report."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be reported: as of `block` (its hash, and `at` its time in chain seconds), over the time
    from `since` until before `until` (chain seconds). `of`: the door of the one operator or trustee whose
    return it is, empty for all.
    """

    kind: ReportKind
    block: int
    block_hash: str
    at: int
    since: int
    until: int
    of: str = ""

    @property
    def title(self) -> str:
        """What it is."""
        return TITLES[self.kind]

    @property
    def first_day(self) -> dt.date:
        """The first day of its time, in Malaysia."""
        return dt.datetime.fromtimestamp(self.since, MALAYSIA).date()

    @property
    def last_day(self) -> dt.date:
        """The last one, which is part of it."""
        return dt.datetime.fromtimestamp(self.until - 1, MALAYSIA).date()


@dataclass(frozen=True, slots=True)
class Report:
    """A report: `record` is the SHA-256 of the whole read model at its block."""

    asked: Asked
    record: str
    sheets: tuple[Sheet, ...]


# -- reports that are kept --------------------------------------------------------------------------------

FORMS: Final = ("pdf", "xlsx", "csv")


class ReportState(StrEnum):
    """What became of a report that was asked for."""

    WAITING = "waiting"
    """It is being made, or is to be tried again."""
    MADE = "made"
    FAILED = "failed"
    """It was tried as often as it is tried by itself."""


REPORT = register(
    Kind(
        name="report",
        fields=(
            *(Field(name) for name in ("asked", "record", "failure", "tries")),
            Field("tables", longest=400_000),
        ),
        writers=frozenset({Role.REGULATOR}),
        loose=frozenset({ReportState.FAILED}),
        data_slots=frozenset(FORMS),
    )
)
"""A report that somebody asked for, for the regulator alone: `account` is whose wish it was, `due_at` when it
is tried again. `asked` and `tables` (what a page shows of it) are JSON texts, `failure` a code or a class.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as a page shows it: its first rows as texts, of `total`; `numbers` tells which columns are."""

    title: str
    columns: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Each column, with whether it is one of numbers."""
        return list(zip(self.columns, self.numbers, strict=True))

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """Each row's texts, with whether they are numbers."""
        return [list(zip(row, self.numbers, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file of a report: `size` in bytes."""

    form: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that was asked for, and what became of it. `done` of `blocks` blocks are played; both are None
    where that is not known now. `again_at` is when it is tried again after it failed for `failure`.
    """

    id: uuid.UUID
    asked: Asked
    of_name: str
    state: ReportState
    by_name: str
    asked_at: dt.datetime
    record: str = ""
    tables: tuple[Shown, ...] = ()
    papers: tuple[Paper, ...] = ()
    failure: str = ""
    tries: int = 0
    again_at: dt.datetime | None = None
    done: int | None = None
    blocks: int | None = None

    @property
    def waits(self) -> bool:
        """Whether it is still being made."""
        return self.state is ReportState.WAITING


@dataclass(frozen=True, slots=True)
class KeptReports:
    """A page of them, the latest first; `next` is the `start` of the following one, None at the end."""

    rows: list[Kept]
    next: int | None
