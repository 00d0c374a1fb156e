"""Answers of nodes, however they come: cut off, in chunks, closed at their end, or one after the other."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from apps.ledger.errors import NodeAway
from apps.ledger.gateway import Gateway

JSON = b'{"jsonrpc":"2.0","id":0,"result":"0x7"}'


@contextmanager
def answering(*answers: bytes) -> Iterator[Gateway]:
    """A node that says each of these, a connection each, and closes it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for each in answers:
                with server.accept()[0] as connection:
                    connection.recv(65_536)
                    connection.sendall(each)

        node = threading.Thread(target=serve)
        node.start()
        yield Gateway(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=5)
        node.join()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + JSON,
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n" + JSON,
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_what_is_no_whole_answer_is_a_node_that_is_away(answer: bytes) -> None:
    with answering(answer) as gateway, pytest.raises(NodeAway):
        gateway.request("eth_chainId")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(JSON), JSON),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(JSON), JSON),
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + JSON,
    ],
    ids=["with its length", "in chunks", "until it closes"],
)
def test_an_answer_is_read_whole(answer: bytes) -> None:
    with answering(answer) as gateway:
        assert gateway.request("eth_chainId") == "0x7"
