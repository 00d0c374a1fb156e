"""The chain's node, spoken to directly: JSON-RPC batches over one keep-alive connection per thread.

web3's usual path costs 20 times the CPU of this one (measured), so the hot paths use this; `Gateway.web3`
wraps the same connection for set-up work. A node that does not answer in time is `NodeAway`: what it was
asked is then *unknown*, never failed.
"""

from __future__ import annotations

import http.client
import os
import threading
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings

from apps.ledger.errors import NodeAway, NodeRefused
from apps.ledger.noderesponse import NodeResponse, refusal_of
from apps.ledger.types import Answer, Block, Fees, Hash, Outlook, RawLog, Receipt
from apps.vocabulary.types import Address

if TYPE_CHECKING:
    from web3 import Web3

TIMEOUT_SECONDS = 5.0
"""How long one answer may take; a page that simulates an act waits no longer for the node."""
MOST_CALLS = 500
"""How many calls go in one batch: geth refuses more than 1,000."""
SEND = b'{"jsonrpc":"2.0","id":0,"method":"eth_sendRawTransaction","params":["0x'
NO_SUCH_METHOD = -32601
"""JSON-RPC's own code for a method that the node does not have."""

Params = Sequence[Any]
Tag = int | str
"""A block number, or `latest`, `finalized`, `safe`, `earliest`."""


class Gateway:
    """One node at one address. Threads and processes may share it: each gets a connection of its own."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT_SECONDS, final_depth: int | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"not the address of a node: {url!r}")
        self.url = url
        self._timeout = timeout
        self._final_depth = final_depth
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._request = (
            f"POST {path} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n"
            "Accept-Encoding: identity\r\nContent-Type: application/json\r\nContent-Length: "
        ).encode()
        self._local = threading.local()

    # -- blocks, logs, receipts -------------------------------------------------------------------------

    def block(self, number: Tag = "latest") -> Block | None:
        """The header of a block, or None where the chain has none of that number."""
        return _block(self.request("eth_getBlockByNumber", _tag(number), False))

    def blocks(self, numbers: Sequence[int]) -> list[Block | None]:
        """Several headers in one round trip."""
        return [
            _block(found)
            for found in self.batch([("eth_getBlockByNumber", [_tag(n), False]) for n in numbers])
        ]

    def head(self) -> Block:
        """The newest block.

        Raises NodeAway where the node has none to give.
        """
        found = self.block("latest")
        if found is None:
            raise NodeAway
        return found

    def final(self) -> Block | None:
        """The last block that the chain calls final; None where there is none yet (some nodes then
        refuse).

        With a `final_depth` it is the block so far below the newest: for chains that never say, or seldom.
        """
        if self._final_depth is not None:
            return self.block(max(0, self.head().number - self._final_depth))
        try:
            return self.block("finalized")
        except NodeRefused:
            return None

    def logs(
        self,
        first: Tag,
        last: Tag,
        addresses: Sequence[Address] | None = None,
        topics: Sequence[str | Sequence[str] | None] | None = None,
    ) -> list[RawLog]:
        """All logs of the blocks `first` to `last`, both included, in chain order, as the node's JSON has
        them.

        `topics` filters by place: one topic, any of several, or None for whatever stands there.
        """
        query: dict[str, Any] = {"fromBlock": _tag(first), "toBlock": _tag(last)}
        if addresses is not None:
            query["address"] = list(addresses)
        if topics is not None:
            query["topics"] = list(topics)
        found: list[RawLog] = self.request("eth_getLogs", query)
        return found

    def logs_of(self, block_hash: Hash, addresses: Sequence[Address] | None = None) -> list[RawLog]:
        """All logs of the one block of that hash.

        Raises NodeRefused where the node has no such block (it was reorganised away).
        """
        query: dict[str, Any] = {"blockHash": block_hash}
        if addresses is not None:
            query["address"] = list(addresses)
        found: list[RawLog] = self.request("eth_getLogs", query)
        return found

    def receipts(self, hashes: Sequence[str]) -> list[Receipt | None]:
        """The receipts of transactions, pairwise; None where the node knows of none.

        Raises NodeAway too where it refuses to say: geth does until it has indexed its transactions.
        """
        try:
            answers = self.batch([("eth_getTransactionReceipt", [each]) for each in hashes])
        except NodeRefused as unknown:
            raise NodeAway from unknown
        return [_receipt(found) for found in answers]

    # -- accounts, calls, sending -----------------------------------------------------------------------

    def nonce(self, address: str, block: Tag = "latest") -> int:
        """How many transactions the chain has of this address: to detect with, never to allocate from."""
        return int(self.request("eth_getTransactionCount", address, _tag(block)), 16)

    def balance(self, address: str) -> int:
        """An address's ether, in wei."""
        return int(self.request("eth_getBalance", address, "latest"), 16)

    def code(self, address: str) -> bytes:
        """The contract code at an address; empty where there is none."""
        return bytes.fromhex(self.request("eth_getCode", address, "latest")[2:])

    def call(
        self,
        to: str,
        data: bytes,
        *,
        sender: str | None = None,
        gas: int | None = None,
        block: Tag = "latest",
    ) -> bytes:
        """What a call would return now.

        Raises NodeRefused when it would revert, `data` being the revert data.
        """
        return bytes.fromhex(self.request("eth_call", _call(to, data, sender, gas), _tag(block))[2:])

    def calls(
        self, calls: Sequence[tuple[str, bytes]], *, gas: int | None = None, block: Tag = "latest"
    ) -> list[bytes | NodeRefused]:
        """What several calls would return, in one round trip; a refusal stands in its place in the list."""
        found = self._answers([("eth_call", [_call(to, data, gas=gas), _tag(block)]) for to, data in calls])
        return [bytes.fromhex(each[2:]) if isinstance(each, str) else each for each in found]

    def calls_of(self, calls: Sequence[tuple[str, bytes, int]]) -> list[bytes | NodeRefused]:
        """As `calls`, each with gas of its own: (to, data, gas)."""
        found = self._answers([("eth_call", [_call(to, data, gas=gas), "latest"]) for to, data, gas in calls])
        return [bytes.fromhex(each[2:]) if isinstance(each, str) else each for each in found]

    def estimate(self, to: str | None, data: bytes, *, sender: str) -> int:
        """The gas that a transaction would use. Raises NodeRefused when it would revert."""
        call = {"from": sender, "data": "0x" + data.hex()} | ({"to": to} if to else {})
        return int(self.request("eth_estimateGas", call), 16)

    def send_raw(self, raws: Sequence[bytes]) -> list[Answer]:
        """Hands signed transactions to the node, one after the other, and says what it answered to each.

        Not as a batch: a node runs the calls of a batch in any order, and a later nonce that comes first
        waits. Raises NodeAway when an answer did not come: what was sent is then unknown, and may well have
        arrived.
        """
        answers = []
        for raw in raws:
            # Written by hand: the general encoder looks at each of some thousands of hex digits.
            (found,) = self._results(self._post(SEND + raw.hex().encode() + b'"]}'), 1)
            refused = isinstance(found, NodeRefused)
            answers.append(Answer(None, found.message) if refused else Answer(Hash(found.lower())))
        return answers

    def endow(self, address: str, wei: int) -> Hash | None:
        """Ether from nowhere, which only a development chain gives.

        anvil writes it down at once; geth has an account of its own that pays, and the transaction's hash is
        returned. Raises NodeRefused on any other chain.
        """
        try:
            self.request("anvil_setBalance", address, hex(wei))
        except NodeRefused as refusal:
            payers = self.request("eth_accounts") if refusal.code == NO_SUCH_METHOD else []
            if not payers:
                raise
            paid = {"from": payers[0], "to": address, "value": hex(wei)}
            return Hash(self.request("eth_sendTransaction", paid))
        return None

    def outlook(self, address: str) -> Outlook:
        """What a lane must know before it sends, in one round trip."""
        head, tip, nonce, genesis = self.batch(
            [
                ("eth_getBlockByNumber", ["latest", False]),
                ("eth_maxPriorityFeePerGas", []),
                ("eth_getTransactionCount", [address, "latest"]),
                ("eth_getBlockByNumber", ["0x0", False]),
            ]
        )
        block, first = _block(head), _block(genesis)
        if block is None or first is None:
            raise NodeAway
        # Twice the base fee, so that six full blocks in a row do not outprice it.
        fees = Fees(2 * block.base_fee + int(tip, 16), int(tip, 16))
        return Outlook(block, fees, int(nonce, 16), first.hash)

    @cached_property
    def chain_id(self) -> int:
        """The chain's id, asked once per process."""
        return int(self.request("eth_chainId"), 16)

    @property
    def genesis_hash(self) -> Hash:
        """The hash of the chain's first block: its identity. Asked each time, for a node may be replaced."""
        found = self.block(0)
        if found is None:
            raise NodeAway
        return found.hash

    # -- JSON-RPC ---------------------------------------------------------------------------------------

    def request(self, method: str, *params: Any) -> Any:
        """One call's result. Raises NodeAway, or NodeRefused with the node's own error."""
        (found,) = self._answers([(method, params)])
        if isinstance(found, NodeRefused):
            raise found
        return found

    def batch(self, calls: Sequence[tuple[str, Params]]) -> list[Any]:
        """Several calls' results in one round trip; the node may run them in any order.

        Raises NodeAway, or NodeRefused for the first call that the node refused.
        """
        found = self._answers(calls)
        for each in found:
            if isinstance(each, NodeRefused):
                raise each
        return found

    def web3(self) -> Web3:
        """A web3 client on this node, for set-up work; its import takes a second, so only who needs it
        pays.
        """
        from web3 import HTTPProvider, Web3

        return Web3(HTTPProvider(self.url, request_kwargs={"timeout": self._timeout}))

    def _answers(self, calls: Sequence[tuple[str, Params]]) -> list[Any]:
        if not calls:
            return []
        if len(calls) > MOST_CALLS:
            return self._answers(calls[:MOST_CALLS]) + self._answers(calls[MOST_CALLS:])
        asked = [
            {"jsonrpc": "2.0", "id": i, "method": method, "params": params}
            for i, (method, params) in enumerate(calls)
        ]
        return self._results(self._post(orjson.dumps(asked[0] if len(asked) == 1 else asked)), len(asked))

    def _results(self, answered: Any, number: int) -> list[Any]:
        """What was answered to so many calls, in their order: a result or a NodeRefused each."""
        if isinstance(answered, dict) and number > 1:  # a batch that was refused as a whole
            raise refusal_of(answered.get("error") or {})
        listed = answered if isinstance(answered, list) else [answered]
        by_id = {each["id"]: each for each in listed if isinstance(each, dict) and "id" in each}
        if any(i not in by_id for i in range(number)):
            raise NodeAway
        return [
            refusal_of(by_id[i]["error"]) if "error" in by_id[i] else by_id[i].get("result")
            for i in range(number)
        ]

    def _post(self, body: bytes) -> Any:
        connection, reused = self._connection()
        try:
            try:
                return self._exchange(connection, body)
            except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
                # The node may close a connection that has been idle; a new one either works or shows it is
                # away.
                if not reused:
                    raise
                self.close()
                return self._exchange(self._connection()[0], body)
        except (OSError, http.client.HTTPException, ValueError) as failure:
            self.close()
            raise NodeAway from failure

    def _exchange(self, connection: http.client.HTTPConnection, body: bytes) -> Any:
        """Past `HTTPConnection.request`, which takes longer for five constant lines than a signature does."""
        if connection.sock is None:
            connection.connect()
        connection.sock.sendall(self._request + str(len(body)).encode() + b"\r\n\r\n" + body)
        with NodeResponse(connection.sock, method="POST") as response:
            response.begin()
            answer = response.read()
        if response.will_close:
            self.close()
        if response.status >= 500 or not answer:
            raise http.client.HTTPException(f"HTTP {response.status}")
        return orjson.loads(answer)

    def _connection(self) -> tuple[http.client.HTTPConnection, bool]:
        """This thread's connection, and whether it was there before; one of a parent process is never
        shared.
        """
        kept: tuple[int, http.client.HTTPConnection] | None = getattr(self._local, "kept", None)
        if kept is not None and kept[0] == os.getpid():
            return kept[1], True
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        made = kind(self._host, self._port, timeout=self._timeout)
        self._local.kept = (os.getpid(), made)
        return made, False

    def close(self) -> None:
        """Closes this thread's connection; the next call opens another."""
        kept = getattr(self._local, "kept", None)
        if kept is not None:
            kept[1].close()
            self._local.kept = None


@cache
def gateway() -> Gateway:
    """The market's node, at `CASTOR_CHAIN_URL`; blocks are final when it says so, or `CASTOR_FINAL_DEPTH`
    below the newest.
    """
    return Gateway(settings.CASTOR_CHAIN_URL, final_depth=settings.CASTOR_FINAL_DEPTH)


def _tag(number: Tag) -> str:
    return hex(number) if isinstance(number, int) else number


def _call(to: str, data: bytes, sender: str | None = None, gas: int | None = None) -> dict[str, str]:
    call = {"to": to, "data": "0x" + data.hex()}
    if sender is not None:
        call["from"] = sender
    if gas is not None:
        call["gas"] = hex(gas)
    return call


def _block(found: Mapping[str, Any] | None) -> Block | None:
    if found is None:
        return None
    return Block(
        number=int(found["number"], 16),
        hash=Hash(found["hash"]),
        parent=Hash(found["parentHash"]),
        timestamp=int(found["timestamp"], 16),
        base_fee=int(found.get("baseFeePerGas") or "0x0", 16),
        gas_limit=int(found["gasLimit"], 16),
        has_logs=int(found["logsBloom"], 16) != 0,
    )


def _receipt(found: Mapping[str, Any] | None) -> Receipt | None:
    # A receipt without a block is of a transaction that only waits in the pool.
    if found is None or found.get("blockHash") is None:
        return None
    created = found.get("contractAddress")
    return Receipt(
        hash=Hash(found["transactionHash"]),
        block_number=int(found["blockNumber"], 16),
        block_hash=Hash(found["blockHash"]),
        succeeded=int(found["status"], 16) == 1,
        gas_used=int(found["gasUsed"], 16),
        contract=Address(created) if created else None,
        logs=tuple(found["logs"]),
    )
