"""Acts as typed data: what we hash is what any wallet hashes."""

from __future__ import annotations

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from apps.ledger.abi import checksum
from apps.ledger.errors import WrongArguments
from apps.ledger.typeddata import arguments_of, call, digest, struct, typed_data
from apps.ledger.types import DoorAct
from apps.vocabulary.types import Address

PLEDGE = (
    "Pledge(address campaign,address asset,uint256 most,"
    "uint256 units,uint256 least,uint256 nonce,uint256 deadline)"
)
MIXED = (
    "Mixed(address target,address asset,uint256 most,"
    "uint8 role,bytes32 name,bool template,address key,bytes4 part,"
    "int64 shift,uint256 nonce,uint256 deadline)"
)
SELECTOR = "0x12345678"

addresses = st.binary(min_size=20, max_size=20).map(checksum)
words = st.integers(min_value=0, max_value=2**256 - 1)


def act(
    target: Address, asset: Address, data: bytes, most: int = 0, nonce: int = 0, deadline: int = 0
) -> DoorAct:
    return DoorAct(target=target, call=data, nonce=nonce, deadline=deadline, asset=asset, most=most)


@pytest.mark.parametrize(
    "definition",
    [
        "Pledge",
        "Pledge(address campaign,address asset,uint256 most,uint256 nonce)",
        "Pledge(address campaign,uint256 asset,uint256 most,uint256 nonce,uint256 deadline)",
        "Pledge(address campaign,address asset,uint256 most,uint256 deadline,uint256 nonce)",
    ],
)
def test_a_type_of_another_form_is_refused(definition: str) -> None:
    with pytest.raises(ValueError, match="not an act's type"):
        struct(definition)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"units": 1},
        {"units": 1, "least": 1, "more": 1},
        {"units": -1, "least": 1},
        {"units": 2**256, "least": 1},
        {"units": "1", "least": 1},
        {"units": True, "least": 1},
        {"units": 1.5, "least": 1},
    ],
)
def test_arguments_that_are_not_the_types_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(WrongArguments):
        call(PLEDGE, SELECTOR, arguments)


def test_a_call_is_its_selector_and_one_word_for_each_argument() -> None:
    data = call(PLEDGE, SELECTOR, {"units": 7, "least": 5})
    assert data == bytes.fromhex("12345678") + (7).to_bytes(32, "big") + (5).to_bytes(32, "big")
    assert arguments_of(PLEDGE, data) == {"units": 7, "least": 5}


@given(addresses, addresses, addresses, words, words, words, words, words)
def test_our_digest_is_the_wallets(
    door: Address,
    target: Address,
    asset: Address,
    most: int,
    units: int,
    least: int,
    nonce: int,
    deadline: int,
) -> None:
    data = call(PLEDGE, SELECTOR, {"units": units, "least": least})
    pledge = act(target, asset, data, most, nonce, deadline)
    assert digest(PLEDGE, pledge, chain_id=31337, door=door) == wallet_digest(PLEDGE, pledge, door)


@given(
    addresses,
    addresses,
    st.integers(0, 255),
    st.binary(min_size=32, max_size=32),
    st.booleans(),
    st.binary(min_size=4, max_size=4),
    st.integers(-(2**63), 2**63 - 1),
)
def test_our_digest_is_the_wallets_for_every_kind_of_word(
    door: Address, key: Address, role: int, name: bytes, template: bool, part: bytes, shift: int
) -> None:
    arguments = {"role": role, "name": name, "template": template, "key": key, "part": part, "shift": shift}
    data = call(MIXED, SELECTOR, arguments)
    mixed = act(door, door, data)
    assert digest(MIXED, mixed, chain_id=1, door=door) == wallet_digest(MIXED, mixed, door, chain_id=1)
    back = arguments_of(MIXED, data)
    assert back == {**arguments, "name": "0x" + name.hex(), "part": "0x" + part.hex()}
    assert call(MIXED, SELECTOR, back) == data


def test_a_digest_is_bound_to_its_chain_and_door() -> None:
    one, two = (checksum(bytes([i]) * 20) for i in (1, 2))
    data = call(PLEDGE, SELECTOR, {"units": 1, "least": 1})
    pledge = act(one, two, data)
    digests = {digest(PLEDGE, pledge, chain_id=chain, door=door) for chain in (1, 2) for door in (one, two)}
    assert len(digests) == 4


def test_integers_travel_as_text() -> None:
    one = checksum(b"\1" * 20)
    data = call(PLEDGE, SELECTOR, {"units": 2**60, "least": 1})
    message = typed_data(PLEDGE, act(one, one, data), chain_id=1, door=one)["message"]
    assert message["units"] == str(2**60)


def wallet_digest(definition: str, of: DoorAct, door: Address, chain_id: int = 31337) -> bytes:
    """The digest as eth-account makes it, from nothing but the typed data's JSON."""
    data = typed_data(definition, of, chain_id=chain_id, door=door)
    kinds = dict(struct(definition).fields)
    message = {
        name: int(value) if kinds[name].startswith(("uint", "int")) else value
        for name, value in data["message"].items()
    }
    signable = encode_typed_data(full_message={**data, "message": message})
    signed = Account.sign_message(signable, b"\7" * 32)
    wallet = keccak(b"\x19" + signable.version + signable.header + signable.body)
    assert bytes(signed.message_hash) == wallet
    return wallet
