"""The organisations' encryption keys: public ones in a table, private ones as files of CASTOR_RECORD_KEYS.

A portal opens records only for organisations whose private key lies in that folder: one for each
organisation that CASTOR_ORGANISATIONS makes it act for. The keyed hashes of search words, and the stamps on
records' clear parts, have keys of their own in the same folder; under `halves/` lies, for each record whose
kind asks for it, the half of its key that the database does not have.
"""

from __future__ import annotations

import os
import secrets
import uuid
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils import timezone

from apps.records.errors import KeyMissing, RecordErased
from apps.records.models import OrganisationKey
from apps.vocabulary.types import Address

HALF_BYTES = 32


def make(door: Address) -> X25519PublicKey:
    """Make an organisation's key pair unless it is there, publish the public key, and return it."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(place / "search.key", secrets.token_bytes(32))
    _write_once(place / "stamp.key", secrets.token_bytes(32))
    pem = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, _protection())
    _write_once(_private_file(door), pem)
    public = private(door).public_key()
    publish(door, public)
    return public


def publish(door: Address, public: X25519PublicKey) -> None:
    """Make an organisation's public key known here. Another key than the one known is refused with
    ValueError.
    """
    known, _ = OrganisationKey.objects.get_or_create(
        door=door, defaults={"public": public.public_bytes_raw(), "published_at": timezone.now()}
    )
    if bytes(known.public) != public.public_bytes_raw():
        raise ValueError(f"{door} already has another encryption key")


def acts_for(door: Address) -> bool:
    """Whether this portal acts for an organisation: its door is in `CASTOR_ORGANISATIONS`, or `*` is."""
    named = {each.lower() for each in settings.CASTOR_ORGANISATIONS}
    return "*" in named or door.lower() in named


def public(door: Address) -> X25519PublicKey:
    """The key to encrypt to; made now where this portal acts for the organisation and it has none yet.

    Raises KeyMissing when the organisation is another portal's and has published none.
    """
    known = OrganisationKey.objects.filter(door=door).first()
    if known is None:
        if acts_for(door):
            return make(door)
        raise KeyMissing(door=door)
    return X25519PublicKey.from_public_bytes(bytes(known.public))


def private(door: Address) -> X25519PrivateKey:
    """The key to open with. Raises KeyMissing when this portal does not hold it."""
    return _load_private(str(_private_file(door)), door)


def holds(door: Address) -> bool:
    """Whether this portal can open what is encrypted to that organisation."""
    return _private_file(door).exists()


def search_key() -> bytes:
    """The key of search words: 32 bytes. Raises KeyMissing before the first organisation's key is made."""
    return _read("search.key")


def stamp_key() -> bytes:
    """The key of the stamps on records' clear parts: 32 bytes; made where an older folder has none."""
    if not (folder() / "stamp.key").exists():
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(folder() / "stamp.key", secrets.token_bytes(32))
    return _read("stamp.key")


# -- the half of a record's key that no backup of the database has


def make_half(record: uuid.UUID) -> bytes:
    """A new half for a record: 32 bytes, in a file of its own."""
    path = _half(record)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = secrets.token_bytes(HALF_BYTES)
    _write_once(path, half)
    return half


def half(record: uuid.UUID) -> bytes:
    """A record's half. Raises RecordErased where it was destroyed, KeyMissing where it never was."""
    try:
        found = _half(record).read_bytes()
    except OSError as error:
        raise KeyMissing from error
    if not found:
        raise RecordErased
    return found


def destroy_half(record: uuid.UUID) -> None:
    """Overwrite a half and leave an empty file: whoever restores a backup sees that it was erased."""
    path = _half(record)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(HALF_BYTES))
            file.flush()
            os.fsync(file.fileno())
    with path.open("wb") as file:
        os.fsync(file.fileno())


def is_destroyed(record: uuid.UUID) -> bool:
    """Whether a record's half was destroyed."""
    path = _half(record)
    return path.exists() and not path.stat().st_size


def _half(record: uuid.UUID) -> Path:
    return folder() / "halves" / record.hex[:2] / f"{record.hex}.half"


def _read(name: str) -> bytes:
    try:
        return (folder() / name).read_bytes()
    except OSError as error:
        raise KeyMissing from error


@lru_cache(maxsize=64)
def _load_private(path: str, door: Address) -> X25519PrivateKey:
    try:
        key = load_pem_private_key(Path(path).read_bytes(), _password())
    except (OSError, ValueError, TypeError) as error:
        raise KeyMissing(door=door) from error
    if not isinstance(key, X25519PrivateKey):
        raise KeyMissing(door=door)
    return key


def folder() -> Path:
    """Where the keys lie. Raises KeyMissing where no folder is named."""
    if not settings.CASTOR_RECORD_KEYS:
        raise KeyMissing("CASTOR_RECORD_KEYS names no folder: records cannot be encrypted here.")
    return Path(settings.CASTOR_RECORD_KEYS)


def _private_file(door: Address) -> Path:
    return folder() / f"{door.lower()}.x25519.pem"


def _password() -> bytes | None:
    path = settings.CASTOR_RECORD_KEYS_PASSWORD_FILE
    return Path(path).read_bytes().strip() if path else None


def _protection() -> KeySerializationEncryption:
    password = _password()
    return BestAvailableEncryption(password) if password else NoEncryption()


def _write_once(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and leave one that is there: two processes may start at once."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
