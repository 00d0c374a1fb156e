"""Keys, signatures and transactions: ours are what eth-account makes, byte for byte."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from hypothesis import given
from hypothesis import strategies as st

from apps.ledger import signers
from apps.ledger.errors import NoKey
from apps.ledger.signers import KeySigner, Keystore, recover, signs_for
from apps.ledger.transactions import bumped, sign
from apps.ledger.types import Fees

IVAN = KeySigner(b"\x42" * 32)
HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0


@pytest.fixture
def store(tmp_path: Path) -> Keystore:
    return Keystore(tmp_path / "keys", "tests only", scrypt_n=2)


@pytest.mark.parametrize("size", [0, 64, 66])
def test_a_signature_of_another_length_is_nobodys(size: int) -> None:
    assert recover(b"\1" * 32, b"\1" * size) is None


def test_a_malleable_signature_is_nobodys() -> None:
    signature = IVAN.sign(b"\1" * 32)
    order = 2 * HALF_ORDER + 1
    twin = (
        signature[:32]
        + (order - int.from_bytes(signature[32:64], "big")).to_bytes(32, "big")
        + bytes((55 - signature[64],))
    )
    assert recover(b"\1" * 32, signature) == IVAN.address
    assert recover(b"\1" * 32, twin) is None


@pytest.mark.parametrize(
    "bad", [b"\0" * 64 + b"\x1b", b"\xff" * 32 + b"\1" * 32 + b"\x1b", b"\1" * 64 + b"\0"]
)
def test_what_is_no_signature_is_nobodys(bad: bytes) -> None:
    assert recover(b"\1" * 32, bad) is None


@given(st.binary(min_size=32, max_size=32))
def test_a_signature_is_the_same_each_time_and_its_signers(digest: bytes) -> None:
    signature = IVAN.sign(digest)
    assert signature == IVAN.sign(digest)
    assert recover(digest, signature) == IVAN.address
    assert bytes(Account.unsafe_sign_hash(digest, b"\x42" * 32).signature) == signature


@given(
    nonce=st.integers(0, 2**63),
    gas=st.integers(0, 2**40),
    most=st.integers(0, 2**60),
    tip=st.integers(0, 2**60),
    value=st.integers(0, 2**90),
    data=st.binary(max_size=300),
)
def test_our_transaction_is_eth_accounts(
    nonce: int, gas: int, most: int, tip: int, value: int, data: bytes
) -> None:
    to = KeySigner(b"\x43" * 32).address
    raw, its_hash = sign(
        IVAN, chain_id=31337, nonce=nonce, to=to, data=data, gas=gas, fees=Fees(most, tip), value=value
    )
    theirs = Account.sign_transaction(
        {
            "type": 2,
            "chainId": 31337,
            "nonce": nonce,
            "to": to,
            "data": data,
            "gas": gas,
            "maxFeePerGas": most,
            "maxPriorityFeePerGas": tip,
            "value": value,
        },
        b"\x42" * 32,
    )
    assert raw == bytes(theirs.raw_transaction)
    assert its_hash == "0x" + bytes(theirs.hash).hex()


@given(st.integers(0, 10**11), st.integers(0, 10**11), st.integers(0, 10**11), st.integers(0, 10**11))
def test_a_replacement_pays_an_eighth_more_in_both_fields(most: int, tip: int, base: int, going: int) -> None:
    tip, going = min(most, tip), min(base, going)
    raised = bumped(Fees(most, tip), Fees(base, going), cap=10**13)
    assert raised is not None
    assert 8 * raised.most >= 9 * most
    assert 8 * raised.tip >= 9 * tip
    assert raised.most >= base
    assert raised.tip >= going


def test_a_replacement_never_exceeds_the_ceiling() -> None:
    assert bumped(Fees(100, 10), Fees(10, 1), cap=112) is None
    assert bumped(Fees(100, 10), Fees(10, 1), cap=114) == Fees(114, 13)


def test_a_key_that_is_not_here_is_said_to_be(store: Keystore) -> None:
    with pytest.raises(NoKey):
        store.signer(IVAN.address)
    assert IVAN.address not in store


def test_a_key_is_kept_encrypted_for_its_owner_alone(store: Keystore) -> None:
    address = store.make(b"\x42" * 32)
    (file,) = store.folder.iterdir()
    assert address == IVAN.address
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert ("42" * 32) not in file.read_text()
    content: dict[str, Any] = json.loads(file.read_text())
    assert content["version"] == 3


def test_a_key_is_opened_with_the_password_alone(store: Keystore) -> None:
    address = store.make()
    fresh = Keystore(store.folder, "tests only", scrypt_n=2)
    assert fresh.signer(address).sign_hash_of(b"a") == store.signer(address).sign_hash_of(b"a")
    with pytest.raises(NoKey, match="does not open"):
        Keystore(store.folder, "wrong").signer(address)


def test_without_a_keystore_nobody_signs(settings: Any) -> None:
    settings.CASTOR_KEYSTORE = ""
    signers.keystore.cache_clear()
    with pytest.raises(NoKey):
        signers.keystore()


def test_an_installation_signs_for_its_organisations_alone(settings: Any) -> None:
    rania, tan = IVAN.address, KeySigner(b"\x44" * 32).address
    settings.CASTOR_ORGANISATIONS = [rania.lower()]
    assert signs_for(rania)
    assert not signs_for(tan)
