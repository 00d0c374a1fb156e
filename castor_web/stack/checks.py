"""`make test` and `make prove`: every check, in the order in which it is cheapest to fail.

What full length costs, in seconds of one core: counted up from a hundredth of each suite's cases and a
fortieth of its walks, each run alone on 2026-11-22.

- 10,000 cases of each fuzz test: BookReference 145, Books 120, BookAuction 105, Pledging 40, ProRata 40,
  RelayedActs 30, ShareClasses 25, Documents 25, Hostile 20, BookOrders 20, all others together 40: 610.
- 128 walks of 256 steps: Promises 460, BookPromises at most 200, DividendPromises 55: 715.
- 300 random markets against the book on paper: about 170.
- The portal's tests are as many as in `make test`.

Forge runs suites on all cores and one test on one: on two quiet cores the contracts should take a quarter of
an hour, and all of it less than an hour.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from castor_web.stack import chains, geth, install
from castor_web.stack.daemons import run_quietly
from castor_web.stack.errors import StackError
from castor_web.stack.places import ROOT, VENV, node_tool

_BIN = VENV / "bin"
_CODE = ("apps", "bench", "castor_web", "contracts/build.py", "conftest.py", "manage.py")
_ON_GETH = ("apps/ledger/tests/delivery", "apps/ledger/tests/following")
_RESULT = ROOT / "docs" / "last-proof.md"


@dataclass(frozen=True, slots=True)
class Check:
    """One program that must end with 0, and what it is called in the summary."""

    name: str
    command: Sequence[str | Path]
    cwd: Path = ROOT


def compile_contracts() -> str:
    """Compile what changed and write `contracts/abi`; returns a line that says what changed."""
    return run_quietly(
        [install.PYTHON, ROOT / "contracts" / "build.py"], "the contracts could not be compiled"
    )


def build_assets() -> None:
    """Build what the browser loads into `castor_web/static/built` and `vendor`."""
    run_quietly(
        ["node", ROOT / "castor_web" / "static" / "build.mjs"], "scripts and styles could not be built"
    )


def style() -> list[Check]:
    """The checks that read the code and run none of it."""
    return [
        Check("style", [_BIN / "ruff", "check", *_CODE]),
        Check("format", [_BIN / "ruff", "format", "--check", *_CODE]),
        Check("types", [_BIN / "mypy"]),
        Check("import directions", [_BIN / "lint-imports"]),
    ]


def proofs() -> list[Check]:
    """The checks that run it: contracts in forge, the portal in pytest."""
    contracts = ROOT / "contracts"
    forge: list[str | Path] = [node_tool("forge"), "test", "--gas-snapshot-check", "true"]
    return [
        Check("contracts compile, their ABIs are fresh", [install.PYTHON, contracts / "build.py", "--check"]),
        Check("contract tests, with the prices of gas.json", forge, contracts),
        Check("portal tests", [install.PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile"]),
    ]


def test() -> None:
    """Install, compile, check and test everything. Raises `StackError` naming what failed."""
    began = time.monotonic()
    _install()
    print(_closing("make test", _run_all([*style(), *proofs()], dict(os.environ)), began))


def prove() -> None:
    """The same tests at full length; writes their result to docs/last-proof.md."""
    began = time.monotonic()
    _install()
    os.environ.update(FOUNDRY_PROFILE="prove", CASTOR_PROVE="1")
    closing = _closing("make prove", _run_all([*style(), *proofs()], dict(os.environ)), began)
    commit = run_quietly(["git", "rev-parse", "--short", "HEAD"], "git does not say which commit this is")
    day = time.strftime("%Y-%m-%d", time.gmtime())
    _RESULT.write_text(f"# The last full proof\n\n{closing}\n\nOn {day}, of commit {commit.strip()}.\n")
    print(closing)


def test_geth() -> None:
    """The delivery tests, and those of a campaign's life that need no other time, on a real geth.

    Skipped, with the reason, where there is no Go to build it. Raises `StackError` naming what failed.
    """
    began = time.monotonic()
    _install()
    os.environ["CHAIN"] = chains.GETH
    try:
        with_geth = geth.build()
    except geth.NoGo as reason:
        print(f"make test-geth: skipped. {reason}")
        return
    print(f"== {with_geth}", flush=True)
    contracts = Check("contracts compile", [install.PYTHON, ROOT / "contracts" / "build.py", "--check"])
    on_geth = Check(
        "delivery on geth", [install.PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", *_ON_GETH]
    )
    print(_closing("make test-geth", _run_all([contracts, on_geth], dict(os.environ)), began))


def lint() -> None:
    """The checks that run nothing."""
    began = time.monotonic()
    install.python_packages(development=True)
    print(_closing("make lint", _run_all(style(), dict(os.environ)), began))


def format_code() -> None:
    """Rewrite the code into the one format, and repair what ruff can."""
    install.python_packages(development=True)
    for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([str(_BIN / "ruff"), *command, *_CODE], cwd=ROOT, check=False)


def _install() -> None:
    print("== install", flush=True)
    install.python_packages(development=True)
    install.node_packages()
    os.environ["CASTOR_CHROMIUM"] = str(install.browser())
    build_assets()


def _run_all(checks: Sequence[Check], environment: dict[str, str]) -> dict[str, int]:
    """Run every check and show its output; at the end raise for those that failed, or return their counts."""
    counts, failed = {}, []
    for check in checks:
        began = time.monotonic()
        print(f"\n== {check.name}", flush=True)
        output, code = _shown(check, environment)
        print(
            f"== {check.name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s",
            flush=True,
        )
        counts[check.name] = sum(map(int, re.findall(r"(\d+)(?: tests)? passed", output)[-1:]))
        if code:
            failed.append(check.name)
    if failed:
        raise StackError(f"failed: {', '.join(failed)}")
    return counts


def _shown(check: Check, environment: dict[str, str]) -> tuple[str, int]:
    """Run one check with its output on the terminal; returns the output too, and the exit code."""
    lines = []
    with subprocess.Popen(
        [str(part) for part in check.command],
        cwd=check.cwd,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            lines.append(line)
        sys.stdout.flush()
    return "".join(lines), process.returncode


def _closing(name: str, counts: dict[str, int], began: float) -> str:
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    tests = ", ".join(f"{number} {check}" for check, number in counts.items() if number)
    return f"{name}: {len(counts)} checks passed in {minutes} min {seconds} s{': ' if tests else ''}{tests}"
