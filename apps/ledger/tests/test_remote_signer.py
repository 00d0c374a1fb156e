"""Staff and lanes sign alike with the keystore and with a remote signer (web3signer's API)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from coincurve import PrivateKey
from eth_hash.auto import keccak

from apps.ledger import signers
from apps.ledger.errors import NoKey
from apps.ledger.signers import KeySigner, RemoteKeys, recover
from apps.ledger.testing.stage import LANE_KEYS, REGULATOR_KEYS, Stage, deployed, stage
from apps.vocabulary.types import Role

__all__ = ["deployed", "stage"]
OMAR_KEYS = (b"\x31" * 32, b"\x32" * 32)
CONTENT = b"what is signed"


class Web3Signer(ThreadingHTTPServer):
    """As much of web3signer as signs with Ethereum keys. It hashes what it is given, as the real one does."""

    def __init__(self, *keys: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.keys = {
            "0x" + PrivateKey(key).public_key.format(False)[1:].hex(): KeySigner(key) for key in keys
        }
        self.signed: list[bytes] = []
        self.swapped = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Web3Signer

    def do_GET(self) -> None:
        self.answer(200, json.dumps(list(self.server.keys)) if self.path == "/api/v1/eth1/publicKeys" else "")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = self.server.keys.get(self.path.removeprefix("/api/v1/eth1/sign/"))
        if found is None:
            return self.answer(404, "")
        content = bytes.fromhex(body["data"][2:])
        self.server.signed.append(content)
        signer = KeySigner(b"\x66" * 32) if self.server.swapped else found
        return self.answer(200, "0x" + signer.sign(keccak(content)).hex())

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing."""


@pytest.fixture
def remote() -> Iterator[Web3Signer]:
    server = Web3Signer(*REGULATOR_KEYS, *LANE_KEYS)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_key_that_is_not_there_signs_nothing(remote: Web3Signer) -> None:
    with pytest.raises(NoKey):
        RemoteKeys(remote.url).signer(KeySigner(OMAR_KEYS[0]).address)


def test_no_key_is_made_from_here(remote: Web3Signer) -> None:
    with pytest.raises(NoKey, match="at the remote signer"):
        RemoteKeys(remote.url).make()


def test_a_signer_that_is_away_is_a_key_that_is_away() -> None:
    with pytest.raises(NoKey, match="does not answer"):
        RemoteKeys("http://127.0.0.1:9").signer(KeySigner(OMAR_KEYS[0]).address)


def test_a_signature_by_another_key_goes_nowhere(remote: Web3Signer) -> None:
    remote.swapped = True
    signer = RemoteKeys(remote.url).signer(KeySigner(LANE_KEYS[0]).address)
    with pytest.raises(NoKey, match="another key"):
        signer.sign_hash_of(CONTENT)


def test_it_signs_what_the_key_itself_signs(remote: Web3Signer) -> None:
    here = KeySigner(LANE_KEYS[0])
    there = RemoteKeys(remote.url).signer(here.address)
    assert there.sign_hash_of(CONTENT) == here.sign_hash_of(CONTENT)
    assert recover(keccak(CONTENT), there.sign_hash_of(CONTENT)) == here.address


@pytest.mark.parametrize("kind", ["keystore", "remote signer"])
def test_an_act_of_two_members_of_staff_is_signed_and_carried(
    stage: Stage, remote: Web3Signer, settings: Any, kind: str
) -> None:
    """The same act, the same doors: only where the keys are differs."""
    tan = stage.admit(Role.TRUSTEE, "Tan Trustees")
    if kind == "remote signer":
        settings.CASTOR_REMOTE_SIGNER = remote.url
        settings.CASTOR_KEYSTORE = ""
        signers.keystore.cache_clear()
    arguments = {"participant": tan.door, "until": 2_000_000_000, "reason": b"a test".ljust(32, b"\0")}
    done = stage.act(stage.regulator, "Freeze", stage.regulator.door, **arguments)
    signers.keystore.cache_clear()
    assert done.state == "mined"
    assert len(remote.signed) == (0 if kind == "keystore" else 3)  # maker, checker, the lane's transaction
