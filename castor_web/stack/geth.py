"""geth, the most used of real nodes, as a development chain: `--dev`, a block a second.

It is no package of PyPI, npm or Debian: Go builds it from its module, at the version and with the checksums
that Go's own database keeps, into `.venv/tools`, where `make clean` leaves it. Where there is no Go there is
no geth, and anvil does.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from castor_web.stack import jsonrpc
from castor_web.stack.daemons import Daemon, run_quietly
from castor_web.stack.errors import StackError
from castor_web.stack.places import VENV, Place
from castor_web.stack.ports import LOOPBACK

VERSION = "v1.17.0"
"""The newest whose `--dev` runs the rules of today (Osaka): later ones run those of forks to come."""
CHAIN_ID = 1337
"""The number of every `geth --dev`."""
FINAL_DEPTH = 2
"""How many blocks below the newest one counts as final: in `--dev` geth itself finalises one in 32."""
_MODULE = "github.com/ethereum/go-ethereum/cmd/geth"
_TOOLS = VENV / "tools"
_GOES = ("go", "/usr/local/go/bin/go")


class NoGo(StackError):
    """There is no Go on this machine, and so no geth."""


@dataclass(frozen=True, slots=True)
class Geth:
    """One development chain on a loopback port, its blocks in `<place.run>/<name>`.

    It mines each `block_time` seconds, with or without transactions. `durable=False` keeps them in memory.
    """

    place: Place
    port: int
    block_time: int = 1
    durable: bool = True
    name: str = "geth"

    @property
    def url(self) -> str:
        """The value of `CASTOR_CHAIN_URL`."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def daemon(self) -> Daemon:
        return Daemon(self.name, self.place.pids, self.place.logs)

    @property
    def settings(self) -> dict[str, str]:
        """The variables that a portal on this chain needs beside its address."""
        return {"CASTOR_CHAIN_ID": str(CHAIN_ID), "CASTOR_FINAL_DEPTH": str(FINAL_DEPTH)}

    def start(self) -> None:
        """Start the chain, or go on with the one on disk; returns once it answers."""
        if self.daemon.pid() is not None:
            return
        folder = self.place.run / self.name
        folder.mkdir(mode=0o700, exist_ok=True)
        command: list[str | Path] = [
            build(), "--dev", "--dev.period", str(self.block_time), "--dev.gaslimit", "60000000",
            "--miner.gaslimit", "60000000", "--http", "--http.addr", LOOPBACK, "--http.port", str(self.port),
            "--http.api", "eth,net,web3,txpool,debug", "--nodiscover", "--maxpeers", "0", "--ipcdisable",
            "--verbosity", "2",
        ]  # fmt: skip
        # A test's chain is set back, which geth's index of logs does not survive: it reads blocks.
        command += ["--datadir", folder] if self.durable else ["--history.logs.disable"]
        # geth keeps its keys and caches below HOME; they belong to this market.
        self.daemon.start(command, env={**os.environ, "HOME": str(folder)}, cwd=folder)
        self.daemon.await_ready(self.ready)

    def ready(self) -> bool:
        """Whether it answers; before it has looked through its transactions, it says nothing of receipts."""
        try:
            self.call("eth_getTransactionReceipt", "0x" + "00" * 32)
            return int(self.call("eth_chainId"), 16) == CHAIN_ID
        except (OSError, ValueError, StackError):
            return False

    def stop(self) -> bool:
        """Ask it to write its state and to end."""
        return self.daemon.stop()

    def call(self, method: str, *parameters: object) -> Any:
        """One JSON-RPC call; raises `StackError` with the node's own words when it refuses."""
        return jsonrpc.call(self.url, method, *parameters)

    def now(self) -> int:
        """The time of the last block, in seconds."""
        return int(self.call("eth_getBlockByNumber", "latest", False)["timestamp"], 16)


def build() -> Path:
    """Where geth is, built the first time (some minutes).

    Raises `NoGo` where Go is not installed, `StackError` where its module proxy does not give what is needed.
    """
    executable = _TOOLS / f"geth-{VERSION}" / "geth"
    if executable.exists():
        return executable
    go = next(filter(None, map(shutil.which, _GOES)), None)
    if go is None:
        raise NoGo("There is no Go on this machine, and geth is built by it: skipped. anvil needs no Go.")
    print(f"   geth {VERSION} is built by Go, once; this takes some minutes", flush=True)
    made = _TOOLS / "bin"
    environment = {
        "GOPATH": str(_TOOLS / "go"),
        "GOCACHE": str(_TOOLS / "go-cache"),
        "GOBIN": str(made),
        "GOFLAGS": "-modcacherw",
    }
    run_quietly(
        [go, "install", f"{_MODULE}@{VERSION}"],
        "Go could not build geth: its module proxy (proxy.golang.org, or GOPROXY) was not reached,"
        " or does not give one of its modules. Go says:",
        env={**os.environ, **environment},
    )
    executable.parent.mkdir(parents=True, exist_ok=True)
    (made / "geth").rename(executable)
    for left in (made, _TOOLS / "go", _TOOLS / "go-cache"):
        shutil.rmtree(left, ignore_errors=True)
    return executable
