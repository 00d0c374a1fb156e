"""anvil, the development chain of npm's `@foundry-rs/anvil`, whose time never runs back."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from castor_web.stack import jsonrpc
from castor_web.stack.daemons import Daemon
from castor_web.stack.errors import StackError
from castor_web.stack.places import Place, node_tool
from castor_web.stack.ports import LOOPBACK

CHAIN_ID = 31337


@dataclass(frozen=True, slots=True)
class Anvil:
    """One development chain on a loopback port, its state in `<place.run>/<name>/state.json`.

    `block_time` is in seconds; None mines each transaction at once (tests). `durable=False` keeps nothing on
    disk. Blocks are final two
    blocks later (an epoch of one slot), so that every state of an act can be watched.
    """

    place: Place
    port: int
    block_time: int | None = 2
    durable: bool = True
    name: str = "anvil"
    listen: str = LOOPBACK

    @property
    def url(self) -> str:
        """The value of `CASTOR_CHAIN_URL`."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def daemon(self) -> Daemon:
        return Daemon(self.name, self.place.pids, self.place.logs)

    @property
    def settings(self) -> dict[str, str]:
        """The variables that a portal on this chain needs beside its address: none."""
        return {}

    @property
    def _state(self) -> Path:
        return self.place.run / self.name / "state.json"

    def start(self) -> None:
        """Start the chain, or go on with the one on disk; returns once it mines.

        A chain that goes on does not mine before its clock stands where it stood: at the wall clock plus what
        it was warped, and in any case after its last block.
        """
        if self.daemon.pid() is not None:
            return
        goes_on = self.durable and self._whole_state()
        command: list[str | Path] = [
            node_tool("anvil"), "--host", self.listen, "--port", str(self.port), "--chain-id", str(CHAIN_ID),
            "--hardfork", "osaka", "--slots-in-an-epoch", "1", "--gas-limit", "60000000", "--quiet",
            "--no-request-size-limit",  # another node's whole state is more than 2 MB
        ]  # fmt: skip
        if self.durable:
            command += ["--state", self._state, "--state-interval", "5"]
        if goes_on:
            command += ["--no-mining"]
        elif self.block_time:
            command += ["--block-time", str(self.block_time)]
        folder = self.place.run / self.name
        folder.mkdir(mode=0o700, exist_ok=True)
        # anvil keeps a cache below HOME; it belongs to this market.
        self.daemon.start(command, env={**os.environ, "HOME": str(folder)}, cwd=folder)
        self.daemon.await_ready(self.ready)
        if goes_on:
            self._go_on()

    def ready(self) -> bool:
        """Whether it answers."""
        try:
            return int(self.call("eth_chainId"), 16) == CHAIN_ID
        except (OSError, ValueError):
            return False

    def stop(self) -> bool:
        """Ask it to write its state and to end."""
        if self.durable and self.daemon.pid() is not None:
            self._note_offset()
        return self.daemon.stop()

    def call(self, method: str, *parameters: object) -> Any:
        """One JSON-RPC call; raises `StackError` with the node's own words when it refuses."""
        return jsonrpc.call(self.url, method, *parameters)

    def now(self) -> int:
        """The time of the last block, in seconds."""
        return int(self.call("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nothing is mined inside; what was being mined is mined before.

        anvil goes back (`evm_revert`, `anvil_reorg`) without waiting for the block that it is mining: that
        one then lands where its number says, above blocks that are gone for good (seen with 1.7.1).
        """
        automine, seconds = self.call("anvil_getAutomine"), self.call("anvil_getIntervalMining")
        self.call("evm_setIntervalMining", 0)
        # A block that was queued comes between two of ours: once none does, twice, none is left.
        alone = 0
        while alone < 2:
            before = self._height()
            self.call("evm_mine")
            alone = alone + 1 if self._height() == before + 1 else 0
        try:
            yield
        finally:
            if automine:
                self.call("evm_setAutomine", True)
            elif seconds:
                self.call("evm_setIntervalMining", seconds)

    def take_back(self, snapshot: str) -> None:
        """Goes back to a snapshot; what waits to be mined is forgotten too."""
        with self.still():
            self.call("anvil_dropAllTransactions")
            if not self.call("evm_revert", snapshot):
                raise StackError(f"anvil has no snapshot {snapshot}")

    def _height(self) -> int:
        return int(self.call("eth_blockNumber"), 16)

    def _go_on(self) -> None:
        wall = int(time.time())
        behind = max(self.now() + 1 - wall, self._offset())
        if behind > 0:
            self.call("evm_increaseTime", hex(behind))
        self.call("evm_mine")
        if self.block_time:
            self.call("evm_setIntervalMining", self.block_time)
        else:
            self.call("evm_setAutomine", True)

    def _note_offset(self) -> None:
        """Remember how far the chain's clock is ahead of the wall's (a warp)."""
        try:
            ahead = self.now() - int(time.time())
        except (OSError, StackError):
            return
        # Within a few blocks it is not a warp but the block time.
        (self._state.parent / "ahead").write_text(str(ahead if ahead > 60 else 0))

    def _offset(self) -> int:
        try:
            return int((self._state.parent / "ahead").read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def _whole_state(self) -> bool:
        """Whether there is a state to go on with; one cut off while written gives way to the one before."""
        kept = self._state.with_suffix(".before.json")
        for candidate in (self._state, kept):
            try:
                state = json.loads(candidate.read_text())
            except (FileNotFoundError, ValueError):
                continue
            if not is_gapless(state):
                continue
            text = json.dumps(_with_one_genesis(state))
            kept.write_text(text)
            self._state.write_text(text)
            return True
        return False


def is_gapless(state: dict[str, Any]) -> bool:
    """Whether a state has all its blocks: one that anvil wrote while a reorg went on may lack some, and the
    chain would then have a hole for good.
    """
    numbers = {int(block["header"]["number"], 16) for block in state["blocks"]}
    return len(numbers) == int(state["best_block_number"]) + 1


def _with_one_genesis(state: dict[str, Any]) -> dict[str, Any]:
    """The state with the chain's own block 0 alone.

    Each start of anvil makes a genesis block and keeps it beside the one it loads; which of them it then
    calls block 0 is chance. The chain's own is the oldest.
    """

    def seconds(block: dict[str, Any]) -> int:
        return int(block["header"]["timestamp"], 16)

    first = [block for block in state["blocks"] if int(block["header"]["number"], 16) == 0]
    later = [block for block in state["blocks"] if block not in first]
    return {**state, "blocks": [min(first, key=seconds), *later]}
