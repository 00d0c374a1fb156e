"""The node as it answers, refuses, lies or stays away; one connection for each thread."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from apps.ledger.errors import NodeAway, NodeRefused
from apps.ledger.gateway import Gateway

Reply = Callable[[Any], bytes]


class Script:
    """A node on a loopback port that answers as a test says; `bodies` is what it was asked."""

    def __init__(self, reply: Reply) -> None:
        script = self
        self.bodies: list[Any] = []
        self.peers: set[int] = set()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                script.bodies.append(asked)
                script.peers.add(self.client_address[1])
                answer = reply(asked)
                if not answer:
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def play() -> Iterator[Callable[[Reply], tuple[Gateway, Script]]]:
    """Starts a scripted node, and a gateway to it with little patience."""
    started: list[tuple[Gateway, Script]] = []

    def start(reply: Reply) -> tuple[Gateway, Script]:
        script = Script(reply)
        started.append((Gateway(script.url, timeout=0.3), script))
        return started[-1]

    yield start
    for gateway, script in started:
        gateway.close()
        script.server.shutdown()
        script.server.server_close()


def result(asked: Any, value: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": asked["id"], "result": value}


Play = Callable[[Reply], tuple[Gateway, Script]]


@pytest.mark.parametrize("url", ["", "localhost:8545", "ftp://node", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not the address"):
        Gateway(url)


def test_a_node_that_is_not_there_is_away() -> None:
    with pytest.raises(NodeAway):
        Gateway("http://127.0.0.1:9").head()


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b"null", b'{"id": 5, "result": 1}', b'{"result": 1}']
)
def test_an_answer_that_is_none_means_away(play: Play, answer: bytes) -> None:
    gateway, _ = play(lambda _: answer)
    with pytest.raises(NodeAway):
        gateway.request("eth_chainId")


def test_a_node_that_takes_too_long_is_away(play: Play) -> None:
    patience = threading.Event()

    def slowly(_: Any) -> bytes:
        patience.wait(2)
        return b""

    gateway, _ = play(slowly)
    with pytest.raises(NodeAway):
        gateway.request("eth_chainId")
    patience.set()


def test_a_nodes_refusal_keeps_its_words_and_its_revert_data(play: Play) -> None:
    error = {"code": 3, "message": "execution reverted", "data": "0xdeadbeef"}
    gateway, _ = play(lambda asked: json.dumps({"id": asked["id"], "error": error}).encode())
    with pytest.raises(NodeRefused) as refusal:
        gateway.call("0x" + "00" * 20, b"")
    assert (refusal.value.code, refusal.value.data) == (3, bytes.fromhex("deadbeef"))


def test_a_batch_is_put_in_order_whatever_order_it_comes_in(play: Play) -> None:
    gateway, script = play(
        lambda asked: json.dumps([result(each, hex(each["id"])) for each in reversed(asked)]).encode()
    )
    assert gateway.batch([("eth_gasPrice", [])] * 3) == ["0x0", "0x1", "0x2"]
    assert len(script.bodies) == 1


def test_a_batch_that_lacks_an_answer_is_no_answer(play: Play) -> None:
    gateway, _ = play(lambda asked: json.dumps([result(asked[0], "0x0")]).encode())
    with pytest.raises(NodeAway):
        gateway.batch([("eth_gasPrice", [])] * 2)


def test_transactions_are_sent_one_after_the_other(play: Play) -> None:
    def answer(asked: Any) -> bytes:
        if asked["params"] == ["0x01"]:
            return json.dumps(result(asked, "0x" + "AB" * 32)).encode()
        return json.dumps({"id": asked["id"], "error": {"code": -32000, "message": "nonce too low"}}).encode()

    gateway, script = play(answer)
    first, second = gateway.send_raw([b"\1", b"\2"])
    assert (first.hash, second.hash, second.error) == ("0x" + "ab" * 32, None, "nonce too low")
    assert [each["params"] for each in script.bodies] == [["0x01"], ["0x02"]]


def test_a_receipt_without_a_block_is_none(play: Play) -> None:
    gateway, _ = play(lambda asked: json.dumps(result(asked, {"blockHash": None})).encode())
    assert gateway.receipts(["0x" + "00" * 32]) == [None]


def test_one_connection_serves_a_thread(play: Play) -> None:
    gateway, script = play(lambda asked: json.dumps(result(asked, "0x1")).encode())
    for _ in range(3):
        gateway.request("eth_chainId")
    assert len(script.peers) == 1

    def elsewhere() -> None:
        gateway.request("eth_chainId")
        gateway.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert len(script.peers) == 2


def test_a_connection_that_went_while_idle_is_opened_again(play: Play) -> None:
    answers = iter([True, False, True])
    gateway, script = play(lambda asked: json.dumps(result(asked, "0x1")).encode() if next(answers) else b"")
    assert gateway.request("eth_chainId") == "0x1"
    assert gateway.request("eth_chainId") == "0x1"
    assert len(script.peers) == 2
