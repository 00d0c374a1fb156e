"""A short run of `make faults`: a real market under fire, with a fixed seed and those that failed once."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from castor_web.faults.__main__ import seeds_of
from castor_web.stack.install import PYTHON
from castor_web.stack.places import ROOT

pytestmark = pytest.mark.slow

ENDED = re.compile(
    r"faults=(\d+) intents=(\d+) lost=0 duplicated=0 false_final=0 stuck=0 rebuild=identical seed=[\d+]+"
)
FAULTS, INTENTS = 25, 120


def test_a_market_under_fire_loses_nothing_and_does_nothing_twice() -> None:
    ours = ("CASTOR_", "DJANGO_", "DATABASE_URL", "REDIS_URL")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    asked = {"SEED": "2018+kept", "FAULTS": str(FAULTS), "INTENTS": str(INTENTS)}
    ran = subprocess.run(
        [str(PYTHON), "-m", "castor_web.faults"],
        cwd=ROOT,
        env=environment | asked,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    ended = ENDED.fullmatch(ran.stdout.splitlines()[-1])
    assert ended is not None, ran.stdout
    assert int(ended[1]) >= FAULTS
    assert int(ended[2]) == INTENTS


def test_seeds_are_numbers_or_those_that_were_kept() -> None:
    assert seeds_of("7+8") == [7, 8]
    assert seeds_of("7+kept")[0] == 7
    assert len(seeds_of("")) == 1
