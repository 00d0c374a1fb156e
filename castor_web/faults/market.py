"""The market of a run: servers, proxies and processes of its own, and whoever dies is started again."""

from __future__ import annotations

import json
import os
import secrets
import signal
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from castor_web.faults.proxy import Proxy
from castor_web.stack import processes
from castor_web.stack.anvil import Anvil, is_gapless
from castor_web.stack.daemons import Daemon, wait_until
from castor_web.stack.places import ROOT, Place
from castor_web.stack.ports import LOOPBACK, any_free
from castor_web.stack.postgres import Postgres
from castor_web.stack.secretfiles import make_secrets
from castor_web.stack.valkey import Valkey

BLOCK_SECONDS = 1
LOOK_SECONDS = 0.1


@dataclass
class Market:
    """Everything that runs. Its own processes reach node and database through the proxies."""

    place: Place
    postgres: Postgres
    valkey: Valkey
    anvil: Anvil
    chain_proxy: Proxy
    database_proxy: Proxy
    port: int
    environment: dict[str, str]
    restarts: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _keeper: threading.Thread | None = None

    @property
    def armed(self) -> Path:
        """Where points are armed."""
        return self.place.run / "points"

    @property
    def origin(self) -> str:
        """The portal."""
        return f"http://{LOOPBACK}:{self.port}"

    # -- life ---------------------------------------------------------------------------------------------

    def start_servers(self) -> None:
        """PostgreSQL, Valkey, the chain (mining each transaction at once, until `start`), and the proxies."""
        for server in (self.postgres, self.valkey, replace(self.anvil, block_time=None)):
            server.start()
        for proxy in (self.chain_proxy, self.database_proxy):
            proxy.start()

    def start(self) -> None:
        """The market's own processes, as the stack starts them; and whoever keeps all of them alive."""
        self.anvil.call("evm_setAutomine", False)
        self.anvil.call("evm_setIntervalMining", BLOCK_SECONDS)
        processes.start(self.place, self.environment, self.port)
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def stop_processes(self) -> None:
        """Ends the market's own processes; the servers stay."""
        self._over.set()
        if self._keeper is not None:
            self._keeper.join()
        processes.stop(self.place)

    def daemon(self, name: str) -> Daemon:
        """One of web, worker, beat, indexer."""
        return processes.daemon(name, self.place)

    def children(self, name: str) -> list[int]:
        """The processes that one of them has forked, which do its work."""
        pid = self.daemon(name).pid()
        if pid is None:
            return []
        try:
            return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            return []

    # -- death --------------------------------------------------------------------------------------------

    def kill(self, name: str) -> bool:
        """Ends one of the market's processes with all its children, at once; says whether it ran."""
        pid = self.daemon(name).pid()
        return pid is not None and _kill_group(pid)

    def kill_server(self, name: str, seconds: float, *, by: signal.Signals = signal.SIGKILL) -> bool:
        """Ends a server, and starts it again after so long; says whether it ran."""
        server: Postgres | Valkey = getattr(self, name)
        pid = server.daemon.pid()
        if pid is None:
            return False
        os.kill(pid, by)
        wait_until(lambda: server.daemon.pid() is None, within=10)
        time.sleep(seconds)
        server.start()
        return True

    def kill_node(self, seconds: float) -> bool:
        """Ends the node, and starts it again with its last whole state: its newest blocks are lost.

        Says whether there was such a state; without one the node lives on.
        """
        file = self.place.run / self.anvil.name / "state.json"
        try:
            state = file.read_text()
            whole = is_gapless(json.loads(state))
        except (FileNotFoundError, ValueError):
            return False
        pid = self.anvil.daemon.pid()
        if not whole or pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: self.anvil.daemon.pid() is None, within=10)
        file.write_text(state)
        time.sleep(seconds)
        self.anvil.start()
        return True

    def _keep(self) -> None:
        """Starts again whoever died: what a process manager does for a market in earnest."""
        while not self._over.wait(LOOK_SECONDS):
            for name in processes.NAMES:
                if self.daemon(name).pid() is None and not self._over.is_set():
                    self._start_again(name)

    def _start_again(self, name: str) -> None:
        self.restarts += 1
        theirs = processes.environment_of(name, self.environment)
        self.daemon(name).start(processes.command(name, self.place, self.port), env=theirs, cwd=ROOT)


def reserve(folder: Path) -> Market:
    """Addresses for a market in `folder`; nothing runs yet.

    Its database and its chain keep what they committed, as a market's in earnest do.
    """
    place = Place(run=folder, data=folder / "data")
    place.make()
    folder.chmod(0o711)
    taken: list[int] = []
    for _ in range(6):
        taken.append(any_free(taken))
    password = secrets.token_hex(24)
    postgres = Postgres(place, taken[0], password)
    valkey = Valkey(place, taken[1], password)
    anvil = Anvil(place, taken[2], block_time=BLOCK_SECONDS)
    market = Market(
        place,
        postgres,
        valkey,
        anvil,
        Proxy(taken[3], anvil.port),
        Proxy(taken[4], postgres.port),
        taken[5],
        {},
    )
    market.armed.mkdir()
    market.environment = {
        **os.environ,
        **make_secrets(place),
        "DJANGO_SETTINGS_MODULE": "castor_web.settings.faults",
        "DATABASE_URL": replace(postgres, port=taken[4]).url,
        "REDIS_URL": valkey.url,
        "CASTOR_CHAIN_URL": replace(anvil, port=taken[3]).url,
        "CASTOR_RUN": str(folder),
        "CASTOR_DEMO": "1",
        "CASTOR_ORGANISATIONS": "*",
        "CASTOR_PUBLIC_ORIGIN": market.origin,
        "CASTOR_FAULTS": str(market.armed),
    }
    return market


def own_environment(market: Market) -> dict[str, str]:
    """For the driver itself: the same market, past the proxies."""
    direct = {"DATABASE_URL": market.postgres.url, "CASTOR_CHAIN_URL": market.anvil.url}
    return {**market.environment, **direct, "DJANGO_SETTINGS_MODULE": "castor_web.settings.demo"}


def secrets_of(market: Market) -> list[str]:
    """Every secret of the run that is a text, for the search through the logs."""
    files = [each for each in market.place.secrets.rglob("*") if each.is_file()]
    found = [each.read_text("utf-8", "ignore").strip() for each in files]
    keys = [json.loads(each)["crypto"]["ciphertext"] for each in found if each.startswith("{")]
    return [market.postgres.password, *(each for each in found if not each.startswith("{")), *keys]


def _kill_group(pid: int) -> bool:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
