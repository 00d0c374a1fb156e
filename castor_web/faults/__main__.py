"""`SEED= FAULTS= INTENTS= python -m castor_web.faults`, which is `make faults`.

SEED is a number, or several with `+` between them, which share the faults; `kept` in it stands for those of
seeds.txt, which found something once.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from pathlib import Path

from castor_web.faults.run import run
from castor_web.stack.errors import StackError

FAULTS, INTENTS = 1_000, 5_000


def seeds_of(asked: str) -> list[int]:
    """`7`, `7+kept`; one by chance where nothing is asked."""
    seeds: list[int] = []
    for each in asked.split("+") if asked else [str(secrets.randbelow(1_000_000))]:
        seeds += kept() if each == "kept" else [int(each)]
    return seeds


def kept() -> list[int]:
    """The seeds of seeds.txt: a number a line, and after it why."""
    lines = (Path(__file__).parent / "seeds.txt").read_text("utf-8").splitlines()
    return [int(line.split()[0]) for line in lines if line and not line.startswith("#")]


def main() -> int:
    """Runs once; 0 where everything held."""
    began = time.monotonic()

    def say(line: str) -> None:
        print(
            line if line.startswith("faults=") else f"[{time.monotonic() - began:4.0f} s] {line}", flush=True
        )

    try:
        held = run(
            seeds=seeds_of(os.environ.get("SEED", "")),
            faults=int(os.environ.get("FAULTS") or FAULTS),
            intents=int(os.environ.get("INTENTS") or INTENTS),
            say=say,
        )
    except StackError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
