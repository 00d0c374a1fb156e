"""The market secret: in a file, never in PostgreSQL, so that a stolen database verifies no passphrase."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from apps.accounts import oprf

VERSION: Final = 1
SECRET_BYTES: Final = 32


def new_market_secret() -> str:
    """What `CASTOR_MARKET_SECRET_FILE` holds: 32 random bytes as hex. Losing it loses every derived key."""
    return secrets.token_hex(SECRET_BYTES)


def account_key(name: str) -> bytes:
    """The oblivious function's key of an account, for any name, whether or not there is such an account."""
    return oprf.derive_secret_key(_market_secret(), f"castor|oprf|v{VERSION}|{name}".encode())


def key_for(use: str) -> bytes:
    """A key of 32 bytes for another use of the portal's own, independent of every account's key."""
    info = f"castor|{use}|v{VERSION}".encode()
    return HKDF(algorithm=SHA512(), length=32, salt=None, info=info).derive(_market_secret())


def _market_secret() -> bytes:
    path = settings.CASTOR_MARKET_SECRET_FILE
    if not path:
        raise ImproperlyConfigured("CASTOR_MARKET_SECRET_FILE is not set: no key can be derived without it")
    return _read(str(path))


@cache
def _read(path: str) -> bytes:
    try:
        secret = bytes.fromhex(Path(path).read_text("ascii").strip())
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(f"{path} cannot be read as a market secret (64 hex figures)") from problem
    if len(secret) != SECRET_BYTES:
        raise ImproperlyConfigured(f"{path} must hold {SECRET_BYTES} bytes as hex")
    return secret
