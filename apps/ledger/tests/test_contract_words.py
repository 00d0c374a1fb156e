"""Calls, events and errors of the contracts, coded by hand where they are words and by eth_abi where
they are not.
"""

from __future__ import annotations

from dataclasses import asdict

import pytest
from eth_abi.abi import encode as encode_general
from hypothesis import given
from hypothesis import strategies as st

from apps.ledger import abi
from apps.ledger.abi import Parameter, checksum, read_error, read_word, word
from apps.ledger.errors import WrongArguments
from apps.ledger.relay import door_relay_call, push_call, relay_call, results_of_acts
from apps.ledger.types import DoorAct, Push, SignedAct

addresses = st.binary(min_size=20, max_size=20).map(checksum)
blobs = st.binary(max_size=200)
numbers = st.integers(0, 2**256 - 1)
acts = st.builds(
    DoorAct, target=addresses, call=blobs, nonce=numbers, deadline=numbers, asset=addresses, most=numbers
)
signed_acts = st.integers(0, 3).flatmap(
    lambda n: st.builds(
        SignedAct,
        door=addresses,
        gas_cap=numbers,
        act=acts,
        signers=st.lists(blobs, min_size=n, max_size=n).map(tuple),
        signatures=st.lists(blobs, min_size=n, max_size=n).map(tuple),
    )
)
pushes = st.builds(Push, target=addresses, call=blobs, gas_cap=numbers)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uint8", 256),
        ("uint256", -1),
        ("uint64", "1"),
        ("int8", 128),
        ("bool", 2),
        ("address", "0x12"),
        ("address", "nobody"),
        ("bytes4", b"12345"),
        ("bytes32", "0xzz"),
        ("string", "text"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_refused(kind: str, value: object) -> None:
    with pytest.raises(WrongArguments):
        word(kind, value)


@given(st.integers(-(2**127), 2**127 - 1), addresses, st.booleans(), st.binary(min_size=7, max_size=7))
def test_words_are_eth_abis(number: int, account: str, flag: bool, part: bytes) -> None:
    for kind, value in (("int128", number), ("address", account), ("bool", flag), ("bytes7", part)):
        coded = word(kind, value)
        assert coded == encode_general([kind], [value])
        assert read_word(kind, coded) == ("0x" + value.hex() if isinstance(value, bytes) else value)


@given(st.lists(signed_acts, max_size=4))
def test_the_relays_call_is_eth_abis(batch: list[SignedAct]) -> None:
    relayed = abi.function("Relay", "relay")
    plain = [
        {
            "door": each.door,
            "gasCap": each.gas_cap,
            "act": asdict(each.act),
            "signers": list(each.signers),
            "signatures": list(each.signatures),
        }
        for each in batch
    ]
    assert relay_call(batch) == relayed.encode(plain)


@given(signed_acts)
def test_a_doors_own_call_is_eth_abis(signed: SignedAct) -> None:
    plain = asdict(signed.act), list(signed.signers), list(signed.signatures)
    assert door_relay_call(signed) == abi.function("IDoor", "relay").encode(*plain)


@given(st.lists(pushes, max_size=4))
def test_the_pushes_call_is_eth_abis(batch: list[Push]) -> None:
    plain = [{"target": each.target, "gasCap": each.gas_cap, "call": each.call} for each in batch]
    assert push_call(batch) == abi.function("Relay", "push").encode(plain)


def test_an_event_is_read_by_its_names() -> None:
    door, target = checksum(b"\1" * 20), checksum(b"\2" * 20)
    event = abi.contract("IDoor").events["Performed"]
    log = {
        "address": door,
        "topics": [event.topic, "0x" + word("uint256", 7).hex(), "0x" + word("address", target).hex()],
        "data": "0x" + word("bytes4", b"abcd").hex(),
    }
    assert event.read_log(log) == {"nonce": 7, "target": target, "selector": "0x61626364"}
    (result,) = results_of_acts([log], target).items()
    assert result[0] == (door.lower(), 7)


def test_a_typed_error_is_read_with_its_arguments() -> None:
    error = next(each for each in abi.errors().values() if each.name == "DoorPastDeadline")
    read = read_error(error.encode(10, 20))
    assert (read.name, dict(read.arguments)) == ("DoorPastDeadline", {"deadline": 10, "time": 20})


def test_every_kind_of_revert_is_read() -> None:
    assert read_error(b"").name == "Reverted"
    assert read_error(bytes.fromhex("4e487b71") + word("uint256", 17)).arguments == {"code": 17}
    text = bytes.fromhex("08c379a0") + encode_general(["string"], ["no"])
    assert read_error(text).arguments == {"text": "no"}
    assert read_error(b"\xde\xad\xbe\xef").name == "Unknown"


@given(st.binary(max_size=300))
def test_reading_an_error_never_fails(data: bytes) -> None:
    assert read_error(data).name


def test_structs_and_lists_come_back_by_name() -> None:
    point = Parameter(
        "at", "(address,uint256)", fields=(Parameter("who", "address"), Parameter("n", "uint256"))
    )
    several = Parameter("all", "(address,uint256)[]", fields=point.fields)
    one = {"who": checksum(b"\1" * 20), "n": 3}
    data = abi.encode([point, several], [one, [one, one]])
    assert abi.decode([point, several], data) == {"at": one, "all": [one, one]}
