"""Who may call what on the chain: every line of `contracts.txt`, and no function without a line there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from castor_web.tests.access.calls import called, functions, spread, targets
from castor_web.tests.access.world import VIEWERS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ELSEWHERE = "elsewhere"
"""Instead of letters: no such contract stands in world.py's market; `forge test` asks who may."""


@cache
def lines() -> dict[tuple[str, str], str]:
    """The table: contract and function to letters."""
    found = {}
    for line in (Path(__file__).parent / "contracts.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            contract, function, letters = line.split(maxsplit=2)
            found[contract, function] = letters
    return found


def test_every_function_has_its_line() -> None:
    missing = [
        f"{contract} {function}" for contract, function in functions() if (contract, function) not in lines()
    ]
    assert not missing, "contracts.txt lacks a line, with a letter for each caller:\n" + "\n".join(missing)
    gone = [
        f"{contract} {function}" for contract, function in lines() if (contract, function) not in functions()
    ]
    assert not gone, "contracts.txt has lines for functions that are gone:\n" + "\n".join(gone)


def test_who_is_not_listed_is_refused(world: World) -> None:
    wrong = []
    for each in called(world):
        expected, got = lines()[each.contract, each.function], spread(each.letters)
        if got != expected:
            wrong.append(f"{each.contract:<14} {each.function:<88} {got}   (the table has {expected})")
    assert not wrong, "\n".join(wrong)


def test_what_is_left_to_forge_does_not_stand_here(world: World) -> None:
    standing = targets(world)
    left = {contract for (contract, _), letters in lines().items() if letters == ELSEWHERE}
    assert not left & standing.keys()
    assert all(
        len(letters.replace(" ", "")) == len(VIEWERS) for letters in lines().values() if letters != ELSEWHERE
    )
