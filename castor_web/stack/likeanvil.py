"""What tests ask of anvil, done on geth as far as it can: wait for blocks, give ether, go back to a block."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from castor_web.stack.daemons import wait_until
from castor_web.stack.errors import StackError
from castor_web.stack.geth import Geth

_WAITS_SECONDS = 120

ETHER = 10**18
"""In wei. Whoever sets a balance below that wants it to be too little."""

MISSING: Mapping[str, str] = {
    "evm_setAutomine": "mines by its clock, and cannot be held",
    "evm_increaseTime": "has the wall clock's time, and cannot be moved",
    "evm_setNextBlockTimestamp": "has the wall clock's time, and cannot be moved",
    "anvil_dropTransaction": "keeps what is in its pool",
    "anvil_impersonateAccount": "signs for nobody",
    "anvil_reorg": "makes no reorganisation of its own",
}
"""What geth has nothing for, and why."""


class LikeAnvil:
    """A running geth that is asked in anvil's words.

    `refuse` is told what geth cannot do, and does not return: a test is skipped with this as its reason.
    """

    def __init__(self, geth: Geth, refuse: Callable[[str], Any]) -> None:
        self._geth = geth
        self._refuse = refuse
        self.url, self.place, self.daemon, self.port = geth.url, geth.place, geth.daemon, geth.port
        self.block_time = geth.block_time
        self._own: dict[str, Callable[..., Any]] = {
            "evm_mine": self._mine,
            "anvil_mine": self._mine,
            "evm_snapshot": self._number,
            "evm_revert": self._go_back,
            "anvil_setBalance": self._endow,
        }

    def call(self, method: str, *parameters: Any) -> Any:
        """One call, anvil's or Ethereum's. Raises `StackError` with the node's own words when it refuses."""
        if method == "evm_setAutomine" and parameters == (True,):
            return True  # as it does anyway
        if method in self._own:
            return self._own[method](*parameters)
        if method.startswith(("anvil_", "evm_")):
            return self._refuse(f"geth {MISSING.get(method, f'has no {method}')}")
        return self._geth.call(method, *parameters)

    def now(self) -> int:
        """The time of the last block, in seconds."""
        return self._geth.now()

    def take_back(self, snapshot: int) -> None:
        """Goes back to block `snapshot`."""
        self._go_back(snapshot)

    def _number(self) -> int:
        return int(self._geth.call("eth_blockNumber"), 16)

    def _mine(self, blocks: str = "0x1") -> None:
        wanted = self._number() + int(blocks, 16)
        self._await(lambda: self._number() >= wanted)

    def _go_back(self, number: int) -> None:
        if self._number() > number:
            self._geth.call("debug_setHead", hex(number))

    def _endow(self, address: str, wei: str) -> None:
        """Gives ether on top of what is there: enough for a test that wants an account to have some."""
        if int(wei, 16) < ETHER:
            self._refuse("geth takes ether from nobody: an account cannot be made poor")
        (payer, *_) = self._geth.call("eth_accounts")
        sent = self._geth.call("eth_sendTransaction", {"from": payer, "to": address, "value": wei})
        self._await(lambda: self._geth.call("eth_getTransactionReceipt", sent) is not None)

    def _await(self, condition: Callable[[], bool]) -> None:
        began = time.monotonic()
        if not wait_until(condition, within=_WAITS_SECONDS, every=0.05):
            raise StackError(f"geth made no block in {time.monotonic() - began:.0f} s")
