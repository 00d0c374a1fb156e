"""Encryption of records: AES-256-GCM under a record's own key, and HPKE (RFC 9180) from there to its
readers.
"""

from __future__ import annotations

import secrets
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from apps.records.errors import RecordBroken
from apps.vocabulary.types import Address

KEY_BYTES = 32
_NONCE_BYTES = 12
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_WRAP = b"castor/records/data-key/v1"
_LOCATOR = b"castor/records/locator/v1"

LOCATOR_WORDS = 2
"""Words of 32 bytes per reader: the encapsulated key; the 16-byte record id with its 16-byte tag."""


def fresh_key() -> bytes:
    """A data key for one record."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, *, table: str, row: uuid.UUID, field: str, version: int) -> bytes:
    """Encrypt for one place only: opened from another table, row, field or version it does not open."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, _place(table, row, field, version))


def unseal(key: bytes, sealed: bytes, *, table: str, row: uuid.UUID, field: str, version: int) -> bytes:
    """The plain bytes. Raises RecordBroken when they are not what was sealed for this place."""
    try:
        return AESGCM(key).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _place(table, row, field, version)
        )
    except (InvalidTag, ValueError) as error:
        raise RecordBroken(problem="changed") from error


def _place(table: str, row: uuid.UUID, field: str, version: int) -> bytes:
    return b"\x00".join((table.encode(), row.hex.encode(), field.encode(), str(version).encode()))


def wrap(key: bytes, reader: X25519PublicKey, *, record: uuid.UUID, door: Address) -> bytes:
    """A record's data key, encrypted to one organisation."""
    return _SUITE.encrypt(key, reader, info=_WRAP + record.bytes + door.lower().encode())


def unwrap(wrapped: bytes, reader: X25519PrivateKey, *, record: uuid.UUID, door: Address) -> bytes:
    """The data key. Raises RecordBroken when it was wrapped for another record or another organisation."""
    try:
        return _SUITE.decrypt(wrapped, reader, info=_WRAP + record.bytes + door.lower().encode())
    except (InvalidTag, ValueError) as error:
        raise RecordBroken(problem="key changed") from error


def locate(
    record: uuid.UUID, reader: X25519PublicKey, *, anchor: bytes, door: Address
) -> tuple[bytes, bytes]:
    """Where the record is, for one reader alone: two words for the chain. Every call gives other words."""
    sealed = _SUITE.encrypt(record.bytes, reader, info=_LOCATOR + anchor + door.lower().encode())
    return sealed[:32], sealed[32:]


def find(words: tuple[bytes, bytes], reader: X25519PrivateKey, *, anchor: bytes, door: Address) -> uuid.UUID:
    """The record's id from a locator. Raises RecordBroken when the words are not for this reader."""
    try:
        plain = _SUITE.decrypt(b"".join(words), reader, info=_LOCATOR + anchor + door.lower().encode())
    except (InvalidTag, ValueError) as error:
        raise RecordBroken(problem="locator changed") from error
    return uuid.UUID(bytes=plain)
