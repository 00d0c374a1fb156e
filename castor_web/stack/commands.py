"""The commands that the Makefile names. All run on a bare machine: each installs first what it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from castor_web.stack import checks, demo, install
from castor_web.stack.daemons import run_quietly
from castor_web.stack.errors import StackError
from castor_web.stack.places import ROOT, VENV


def contracts() -> None:
    """Compile the contracts and write their ABIs."""
    install.python_packages(development=False)
    install.node_packages()
    print(checks.compile_contracts().strip())


def assets() -> None:
    """Build scripts and styles."""
    install.node_packages()
    checks.build_assets()


def openapi() -> None:
    """Write the API's description."""
    install.python_packages(development=False)
    print(
        run_quietly([install.PYTHON, ROOT / "manage.py", "describe_api"], "the API is not described").strip()
    )


def bench() -> None:
    """Measure the market against its baselines (docs/performance.md); FULL=1 takes longer."""
    install.python_packages(development=True)
    install.node_packages()
    checks.compile_contracts()
    checks.build_assets()
    if subprocess.run([str(install.PYTHON), "-m", "bench"], cwd=ROOT, check=False).returncode:
        raise StackError("not everything could be measured")


def faults() -> None:
    """A market under fire (docs/faults.md); SEED, FAULTS and INTENTS say how much of it."""
    install.python_packages(development=True)
    install.node_packages()
    checks.compile_contracts()
    if subprocess.run([str(install.PYTHON), "-m", "castor_web.faults"], cwd=ROOT, check=False).returncode:
        raise StackError("something did not hold under fire; its lines are above, with where the logs are")


VERBS: dict[str, Callable[[], None]] = {
    "demo": demo.demo,
    "stop": demo.stop,
    "clean": demo.clean,
    "contracts": contracts,
    "assets": assets,
    "openapi": openapi,
    "test": checks.test,
    "test-geth": checks.test_geth,
    "prove": checks.prove,
    "faults": faults,
    "bench": bench,
    "lint": checks.lint,
    "format": checks.format_code,
}


def run(verb: str) -> int:
    """Run one of `VERBS`; a problem becomes its sentence. Returns the exit code."""
    try:
        VERBS[verb]()
    except StackError as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted; `make stop` ends what was started", file=sys.stderr)
        return 130
    return 0


def enter_environment() -> None:
    """Go on inside `.venv`, with the variables of this checkout's market where none are set."""
    if install.PYTHON.exists() and sys.prefix != str(VENV):
        os.execv(install.PYTHON, [str(install.PYTHON), *sys.argv])  # noqa: S606 - ourselves, in the environment
    if os.environ.get("DJANGO_SETTINGS_MODULE") == "castor_web.settings.demo":
        for name, value in demo.kept_environment().items():
            os.environ.setdefault(name, value)
