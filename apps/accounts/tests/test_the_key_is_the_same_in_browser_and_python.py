"""The browser's module and its Python twin derive the same key, and sign the same bytes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data

from apps.accounts import oprf
from apps.accounts.derivation import Company, derive, private_input, stretch
from apps.accounts.errors import InvalidName
from apps.vocabulary.errors import Malformed

HERE = Path(__file__).parent
OPRF_KEY = oprf.derive_secret_key(bytes(range(32)), b"a market's key for ivan")
WORDS: dict[str, Any] = {
    "name": " Ivan.\uff35 ",
    "passphrase": "Kopi \ufb01nds café no sugar ever",
    "secret": "te tarik",
}
MESSAGE = "localhost wants you to sign in\nwith café"
TYPED_DATA: dict[str, Any] = {
    "domain": {"name": "Castor", "version": "1", "chainId": 31337, "verifyingContract": "0x" + "11" * 20},
    "primaryType": "Pledge",
    "types": {
        "EIP712Domain": [
            {"name": "name", "type": "string"},
            {"name": "version", "type": "string"},
            {"name": "chainId", "type": "uint256"},
            {"name": "verifyingContract", "type": "address"},
        ],
        "Pledge": [
            {"name": "campaign", "type": "address"},
            {"name": "asset", "type": "address"},
            {"name": "most", "type": "uint256"},
            {"name": "units", "type": "uint256"},
            {"name": "nonce", "type": "uint256"},
            {"name": "deadline", "type": "uint256"},
        ],
    },
    "message": {
        "campaign": "0x" + "22" * 20,
        "asset": "0x" + "33" * 20,
        "most": "500000",
        "units": "500",
        "nonce": str(2**200 + 7),
        "deadline": "1800000000",
    },
}


def evaluate(element: bytes) -> bytes:
    return oprf.blind_evaluate(OPRF_KEY, element)


COMPANY = Company("Ida’s  KOPI & Té (M) Sdn. Bhd.", "2020 0100-0012 (1234-x)", "012-345 6789")
FACTS = {
    "company": COMPANY.name,
    "number": COMPANY.registration_number,
    "phone": COMPANY.phone,
}


def played(words: dict[str, Any]) -> dict[str, Any]:
    """What the browser's module makes of these words, in Node."""
    given = {"words": words, "oprfKey": OPRF_KEY.hex(), "message": MESSAGE, "typedData": TYPED_DATA}
    done = subprocess.run(
        ["node", str(HERE / "derive_in_node.mjs")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def browser() -> dict[str, Any]:
    return played(WORDS)


def test_a_name_that_no_account_can_have_is_refused() -> None:
    with pytest.raises(InvalidName):
        derive(name="ivan the terrible", passphrase="x", evaluate=evaluate)


def test_browser_and_python_agree(browser: dict[str, Any]) -> None:
    account = derive(**WORDS, evaluate=evaluate)
    assert browser["address"] == account.address
    assert browser["progress"] == 1
    signed = account.sign_message(encode_defunct(text=MESSAGE))
    assert browser["message"] == "0x" + signed.signature.hex()
    typed = account.sign_message(encode_typed_data(full_message=TYPED_DATA))
    assert browser["typedData"] == "0x" + typed.signature.hex()


def test_the_portals_part_is_the_same_byte_for_byte(browser: dict[str, Any]) -> None:
    (exchange,) = browser["transcript"]
    assert evaluate(bytes.fromhex(exchange["blinded"])).hex() == exchange["evaluated"]


def test_another_account_s_words_give_another_key() -> None:
    assert stretch(b"o" * 64, "ivan") != stretch(b"o" * 64, "ida")
    assert Account.from_key(stretch(b"o" * 64, "ivan")).address.startswith("0x")


def test_an_issuer_s_key_is_made_of_its_company_too() -> None:
    account = derive(**WORDS, company=COMPANY, evaluate=evaluate)
    assert played({**WORDS, "company": FACTS})["address"] == account.address
    assert account.address != derive(**WORDS, evaluate=evaluate).address


@pytest.mark.parametrize(
    ("spelling", "same"),
    [
        (Company("ida’s kopi té m sdn bhd", "202001000012 1234X", "+60 12 345 6789"), True),
        (Company("IDA S KOPI, TÉ (M) SDN BHD", "2020010000121234x", "0060123456789"), True),
        (Company("Ida’s Kopi (M) Sdn. Bhd.", "2020 0100-0012 (1234-x)", "012-345 6789"), False),
        (Company(COMPANY.name, "202001000013 (1234-x)", COMPANY.phone), False),
        (Company(COMPANY.name, COMPANY.registration_number, "012-345 6780"), False),
    ],
)
def test_a_company_s_facts_have_one_spelling(spelling: Company, same: bool) -> None:
    words: dict[str, Any] = {"name": "ida", "passphrase": "six words", "secret": ""}
    made = private_input(**words, company=COMPANY)
    assert (private_input(**words, company=spelling) == made) is same
    assert private_input(**words) != made


@pytest.mark.parametrize("facts", [("", "202001000012", "0123456789"), ("Ida", "12", "0123456789")])
def test_facts_that_say_too_little_are_refused(facts: tuple[str, str, str]) -> None:
    with pytest.raises(Malformed):
        Company(*facts).spelled()
