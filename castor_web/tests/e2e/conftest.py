"""A whole market for a browser: PostgreSQL, Valkey, anvil and the market's own processes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

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


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMarket]:
    """A market just born, for the session."""
    with running_market(tmp_path_factory.mktemp("market")) as running:
        yield running


@pytest.fixture
def pages(chromium: Browser, market: RunningMarket, tmp_path: Path) -> Iterator[list[Page]]:
    """Pages of people who do not share a session; every problem that a page's console told fails the test."""
    problems: list[str] = []
    opened = []
    for _ in range(2):
        page = chromium.new_context(base_url=market.origin).new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        opened.append(page)
    yield opened
    for page in opened:
        page.context.close()
    assert problems == []
