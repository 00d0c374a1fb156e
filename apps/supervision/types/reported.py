"""Reports: tables as of a block. The same block, kind and period give the same report, to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from apps.vocabulary.messages import gettext_noop


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
class Report:
    """A report as of `block` (its hash, and `at` its time in chain seconds), over the days from `since` until
    before `until` (chain seconds). `record` is the SHA-256 of the whole read model at that block. `of`: the
    door of the one operator or trustee whose return it is, empty for all.
    """

    kind: ReportKind
    block: int
    block_hash: str
    at: int
    since: int
    until: int
    record: str
    sheets: tuple[Sheet, ...]
    of: str = ""

    @property
    def title(self) -> str:
        """What it is."""
        return TITLES[self.kind]
