"""No secret and no person reaches a log line."""

from __future__ import annotations

import pytest

from castor_web.redaction import HIDDEN, drop_secrets

KEY = "0x" + "ab" * 32


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "passphrase",
        "client_secret",
        "csrf_token",
        "otp",
        "Authorization",
        "cookie",
        "signature",
        "private_key",
        "email",
        "full_name",
        "identity_number",
        "raw_bytes",
        "session_key",
    ],
)
def test_a_secret_is_known_by_its_name(name: str) -> None:
    assert drop_secrets(None, "info", {name: "value"})[name] == HIDDEN


def test_a_key_is_known_by_its_shape_wherever_it_stands() -> None:
    line = drop_secrets(None, "info", {"event": f"signed with {KEY}", "given": {"deep": [KEY]}})
    assert KEY not in str(line)


def test_credentials_in_an_address_are_left_out() -> None:
    line = drop_secrets(None, "info", {"event": "cannot reach redis://:hunter2@host:1/0"})
    assert "hunter2" not in line["event"]
    assert "host:1" in line["event"]


def test_what_is_public_stays() -> None:
    line = {"event": "act queued", "transaction_hash": KEY, "act": "5", "count": 3, "token": KEY[:42]}
    assert drop_secrets(None, "info", dict(line)) == {**line, "token": HIDDEN}
