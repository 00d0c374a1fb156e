"""The oblivious function gives what RFC 9497 says, and refuses what is no element."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from apps.accounts import oprf

# RFC 9497, appendix A.1.1: OPRF(ristretto255, SHA-512), mode OPRF.
SEED = bytes.fromhex("a3" * 32)
INFO = b"test key"
SECRET_KEY = "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e"
BLIND = bytes.fromhex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706")
VECTORS = [
    (
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        (
            "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
            "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6"
        ),
    ),
    (
        "5a" * 17,
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        (
            "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
            "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73"
        ),
    ),
]


@pytest.mark.parametrize(
    "element",
    [b"", bytes(31), bytes(32), b"\xff" * 32, bytes(33)],
    ids=["empty", "short", "identity", "no point", "long"],
)
def test_what_is_no_element_is_refused(element: bytes) -> None:
    with pytest.raises(oprf.NotAnElement):
        oprf.blind_evaluate(bytes.fromhex(SECRET_KEY), element)


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        oprf.derive_secret_key(b"short", INFO)


def test_an_input_too_long_for_its_length_prefix_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        oprf.blind(bytes(0x10000), BLIND)


def test_the_derived_key_is_that_of_the_rfc() -> None:
    assert oprf.derive_secret_key(SEED, INFO).hex() == SECRET_KEY


@pytest.mark.parametrize(("message", "blinded", "evaluated", "output"), VECTORS)
def test_each_step_is_that_of_the_rfc(message: str, blinded: str, evaluated: str, output: str) -> None:
    element = oprf.blind(bytes.fromhex(message), BLIND)
    assert element.hex() == blinded
    answer = oprf.blind_evaluate(bytes.fromhex(SECRET_KEY), element)
    assert answer.hex() == evaluated
    assert oprf.finalize(bytes.fromhex(message), BLIND, answer).hex() == output


def test_the_blind_hides_the_input_and_leaves_the_output() -> None:
    key = oprf.derive_secret_key(SEED, b"ivan")
    first, second = oprf.random_blind(), oprf.random_blind()
    assert oprf.blind(b"secret", first) != oprf.blind(b"secret", second)
    outputs = {
        oprf.finalize(b"secret", scalar, oprf.blind_evaluate(key, oprf.blind(b"secret", scalar)))
        for scalar in (first, second)
    }
    assert len(outputs) == 1


def test_the_browsers_library_gives_what_the_rfc_says() -> None:
    """The same vectors through the code that the browser runs."""
    given = {
        "seed": SEED.hex(),
        "info": INFO.hex(),
        "blind": BLIND.hex(),
        "messages": [message for message, *_ in VECTORS],
    }
    done = subprocess.run(
        ["node", str(Path(__file__).parent / "oprf_vectors_in_node.mjs")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    answer = json.loads(done.stdout)
    assert answer["secretKey"] == SECRET_KEY
    assert [tuple(each) for each in answer["steps"]] == VECTORS
