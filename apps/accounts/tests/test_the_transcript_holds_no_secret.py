"""All that a portal sees and keeps of a sign-up and a signing: nothing of it leads to the key."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from eth_account.messages import encode_defunct

from apps.accounts import oprf
from apps.accounts.derivation import derive, private_input
from apps.accounts.market_secret import account_key
from apps.accounts.tests.conftest import CONSENTS, OMAR
from apps.ledger.testing import MemoryWrite

PASSPHRASE, SECRET = "orbit velvet canyon tobacco eager lunch", "teh-ais-kurang-manis"


class Recorder:
    """A program that signs up and in, and writes down every byte it sends and receives."""

    def __init__(self) -> None:
        self.client, self.transcript = Client(), io.StringIO()

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.client.post(f"/api/v1/accounts/{path}", body, content_type="application/json")
        cookies = self.client.cookies.output()
        print(path, json.dumps(body), answer.content.decode(), answer.headers, cookies, file=self.transcript)
        assert answer.status_code < 300, answer.content
        told: dict[str, Any] = answer.json()
        return told

    def evaluate(self, element: bytes) -> bytes:
        return bytes.fromhex(self.post("evaluate", name="ivan", element="0x" + element.hex())["element"][2:])


def test_nothing_sent_received_or_stored_is_secret(
    market: MemoryWrite, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    ivan = Recorder()
    key = derive(name="ivan", passphrase=PASSPHRASE, secret=SECRET, evaluate=ivan.evaluate)
    asked = {"name": "ivan", "role": "investor", "operator": OMAR, "address": key.address}
    for path, more in (("sign-up", {"consents": CONSENTS}), ("sign-in", {})):
        challenge = ivan.post(f"{path}/challenge", **asked)
        signature = "0x" + key.sign_message(encode_defunct(text=challenge["message"])).signature.hex()
        ivan.post(path, challenge=challenge["id"], signature=signature, **more)

    rows = [row for model in apps.get_models() if model._meta.managed for row in model._base_manager.all()]
    stored = serializers.serialize("json", rows)
    said = capfd.readouterr()
    seen = ivan.transcript.getvalue() + stored + said.out + said.err + caplog.text
    assert key.address in seen

    message = private_input(name="ivan", passphrase=PASSPHRASE, secret=SECRET)
    scalar = oprf.random_blind()
    output = oprf.finalize(
        message, scalar, oprf.blind_evaluate(account_key("ivan"), oprf.blind(message, scalar))
    )
    secrets = [
        PASSPHRASE,
        SECRET,
        *PASSPHRASE.split(),
        key.key.hex(),
        output.hex(),
        account_key("ivan").hex(),
    ]
    assert [each for each in secrets if each.lower() in seen.lower()] == []


def test_the_same_passphrase_looks_different_each_time(market: MemoryWrite) -> None:
    ivan = Recorder()
    first, second = (
        derive(name="ivan", passphrase=PASSPHRASE, evaluate=ivan.evaluate).address for _ in range(2)
    )
    assert first == second
    sent = [
        line.split('"element": "')[1][:66]
        for line in ivan.transcript.getvalue().splitlines()
        if "element" in line
    ]
    assert len(sent) == len(set(sent)) == 2
