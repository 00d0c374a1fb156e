"""Who signs for organisations and lanes: keys in encrypted files, opened only by workers; or a remote signer.

Web processes never call `keystore()`. A worker pool's parent opens it once (scrypt takes a second a key)
and its children inherit what it holds. A remote signer speaks web3signer's API for Ethereum keys: it hashes
what it signs, so that signers here are given the bytes before the hash, and sign nothing blindly.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.request import Request, urlopen

from coincurve import PrivateKey, PublicKey
from django.conf import settings
from eth_account import Account
from eth_hash.auto import keccak

from apps.ledger.abi import checksum
from apps.ledger.errors import NoKey
from apps.vocabulary.types import Address

SCRYPT_N = 2**18
"""The cost of opening a key file (Ethereum's own standard figure); tests and the demo set it lower."""


REMOTE_SECONDS = 10
LOOK_AGAIN_SECONDS = 30
"""How often at most a remote signer is asked which keys it has."""
LONGEST_ANSWER = 1_000_000


class Signer(Protocol):
    """Something that signs for one address."""

    @property
    def address(self) -> Address:
        """The address whose signatures these are."""
        ...

    def sign_hash_of(self, content: bytes) -> bytes:
        """Signs the keccak-256 of `content`: r, s and v (27 or 28), 65 bytes, the same each time (RFC 6979).

        Raises NoKey where the key cannot be asked.
        """
        ...


class KeySigner:
    """Signs with a private key in memory."""

    def __init__(self, key: bytes) -> None:
        self._key = PrivateKey(key)
        self.address = address_of(self._key.public_key)

    def sign_hash_of(self, content: bytes) -> bytes:
        """See `Signer.sign_hash_of`."""
        return self.sign(keccak(content))

    def sign(self, digest: bytes) -> bytes:
        """Signs 32 bytes as they are."""
        signature = self._key.sign_recoverable(digest, hasher=None)
        return signature[:64] + bytes((27 + signature[64],))


class Keystore:
    """A folder of Ethereum key files (v3 JSON), one per address, under one password."""

    def __init__(self, folder: Path, password: str, *, scrypt_n: int = SCRYPT_N) -> None:
        self.folder = folder
        self._password = password
        self._scrypt_n = scrypt_n
        self._opened: dict[Address, Signer] = {}

    def make(self, key: bytes | None = None) -> Address:
        """Writes a new key's file (readable by its owner alone) and returns the key's address."""
        key = key or secrets.token_bytes(32)
        signer = KeySigner(key)
        content = Account.encrypt(key, self._password, kdf="scrypt", iterations=self._scrypt_n)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = self._path(signer.address).with_suffix(f".{os.getpid()}")
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        written.rename(self._path(signer.address))
        self._opened[signer.address] = signer
        return signer.address

    def open(self, addresses: Iterable[Address]) -> None:
        """Opens the keys of these addresses that are here, ahead of their first use."""
        for each in addresses:
            if each in self:
                self.signer(each)

    def signer(self, address: Address) -> Signer:
        """The signer of an address. Raises NoKey where its file is not here, or does not open."""
        if address not in self._opened:
            try:
                content = self._path(address).read_text("utf-8")
            except FileNotFoundError as failure:
                raise NoKey(address=address) from failure
            try:
                key = bytes(Account.decrypt(content, self._password))
            except (KeyError, TypeError, ValueError) as failure:  # what eth-account raises for a bad file
                raise NoKey("The key's file does not open.", address=address) from failure
            self._opened[address] = KeySigner(key)
        return self._opened[address]

    def __contains__(self, address: Address) -> bool:
        return address in self._opened or self._path(address).exists()

    def _path(self, address: Address) -> Path:
        return self.folder / f"{address.lower()}.json"


class RemoteSigner:
    """Signs with one key of a remote signer."""

    def __init__(self, url: str, identifier: str, address: Address) -> None:
        self.address = address
        self._url = f"{url}/api/v1/eth1/sign/{identifier}"

    def sign_hash_of(self, content: bytes) -> bytes:
        """See `Signer.sign_hash_of`. What comes back is checked before anybody gets it."""
        answer = _ask(self._url, {"data": "0x" + content.hex()})
        try:
            signature = bytes.fromhex(answer.strip().strip('"').removeprefix("0x"))
        except ValueError as failure:
            raise NoKey("The remote signer's answer is no signature.", address=self.address) from failure
        if recover(keccak(content), signature) != self.address:
            raise NoKey("The remote signer signed with another key.", address=self.address)
        return signature


class RemoteKeys(Keystore):
    """A keystore that is elsewhere: a remote signer at a URL (web3signer's API for Ethereum keys)."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._known: dict[Address, RemoteSigner] = {}
        self._looked = -float(LOOK_AGAIN_SECONDS)

    def make(self, key: bytes | None = None) -> Address:
        """Refused: a remote signer's keys are made there."""
        raise NoKey("Keys are made at the remote signer; name their addresses.")

    def open(self, addresses: Iterable[Address]) -> None:
        """Asks once which keys there are."""
        if any(each not in self for each in addresses):
            raise NoKey("The remote signer does not hold all of these keys.")

    def signer(self, address: Address) -> Signer:
        """The signer of an address. Raises NoKey."""
        if address not in self:
            raise NoKey(address=address)
        return self._known[address]

    def __contains__(self, address: Address) -> bool:
        now = time.monotonic()
        if address not in self._known and now - self._looked >= LOOK_AGAIN_SECONDS:
            self._look()
            self._looked = now
        return address in self._known

    def _look(self) -> None:
        found = json.loads(_ask(f"{self._url}/api/v1/eth1/publicKeys"))
        for each in found:
            address = address_of(PublicKey(b"\x04" + bytes.fromhex(each.removeprefix("0x"))[-64:]))
            self._known[address] = RemoteSigner(self._url, each, address)


def _ask(url: str, body: object = None) -> str:
    """What the remote signer answers. Raises NoKey where it does not."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data=data, headers={"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=REMOTE_SECONDS) as answer:
            text: str = answer.read(LONGEST_ANSWER).decode()
    except (OSError, ValueError) as failure:
        raise NoKey("The remote signer does not answer.") from failure
    return text


@cache
def keystore() -> Keystore:
    """This installation's keys: at `CASTOR_REMOTE_SIGNER` (a URL), where one is named; else in
    `CASTOR_KEYSTORE`, opened with `CASTOR_KEYSTORE_PASSWORD_FILE`.

    Raises NoKey where none is configured.
    """
    if settings.CASTOR_REMOTE_SIGNER:
        return RemoteKeys(settings.CASTOR_REMOTE_SIGNER)
    if not settings.CASTOR_KEYSTORE or not settings.CASTOR_KEYSTORE_PASSWORD_FILE:
        raise NoKey("No keystore is configured: set CASTOR_KEYSTORE and CASTOR_KEYSTORE_PASSWORD_FILE.")
    password = Path(settings.CASTOR_KEYSTORE_PASSWORD_FILE).read_text("utf-8").strip()
    cost = getattr(settings, "CASTOR_KEYSTORE_SCRYPT_N", SCRYPT_N)
    return Keystore(Path(settings.CASTOR_KEYSTORE), password, scrypt_n=cost)


def signs_for(door: Address) -> bool:
    """Whether this installation signs for an organisation: its door is in `CASTOR_ORGANISATIONS`, or `*`
    is.
    """
    named = {each.lower() for each in settings.CASTOR_ORGANISATIONS}
    return "*" in named or door.lower() in named


def recover(digest: bytes, signature: bytes) -> Address | None:
    """Whose signature (65 bytes) it is over 32 bytes; None where it is nobody's, or malleable (a high s)."""
    if len(signature) != 65 or signature[64] not in (27, 28):
        return None
    if int.from_bytes(signature[32:64], "big") > _HALF_ORDER:
        return None
    try:
        key = PublicKey.from_signature_and_message(
            signature[:64] + bytes((signature[64] - 27,)), digest, hasher=None
        )
    except Exception:  # noqa: BLE001 - coincurve raises plain Exception for what is no signature
        return None
    return address_of(key)


def address_of(key: PublicKey) -> Address:
    """The address of a public key."""
    return checksum(keccak(key.format(compressed=False)[1:])[12:])


_HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
