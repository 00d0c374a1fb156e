"""Servers for one test run: started when first needed, without a wait for the disk, gone with the process."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from castor_web.stack import chains
from castor_web.stack.daemons import Daemon
from castor_web.stack.places import Place, room
from castor_web.stack.ports import any_free
from castor_web.stack.postgres import Postgres
from castor_web.stack.secretfiles import make_secrets
from castor_web.stack.valkey import Valkey


@dataclass(frozen=True, slots=True)
class Throwaway:
    """The servers of one test process: PostgreSQL is one for all of a run, the others are its own."""

    postgres: Postgres
    valkey: Valkey
    chain: chains.Chain

    def environment(self) -> dict[str, str]:
        """The variables that point Castor at these servers, and at secrets of its own."""
        run = self.postgres.place.run
        return {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "CASTOR_CHAIN_URL": self.chain.url,
            **self.chain.settings,
            "CASTOR_RUN": str(run),
            "CASTOR_DEMO": "1",
            **make_secrets(self.postgres.place),
        }

    def start(self, *names: str) -> None:
        """Start those of `postgres`, `valkey`, `chain` that are named and do not run yet."""
        for name in names:
            server: Postgres | Valkey | chains.Chain = getattr(self, name)
            with (server.place.run / f"{name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                server.start()


def reserve(folder: Path, worker: str = "") -> Throwaway:
    """Addresses for the servers of `worker` in the run at `folder`; nothing is started.

    They are known before anything runs, because settings are read before the first test says what it needs.
    """
    place = Place(run=folder, data=folder / "data")
    place.make()
    folder.chmod(0o711)  # PostgreSQL may run as `nobody`
    shared = folder / "postgres-address.json"
    with (folder / "reserve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            shared.write_text(json.dumps({"port": any_free(), "password": secrets.token_hex(24)}))
            shared.chmod(0o600)
        database = json.loads(shared.read_text())
    valkey = any_free([database["port"]])
    chain = any_free([database["port"], valkey])
    suffix = f"-{worker}" if worker else ""
    return Throwaway(
        postgres=Postgres(place, database["port"], database["password"], durable=False),
        valkey=Valkey(place, valkey, secrets.token_hex(24), durable=False, name=f"valkey{suffix}"),
        chain=chains.passing(place, chain, suffix),
    )


def new_run() -> Path:
    """A folder for one run, deleted, its servers ended, with this process; sweeps what a killed run left."""
    for left in room().glob("run-*"):
        owner = Daemon("owner", left, left)
        if owner.pid() is None and (left / "owner.json").exists():
            end(left)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=room()))
    Daemon("owner", folder, folder).claim()
    atexit.register(_end_own, folder, os.getpid())
    return folder


def end(folder: Path) -> None:
    """Stop every server of the run at `folder` and delete it."""
    for file in sorted((folder / "pids").glob("*.json")):
        Daemon(file.stem, folder / "pids", folder / "logs").stop(by=signal.SIGKILL, patience=5)
    shutil.rmtree(folder, ignore_errors=True)


def _end_own(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # not in a child that inherited the hook
        end(folder)


@contextmanager
def throwaway(*names: str) -> Iterator[dict[str, str]]:
    """Servers of their own for the length of a block: all three, or those of them that are named.

    Yields the variables that point Castor at them.
    """
    folder = new_run()
    try:
        servers = reserve(folder)
        servers.start(*(names or ("postgres", "valkey", "chain")))
        yield servers.environment()
    finally:
        end(folder)
