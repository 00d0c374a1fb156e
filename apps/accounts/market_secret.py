"""The market secret: in a file, never in PostgreSQL, so that a stolen database verifies no passphrase.

The file has a line for each version, the first one first; the last is what new keys are derived with. An
account's key stays that of its version until the client adds a new key and ends the old one
(docs/market-secret.md).
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from apps.accounts import oprf

FIRST: Final = 1
SECRET_BYTES: Final = 32


def new_market_secret() -> str:
    """A line of `CASTOR_MARKET_SECRET_FILE`: 32 random bytes as hex. Losing it loses its derived keys."""
    return secrets.token_hex(SECRET_BYTES)


def newest_version() -> int:
    """The version that new keys are derived with: how many lines the file has."""
    return len(_market_secrets())


def account_key(name: str, version: int = FIRST) -> bytes:
    """The oblivious function's key of an account, for any name, whether or not there is such an account.

    Raises LookupError for a version that there is not.
    """
    known = _market_secrets()
    if not FIRST <= version <= len(known):
        raise LookupError(version)
    return oprf.derive_secret_key(known[version - 1], f"castor|oprf|v{version}|{name}".encode())


def key_for(use: str) -> bytes:
    """A key of 32 bytes for another use of the portal's own, independent of every account's key.

    Of the first version for ever: what it seals is not sealed again when the secret is rotated.
    """
    info = f"castor|{use}|v{FIRST}".encode()
    return HKDF(algorithm=SHA512(), length=32, salt=None, info=info).derive(_market_secrets()[0])


def rotate() -> int:
    """Adds a version to the file, whole or not at all; every process reads it with its next derivation.

    Answers its number. Raises ImproperlyConfigured where the file cannot be written.
    """
    path, known = _path(), _market_secrets()
    written = path.with_name(f"{path.name}.{os.getpid()}")
    lines = [*(each.hex() for each in known), new_market_secret()]
    try:
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, path.stat().st_mode & 0o777)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    except OSError as problem:
        raise ImproperlyConfigured(f"{path} cannot be written: {problem.strerror}") from problem
    return len(lines)


def _path() -> Path:
    path = settings.CASTOR_MARKET_SECRET_FILE
    if not path:
        raise ImproperlyConfigured("CASTOR_MARKET_SECRET_FILE is not set: no key can be derived without it")
    return Path(path)


def _market_secrets() -> tuple[bytes, ...]:
    path = _path()
    try:
        state = path.stat()
    except OSError as problem:
        raise ImproperlyConfigured(f"{path} cannot be read as a market secret (64 hex figures)") from problem
    return _read(path, state.st_ino, state.st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, inode: int, changed: int) -> tuple[bytes, ...]:
    """What the file holds, read again when it is another file or was written to."""
    try:
        found = tuple(bytes.fromhex(line) for line in path.read_text("ascii").split())
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(f"{path} cannot be read as a market secret (64 hex figures)") from problem
    if not found or any(len(each) != SECRET_BYTES for each in found):
        raise ImproperlyConfigured(f"{path} must hold {SECRET_BYTES} bytes as hex on each line")
    return found
