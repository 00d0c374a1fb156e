"""Processes that outlive the command that started them: started detached, found again, and ended exactly."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from castor_web.stack.errors import StackError
from castor_web.stack.places import ROOT

_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Daemon:
    """One process with a name: its pid in `<pids>/<name>.json`, its output in `<logs>/<name>.log`.

    The pid file keeps the process's birth too, so that a number which the system gave to somebody else
    meanwhile is never taken for ours.
    """

    name: str
    pids: Path
    logs: Path

    @property
    def log(self) -> Path:
        return self.logs / f"{self.name}.log"

    @property
    def _file(self) -> Path:
        return self.pids / f"{self.name}.json"

    def start(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        as_nobody: bool = False,
    ) -> None:
        """Start `command` in a session of its own, unless it runs already."""
        if self.pid() is not None:
            return
        with self.log.open("ab") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                start_new_session=True,
                **nobody() if as_nobody else {},
            )
        _children[process.pid] = process
        self._write(process.pid)

    def claim(self) -> None:
        """Write this very process down under the name."""
        self._write(os.getpid())

    def _write(self, pid: int) -> None:
        self._file.write_text(json.dumps({"pid": pid, "born": _birth(pid)}))

    def pid(self) -> int | None:
        """The process's id while it lives."""
        try:
            kept = json.loads(self._file.read_text())
            pid, born = int(kept["pid"]), kept["born"]
        except (FileNotFoundError, ValueError, KeyError):
            return None
        if pid in _children:
            _children[pid].poll()
        return pid if born is not None and _birth(pid) == born else None

    def stop(self, *, by: signal.Signals = signal.SIGTERM, patience: float = 15) -> bool:
        """Ask the process to end, then make it and its children; says whether there was one."""
        pid = self.pid()
        if pid is None:
            self._file.unlink(missing_ok=True)
            return False
        # Only the process itself is asked: it ends its children in its own order.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, by)
        wait_until(lambda: self.pid() is None, within=patience)
        # A child that outlived it would go on listening on its port.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        wait_until(lambda: self.pid() is None, within=5)
        self._file.unlink(missing_ok=True)
        return True

    def await_ready(self, ready: Callable[[], bool], *, within: float = 30, every: float = 0.02) -> None:
        """Wait until `ready` says so; raises `StackError` with the log's end when the process ends first."""
        if (
            wait_until(lambda: ready() or self.pid() is None, within=within, every=every)
            and self.pid() is not None
        ):
            return
        tail = "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-8:])
        state = "ended at once" if self.pid() is None else f"is not ready after {within:.0f} s"
        raise StackError(f"{self.name} {state}. The end of {self.log}:\n{tail}")


def wait_until(condition: Callable[[], bool], *, within: float, every: float = 0.02) -> bool:
    """Ask `condition` again and again for `within` seconds; its last answer."""
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


def run_quietly(
    command: Sequence[str | Path], problem: str, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> str:
    """Run `command` and return what it printed; raises `StackError` with `problem` and the last lines."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env) if env is not None else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise StackError("\n".join([problem, *done.stdout.splitlines()[-40:]]))
    return done.stdout


def nobody() -> dict[str, Any]:
    """How `subprocess` runs something as `nobody`; raises `StackError` where there is no such user."""
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise StackError(
            "PostgreSQL does not run as root and there is no user `nobody`; run as another user"
        ) from None
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _birth(pid: int) -> str | None:
    """When process `pid` was born, in a form that only compares; None for one that is dead."""
    if Path("/proc/self/stat").exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] in "ZX" else fields[19]
    told = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, born = told.stdout.strip().partition(" ")
    return born.strip() if state and not state.startswith("Z") else None
