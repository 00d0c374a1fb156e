"""The words of sign-up and sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from apps.vocabulary.types import Address, Role

NO_WORD: Final = "0x" + "00" * 32


def signer_text(key: str, x: str = NO_WORD, y: str = NO_WORD) -> str:
    """A signer as pages, sessions and names have it: a key's address, or `verifier:x:y` for a point."""
    return key if x == NO_WORD and y == NO_WORD else f"{key}:{x.lower()}:{y.lower()}"


class Kind(StrEnum):
    """Who signs in how: a client by a key of its own, staff by password and second factor."""

    CLIENT = "client"
    STAFF = "staff"


class SignerKind(StrEnum):
    """What a client's signer is made of."""

    DERIVED = "derived"
    PASSKEY = "passkey"
    WALLET = "wallet"


class Purpose(StrEnum):
    """What a challenge may be signed for, and nothing else."""

    SIGN_UP = "sign-up"
    SIGN_IN = "sign-in"
    LOST_KEY = "lost-key"


class Document(StrEnum):
    """What a person accepts, each version by itself."""

    TERMS = "terms"
    RISK = "risk"
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the portal is, for the challenge: `domain` as the browser shows it, `origin` with its scheme."""

    domain: str
    origin: str
    chain_id: int


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The portal's part of a derivation: an element of 32 bytes, and the market secret's version it is of."""

    element: bytes
    version: int


@dataclass(frozen=True, slots=True)
class NamedSigner:
    """What a client calls one of its signers, and what that is made of.

    `signer` is an address, or `verifier:x:y`; `credential` a passkey's id (base64url); `version` the market
    secret's, for a derived key.
    """

    signer: str
    kind: SignerKind
    name: str
    credential: str
    version: int | None


@dataclass(frozen=True, slots=True)
class IssuedChallenge:
    """A message to sign, byte for byte, before `expires_at` (wall time), once."""

    id: UUID
    message: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PasskeyChallenge:
    """What a passkey signs to sign in: the door's own digest of a message that the portal keeps to itself.

    The message names the door; kept back, nobody learns from a name which door is behind it.
    """

    id: UUID
    digest: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LostKeyView:
    """That somebody, who says to be this account's client, asks for a new key: `key` is what it would be."""

    account: int
    name: str
    door: Address
    key: Address
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class DnKey:
    """What a name in the DNS says: its door, and what signs for it (addresses, or `verifier:x:y`), sorted."""

    name: str
    door: Address
    keys: tuple[str, ...]


class Announced(StrEnum):
    """What a guardian's name says of an account of several signers."""

    ALIKE = "alike"
    OTHERWISE = "otherwise"
    NOT = "not"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the names of a client's operator and trustee have to say of its signers, and whether they do.

    `records` as `dnkeys.records_of` has them; `said` by each guardian's name in the DNS.
    """

    records: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, Announced], ...]


@dataclass(frozen=True, slots=True)
class OperatorChoice:
    """An operator that a client can apply to."""

    door: Address
    name: str


@dataclass(frozen=True, slots=True)
class NewStaff:
    """What a new member of staff is handed, once: nobody can read password and `totp_uri` again."""

    account: int
    name: str
    password: str
    totp_uri: str
    signer: Address | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """What other apps may know of an account; `address` is a client's proven signer."""

    id: int
    name: str
    kind: Kind
    role: Role
    address: Address | None
    door: Address | None
    applies_to: Address | None
    language: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of an organisation's staff, with the signer and the duties it has."""

    account: int
    name: str
    signer: Address | None
    maker: bool
    checker: bool


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """One version of one document, accepted at a moment of wall time."""

    document: Document
    version: str
    at: datetime
