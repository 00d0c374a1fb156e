"""The secrets of a development market: made once, one file each, readable by this user alone."""

from __future__ import annotations

import secrets
from pathlib import Path

from castor_web.stack.places import Place

_FILES = {
    "CASTOR_SECRET_KEY_FILE": "django-key",
    "CASTOR_MARKET_SECRET_FILE": "market-secret",
    "CASTOR_TAG_KEY_FILE": "person-tag-key",
    "CASTOR_KEYSTORE_PASSWORD_FILE": "keystore-password",
    "CASTOR_RECORD_KEYS_PASSWORD_FILE": "record-keys-password",
}


def make_secrets(place: Place) -> dict[str, str]:
    """Make the missing ones in `place.secrets`; returns the variables that point at them."""
    keystore, records = place.secrets / "keystore", place.secrets / "record-keys"
    for folder in (keystore, records):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in _FILES.values():
        kept_secret(place.secrets / name)
    paths = {variable: str(place.secrets / name) for variable, name in _FILES.items()}
    return {**paths, "CASTOR_KEYSTORE": str(keystore), "CASTOR_RECORD_KEYS": str(records)}


def kept_secret(file: Path) -> str:
    """The secret in `file`: 32 random bytes in hex, written when there is none yet."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return file.read_text()
