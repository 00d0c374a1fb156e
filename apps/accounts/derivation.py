"""A client's key from what the client knows: the Python twin of castor_web/static/js/key/derive.js.

name, passphrase, secret → oblivious function with the account's own key → scrypt → a secp256k1 key. Nothing
of it is stored anywhere; the same words give the same key again. Used by API clients, the demo and the tests.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from typing import Final

from eth_account import Account
from eth_account.signers.local import LocalAccount

from apps.accounts import oprf
from apps.accounts.rules import normalised_name

VERSION: Final = "v1"
COST: Final = 2**17
BLOCK_SIZE: Final = 8
PARALLEL: Final = 1
MEMORY_BOUND: Final = 2**28
CURVE_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141

Evaluate = Callable[[bytes], bytes]
"""Asks the portal: a blinded element of 32 bytes to its product with the account's key."""


def derive(*, name: str, passphrase: str, secret: str = "", evaluate: Evaluate) -> LocalAccount:
    """The account whose key these words give. Takes about half a second and 128 MiB, on purpose.

    Raises InvalidName for a name that no account can have, oprf.NotAnElement for a wrong answer.
    """
    name = normalised_name(name)
    message = private_input(name=name, passphrase=passphrase, secret=secret)
    scalar = oprf.random_blind()
    output = oprf.finalize(message, scalar, evaluate(oprf.blind(message, scalar)))
    account: LocalAccount = Account.from_key(stretch(output, name))
    return account


def private_input(*, name: str, passphrase: str, secret: str) -> bytes:
    """What goes into the oblivious function: each part normalised (NFKC) and prefixed with its length."""
    parts = (unicodedata.normalize("NFKC", part).encode() for part in (passphrase, secret, name))
    return f"castor|{VERSION}|input|".encode() + b"".join(
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
