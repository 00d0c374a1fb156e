"""The oblivious function behind every client's key: RFC 9497, ristretto255-SHA512, mode OPRF (0x00).

The browser blinds its passphrase, the portal multiplies what it gets by the account's own key, the browser
unblinds. The portal learns nothing of the passphrase, and no passphrase is tried without asking the portal.
"""

from __future__ import annotations

import hashlib

import rbcl

CONTEXT = b"OPRFV1-\x00-ristretto255-SHA512"
ELEMENT_BYTES = 32
SCALAR_BYTES = 32
OUTPUT_BYTES = 64
LONGEST_INPUT = 0xFFFF
IDENTITY = bytes(ELEMENT_BYTES)


class NotAnElement(ValueError):
    """The bytes are no element of the group, or its identity (RFC 9497, section 3.3, refuses both)."""


def derive_secret_key(seed: bytes, info: bytes) -> bytes:
    """DeriveKeyPair of RFC 9497, section 3.2.1, without the public key, which this mode does not use.

    `seed` is 32 bytes, `info` names whom the key is for. The answer is a scalar of 32 bytes, little-endian.
    """
    if len(seed) != 32:
        raise ValueError("the seed must be 32 bytes")
    prefix = seed + _prefixed(info)
    for counter in range(256):
        scalar = _hash_to_scalar(prefix + bytes([counter]), b"DeriveKeyPair" + CONTEXT)
        if scalar != bytes(SCALAR_BYTES):
            return scalar
    raise ValueError("no key can be derived")


def random_blind() -> bytes:
    """A scalar that is not zero, for one use."""
    return bytes(rbcl.crypto_core_ristretto255_scalar_random())


def blind(message: bytes, scalar: bytes) -> bytes:
    """The element that is sent: `message` hashed to the group, times a scalar of `random_blind()`."""
    if len(message) > LONGEST_INPUT:
        raise ValueError("the input is too long")
    return _multiply(scalar, _hash_to_group(message))


def blind_evaluate(secret_key: bytes, element: bytes) -> bytes:
    """The portal's part: the blinded element times the account's key. Raises NotAnElement."""
    return _multiply(secret_key, element)


def finalize(message: bytes, scalar: bytes, evaluated: bytes) -> bytes:
    """The 64 bytes that only this message and this account's key give. Raises NotAnElement."""
    inverse = bytes(rbcl.crypto_core_ristretto255_scalar_invert(scalar))
    unblinded = _multiply(inverse, evaluated)
    return hashlib.sha512(_prefixed(message) + _prefixed(unblinded) + b"Finalize").digest()


def _multiply(scalar: bytes, element: bytes) -> bytes:
    if len(element) != ELEMENT_BYTES or element == IDENTITY:
        raise NotAnElement("not an element of ristretto255")
    if not rbcl.crypto_core_ristretto255_is_valid_point(element):
        raise NotAnElement("not an element of ristretto255")
    return bytes(rbcl.crypto_scalarmult_ristretto255(scalar, element))


def _hash_to_group(message: bytes) -> bytes:
    uniform = _expand(message, b"HashToGroup-" + CONTEXT)
    return bytes(rbcl.crypto_core_ristretto255_from_hash(uniform))


def _hash_to_scalar(message: bytes, tag: bytes) -> bytes:
    return bytes(rbcl.crypto_core_ristretto255_scalar_reduce(_expand(message, tag)))


def _expand(message: bytes, tag: bytes) -> bytes:
    """expand_message_xmd of RFC 9380, section 5.3.1, with SHA-512, for 64 bytes: one block, no loop."""
    tag_prime = tag + bytes([len(tag)])
    wanted = (64).to_bytes(2, "big")
    first = hashlib.sha512(bytes(128) + message + wanted + b"\x00" + tag_prime).digest()
    return hashlib.sha512(first + b"\x01" + tag_prime).digest()


def _prefixed(value: bytes) -> bytes:
    return len(value).to_bytes(2, "big") + value
