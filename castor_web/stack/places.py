"""Where things are: the checkout, its tools, and the folders that hold a running market's data."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from castor_web.stack.errors import StackError

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
ROOM = Path("/var/tmp") / f"castor-{os.getuid()}"  # noqa: S108 - `room` checks whose it is
"""A folder that another user can walk into: PostgreSQL never runs as root."""


@dataclass(frozen=True, slots=True)
class Place:
    """One market's folders: `run` for pids, ports, logs and secrets, `data` for PostgreSQL's files.

    They are two, because as root PostgreSQL runs as `nobody`, who may not be able to walk into the checkout.
    """

    run: Path
    data: Path

    @property
    def logs(self) -> Path:
        return self.run / "logs"

    @property
    def pids(self) -> Path:
        return self.run / "pids"

    @property
    def secrets(self) -> Path:
        return self.run / "secrets"

    def make(self) -> None:
        """Create the folders; only this user may look into them.

        Data without its run folder is of an earlier checkout at this path: its password and keys are gone,
        nobody can read it again, and the market begins anew. Raises StackError while its server still runs.
        """
        if not self.run.exists() and self.data.exists():
            self._forget_orphan()
        for folder in (self.run, self.logs, self.pids, self.secrets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        room()
        self.data.mkdir(mode=0o711, parents=True, exist_ok=True)

    def _forget_orphan(self) -> None:
        pid_file = self.data / "postgres" / "postmaster.pid"
        pid = pid_file.read_text().split()[0] if pid_file.exists() else ""
        if pid and Path("/proc", pid).exists():
            raise StackError(
                f"PostgreSQL of an earlier checkout at this path still runs as {pid}; please end it"
            )
        shutil.rmtree(self.data)

    def forget(self) -> None:
        """Delete everything in it. What runs must have been stopped."""
        shutil.rmtree(self.run, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)


def demo_place() -> Place:
    """The folders of this checkout's own market; `CASTOR_RUN` moves the first."""
    run = Path(os.environ.get("CASTOR_RUN") or ROOT / ".run").resolve()
    name = hashlib.sha256(str(run).encode()).hexdigest()[:12]
    return Place(run=run, data=ROOM / name)


def room() -> Path:
    """`/var/tmp/castor-<uid>`, made by us; raises `StackError` when it is somebody else's."""
    ROOM.mkdir(mode=0o711, exist_ok=True)
    found = ROOM.lstat()
    if ROOM.is_symlink() or found.st_uid != os.getuid():
        raise StackError(f"{ROOM} belongs to another user; please remove it")
    return ROOM


def site_packages() -> Path:
    """Where the virtual environment keeps its packages."""
    found = sorted(VENV.glob("lib/python3*/site-packages"))
    if not found:
        raise StackError("Castor is not installed yet; run `make demo` or `make test`")
    return found[-1]


def node_tool(tool: str) -> Path:
    """Where npm put the native `forge` or `anvil`; its Node wrapper when this platform has another name."""
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    native = NODE_MODULES / "@foundry-rs" / f"{tool}-{platform.system().lower()}-{machine}" / "bin" / tool
    found = native if native.exists() else NODE_MODULES / ".bin" / tool
    if not found.exists():
        raise StackError(
            f"{tool} is not installed; run `make demo` or `make test`, which install it from npm"
        )
    return found
