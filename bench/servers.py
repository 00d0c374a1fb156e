"""A market's servers of its own for one run: PostgreSQL and Valkey as durable as in production, a chain that
mines when it is told to; gone with the run.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from castor_web.stack import processes
from castor_web.stack.anvil import Anvil
from castor_web.stack.places import Place
from castor_web.stack.ports import any_free
from castor_web.stack.postgres import Postgres
from castor_web.stack.secretfiles import make_secrets
from castor_web.stack.throwaway import end, new_run
from castor_web.stack.valkey import Valkey


@dataclass(frozen=True, slots=True)
class Servers:
    """Where everything of this run is; `port` is the portal's."""

    place: Place
    postgres: Postgres
    valkey: Valkey
    anvil: Anvil
    port: int

    @property
    def keys(self) -> Path:
        """The folder of the stage's keystore and its password."""
        return self.place.secrets

    def environment(self) -> dict[str, str]:
        """The variables that every process of the market is given."""
        return {
            **os.environ,
            **make_secrets(self.place),
            "DJANGO_SETTINGS_MODULE": "castor_web.settings.demo",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "CASTOR_CHAIN_URL": self.anvil.url,
            "CASTOR_RUN": str(self.place.run),
            "CASTOR_DEMO": "1",
            "CASTOR_ORGANISATIONS": "*",
            "CASTOR_PUBLIC_ORIGIN": f"http://localhost:{self.port}",
            "CASTOR_KEYSTORE": str(self.keys / "keys"),
            "CASTOR_KEYSTORE_PASSWORD_FILE": str(self.keys / "password"),
        }

    def start_processes(self, *names: str) -> None:
        """Starts web, worker, beat and indexer, or those that are named, as `make demo` does."""
        for name in names or processes.NAMES:
            daemon = processes.daemon(name, self.place)
            daemon.start(processes.command(name, self.place, self.port), env=self.environment())
            daemon.await_ready(
                processes.answers(self.port, "/healthz") if name == "web" else lambda: True, within=60
            )

    def stop_processes(self, *names: str) -> None:
        """Ends those that are named, or all."""
        for name in names or processes.NAMES:
            processes.daemon(name, self.place).stop()


@contextmanager
def servers() -> Iterator[Servers]:
    """PostgreSQL, Valkey and anvil for the length of a block; the variables are set in this process too."""
    folder = new_run()
    place = Place(run=folder, data=folder / "data")
    place.make()
    folder.chmod(0o711)  # PostgreSQL may run as `nobody`
    taken: list[int] = []
    for _ in range(4):
        taken.append(any_free(taken))
    try:
        found = Servers(
            place=place,
            postgres=Postgres(place, taken[0], secrets.token_hex(24)),
            valkey=Valkey(place, taken[1], secrets.token_hex(24)),
            anvil=Anvil(place, taken[2], block_time=None, durable=False),
            port=taken[3],
        )
        for server in (found.postgres, found.valkey, found.anvil):
            server.start()
        os.environ.update(found.environment())
        yield found
    finally:
        end(folder)
