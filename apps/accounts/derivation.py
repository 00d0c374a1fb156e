"""A client's key from what the client knows: the Python twin of castor_web/static/js/key/derive.js.

name, passphrase, secret → oblivious function with the account's own key → scrypt → a secp256k1 key; an
issuer's also of company name, registration number and phone. Nothing of it is stored anywhere; the same words
give the same key again. Used by API clients, the demo and the tests.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from eth_account import Account
from eth_account.signers.local import LocalAccount

from apps.accounts import oprf
from apps.accounts.rules import normalised_name
from apps.vocabulary.errors import Malformed

VERSION: Final = "v1"
COST: Final = 2**17
BLOCK_SIZE: Final = 8
PARALLEL: Final = 1
MEMORY_BOUND: Final = 2**28
CURVE_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141

SHORTEST_FACTS: Final = (2, 5, 7)

Evaluate = Callable[[bytes], bytes]
"""Asks the portal: a blinded element of 32 bytes to its product with the account's key."""


@dataclass(frozen=True, slots=True)
class Company:
    """What an issuer's key is made of beside its passphrase (the salt) and secret: facts that the company can
    always say again. However they are typed, they have one spelling (`spelled`).
    """

    name: str
    registration_number: str
    phone: str

    def spelled(self) -> tuple[str, str, str]:
        """The name's letters and figures in lower case, the number's in upper case, the phone's figures with
        the country's (60 for a leading 0). Raises Malformed for one that says too little.
        """
        name, number, phone = (
            unicodedata.normalize("NFKC", each) for each in (self.name, self.registration_number, self.phone)
        )
        letters = (each if unicodedata.category(each)[0] in "LMN" else " " for each in name.lower())
        figures = re.sub("[^0-9]", "", phone).removeprefix("00")
        found = (
            re.sub(" +", " ", "".join(letters)).strip(" "),
            re.sub("[^A-Z0-9]", "", number.upper()),
            "60" + figures[1:] if figures.startswith("0") else figures,
        )
        if any(len(text) < shortest for text, shortest in zip(found, SHORTEST_FACTS, strict=True)):
            raise Malformed
        return found


def derive(
    *, name: str, passphrase: str, secret: str = "", company: Company | None = None, evaluate: Evaluate
) -> LocalAccount:
    """The account whose key these words give; a `company`'s facts are part of an issuer's. Takes about half a
    second and 128 MiB, on purpose.

    Raises InvalidName for a name that no account can have, oprf.NotAnElement for a wrong answer, Malformed.
    """
    name = normalised_name(name)
    message = private_input(name=name, passphrase=passphrase, secret=secret, company=company)
    scalar = oprf.random_blind()
    output = oprf.finalize(message, scalar, evaluate(oprf.blind(message, scalar)))
    account: LocalAccount = Account.from_key(stretch(output, name))
    return account


def private_input(*, name: str, passphrase: str, secret: str, company: Company | None = None) -> bytes:
    """What goes into the oblivious function: each part normalised (NFKC) and prefixed with its length."""
    facts = company.spelled() if company else ()
    parts = (unicodedata.normalize("NFKC", part).encode() for part in (*facts, passphrase, secret, name))
    kind = "company" if company else "input"
    return f"castor|{VERSION}|{kind}|".encode() + b"".join(
        len(part).to_bytes(2, "big") + part for part in parts
    )


def stretch(output: bytes, name: str) -> bytes:
    """The private key of 32 bytes. What is no key (0, or the curve's order and above) is drawn again."""
    counter = 0
    while True:
        salt = f"castor|{VERSION}|client|{name}" + (f"|{counter}" if counter else "")
        key = hashlib.scrypt(
            output, salt=salt.encode(), n=COST, r=BLOCK_SIZE, p=PARALLEL, maxmem=MEMORY_BOUND, dklen=32
        )
        if 0 < int.from_bytes(key, "big") < CURVE_ORDER:
            return key
        counter += 1
