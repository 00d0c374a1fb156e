"""The development chain's clock: it is moved forward, never back, and never on another chain."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests

DEVELOPMENT_CHAIN = 31337
_LOOK_SECONDS = 0.1
_BLOCKS_TO_FINAL = 2
_STRANGER = "0x" + "57" * 20
_STRANGERS_GAS = 5_000_000


class NoWarp(Exception):
    """The clock cannot be moved so; the sentence says why."""


class DevelopmentChain:
    """The node at an address, as far as only a development node can be asked."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._lock = threading.Lock()

    def call(self, method: str, *parameters: object) -> Any:
        """One JSON-RPC call. Raises NoWarp with the node's words, or requests' own errors."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        with self._lock:
            answer = self._session.post(self._url, json=body, timeout=30).json()
        if "error" in answer:
            raise NoWarp(f"the chain refuses {method}: {answer['error'].get('message')}")
        return answer["result"]

    @property
    def warps(self) -> bool:
        """Whether it is an anvil with the development chain's number."""
        try:
            told = str(self.call("web3_clientVersion")).lower()
            return told.startswith("anvil") and int(self.call("eth_chainId"), 16) == DEVELOPMENT_CHAIN
        except NoWarp:
            return False

    def now(self) -> int:
        """The last block's time, in seconds."""
        return int(self.call("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def warp(self, to: int) -> int:
        """Mines one block at the second `to`; the clock goes on from there. Returns the block's time.

        Raises NoWarp for a time that is not ahead, and for any chain but a development one.
        """
        if not self.warps:
            raise NoWarp("Only a development chain's clock can be moved; this one keeps its own time.")
        now = self.now()
        if to <= now:
            raise NoWarp(f"The market's clock is at {now} already, and never goes back.")
        self.call("evm_setNextBlockTimestamp", to)
        self.call("evm_mine")
        return self.now()

    def ask(self, to: str, data: bytes) -> bytes:
        """What a contract answers to a call, of which nothing stays. Raises NoWarp where it refuses."""
        answer: str = self.call("eth_call", {"to": to, "data": "0x" + data.hex()}, "latest")
        return bytes.fromhex(answer[2:])

    def send(self, to: str, data: bytes) -> list[dict[str, Any]]:
        """A stranger's transaction, which only a development node sends without its key: what it told, once
        it is mined. Raises NoWarp where it failed.
        """
        self.call("anvil_setBalance", _STRANGER, hex(10**18))
        self.call("anvil_impersonateAccount", _STRANGER)
        sent = {"from": _STRANGER, "to": to, "data": "0x" + data.hex(), "gas": hex(_STRANGERS_GAS)}
        hashed = self.call("eth_sendTransaction", sent)
        while (receipt := self.call("eth_getTransactionReceipt", hashed)) is None:
            time.sleep(_LOOK_SECONDS)
        if int(receipt["status"], 16) != 1:
            raise NoWarp("the stranger's transaction failed")
        logs: list[dict[str, Any]] = receipt["logs"]
        return logs

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """As long as the block runs, what waits is mined at once, and made final, if the chain allows it."""
        if not self.warps:
            yield
            return
        over = threading.Event()
        hurrying = threading.Thread(target=self._hurry, args=(over,), daemon=True)
        hurrying.start()
        try:
            yield
        finally:
            over.set()
            hurrying.join()

    def _hurry(self, over: threading.Event) -> None:
        while not over.wait(_LOOK_SECONDS):
            # A node that is away for a moment is no reason to stop: its own blocks come anyway.
            with suppress(NoWarp, requests.RequestException):
                if int(self.call("txpool_status")["pending"], 16):
                    self.call("anvil_mine", hex(1 + _BLOCKS_TO_FINAL))
