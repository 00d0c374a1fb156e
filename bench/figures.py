"""A figure, what it is held against, and how it is written down."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    `value` is in `unit`; `against` says what the baseline is, `ratio` is value to baseline (None where there
    is none), `target` what the ratio (without a baseline: the value) is to reach, `met` whether it does
    (None: only shown).
    """

    figure: str
    value: float
    unit: str
    against: str
    ratio: float | None
    target: str
    met: bool | None


def figure(
    name: str,
    value: float,
    unit: str,
    *,
    against: str = "",
    baseline: float | None = None,
    least: float | None = None,
    most: float | None = None,
    aim: str = "",
) -> Figure:
    """A figure against a baseline in the same unit; `least` or `most` is what the ratio is to reach."""
    ratio = value / baseline if baseline else None
    judged = value if baseline is None else ratio
    target, met = aim or "shown", None
    if least is not None:
        target, met = f"≥ {least:g}{aim}", judged is not None and judged >= least
    if most is not None:
        target, met = f"≤ {most:g}{aim}", judged is not None and judged <= most
    return Figure(
        name, _rounded(value), unit, against, None if ratio is None else _rounded(ratio), target, met
    )


def table(figures: Iterable[Figure]) -> str:
    """The figures as a person reads them in a terminal."""
    rows = [("figure", "value", "against", "ratio", "target", "")]
    for each in figures:
        met = {True: "met", False: "MISSED", None: ""}[each.met]
        ratio = "" if each.ratio is None else f"{each.ratio:g}"
        rows.append((each.figure, f"{each.value:g} {each.unit}", each.against, ratio, each.target, met))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def write(figures: Iterable[Figure], path: Path) -> None:
    """The same, for machines."""
    path.write_text(json.dumps([asdict(each) for each in figures], indent=1, ensure_ascii=False) + "\n")


def _rounded(value: float) -> float:
    """Four figures that count: what lies below is noise."""
    return float(f"{value:.4g}")
