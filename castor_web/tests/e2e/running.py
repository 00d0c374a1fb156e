"""A whole market for a browser: PostgreSQL, Valkey, anvil and the market's own processes."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from castor_web.stack import processes
from castor_web.stack.anvil import Anvil
from castor_web.stack.install import PYTHON
from castor_web.stack.places import ROOT, Place
from castor_web.stack.ports import any_free
from castor_web.stack.throwaway import throwaway


@dataclass(frozen=True, slots=True)
class RunningMarket:
    """A market on a port of its own; `environment` points `manage.py` at it, `born` is what `create_market`
    printed: a word and an address a line.
    """

    origin: str
    environment: dict[str, str]
    born: list[list[str]]

    def addresses(self, word: str) -> list[str]:
        """The addresses of the market's birth under a word: market, regulator, relay, signer."""
        return [line[1] for line in self.born if line[0] == word]

    def manage(self, *arguments: str) -> list[str]:
        """Runs a management command; its lines."""
        command = [str(PYTHON), str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr or done.stdout
        return done.stdout.splitlines()

    def told(self, path: str) -> Any:
        """What the API says to everybody."""
        with urllib.request.urlopen(f"{self.origin}/api/v1/{path}") as answer:
            return json.load(answer)

    def warp(self, at: int) -> None:
        """Moves the market's clock to a chain second, and waits until the portal has seen it."""
        self.manage("timewarp", "--to", datetime.fromtimestamp(at, UTC).isoformat())
        while self.told("rulebook/clock")["now"] < at:
            continue

    def add_staff(self, name: str, *, organisation: str, role: str, signer: str, duty: str) -> str:
        """Opens an account of staff; its password."""
        lines = self.manage(
            "add_staff", "--organisation", organisation, "--role", role, "--name", name,
            "--signer", signer, f"--{duty}",
        )  # fmt: skip
        return next(line.split()[1] for line in lines if line.startswith("password"))


@contextmanager
def running_market(folder: Path) -> Iterator[RunningMarket]:
    """A market just born, with a block every second; all of it ends with the block."""
    place = Place(run=folder / "run", data=folder / "data")
    for each in (place.run, place.logs, place.pids):
        each.mkdir(exist_ok=True, parents=True)
    with throwaway() as servers:
        port = any_free()
        origin = f"http://localhost:{port}"
        environment = {
            **os.environ,
            **servers,
            "DJANGO_SETTINGS_MODULE": "castor_web.settings.demo",
            "CASTOR_ORGANISATIONS": "*",
            "CASTOR_PUBLIC_ORIGIN": origin,
        }
        running = RunningMarket(origin, environment, [])
        running.manage("migrate", "--no-input")
        running.born.extend(line.split()[:2] for line in running.manage("create_market"))
        chain = urlsplit(servers["CASTOR_CHAIN_URL"])
        Anvil(place, chain.port or 0).call("evm_setIntervalMining", 1)
        try:
            processes.start(place, environment, port)
            yield running
        finally:
            processes.stop(place)
            for log in sorted(place.logs.glob("*")):
                print(f"== {log.name}\n{log.read_text()[-3000:]}")  # shown by pytest when a test fails
