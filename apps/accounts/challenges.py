"""Messages to sign (EIP-4361): the portal writes each, keeps it, and takes one signature over exactly it."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from eth_account import Account as Keys
from eth_account.messages import _hash_eip191_message, encode_defunct, encode_typed_data
from eth_keys.exceptions import BadSignature
from eth_utils.address import to_checksum_address
from eth_utils.exceptions import ValidationError

from apps.accounts import clock
from apps.accounts.errors import ChallengeExpired, SignatureRefused
from apps.accounts.models import Challenge
from apps.accounts.rules import CHALLENGE_LIFE
from apps.accounts.types import IssuedChallenge, Purpose, Site
from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role

SIGNATURE_BYTES = 65
CHALLENGE_TYPE = {"Challenge": [{"name": "hash", "type": "bytes32"}]}
"""As in Door.sol."""


def issue(
    *,
    purpose: Purpose,
    name: str,
    address: Address,
    site: Site,
    role: Role = Role.NONE,
    applies_to: Address | None = None,
    key_version: int = 1,
) -> IssuedChallenge:
    """Writes a challenge for five minutes."""
    now = clock.wall()
    expires_at = now + CHALLENGE_LIFE
    statement = _statement(purpose, name, role, applies_to)
    message = _message(site=site, address=address, statement=statement, issued_at=now, expires_at=expires_at)
    row = Challenge.objects.create(
        purpose=purpose.value,
        name=name,
        address=address,
        role=role.value,
        applies_to=applies_to,
        key_version=key_version,
        message=message,
        expires_at=expires_at,
    )
    return IssuedChallenge(id=row.id, message=message, expires_at=expires_at)


def redeem(*, id: UUID, purpose: Purpose, signature: bytes) -> Challenge:
    """The challenge that this signature answers; it is gone afterwards, also when the signature is refused.

    Raises ChallengeExpired (used, too old, for another purpose) and SignatureRefused (not by its address).
    """
    row = take(id=id, purpose=purpose)
    if _signer_of(row.message, signature) != row.address:
        raise SignatureRefused
    return row


def take(*, id: UUID, purpose: Purpose) -> Challenge:
    """The challenge, gone afterwards: its signature is for the caller to check. Raises ChallengeExpired."""
    row = Challenge.objects.filter(id=id).first()
    # Of two requests with one challenge, only one finds the row to delete.
    if row is None or not Challenge.objects.filter(id=id).delete()[0]:
        raise ChallengeExpired
    if row.purpose != purpose or row.expires_at <= clock.wall():
        raise ChallengeExpired
    return row


def message_hash(message: str) -> bytes:
    """What a key signs of a message (EIP-191), 32 bytes."""
    return bytes(_hash_eip191_message(encode_defunct(text=message)))


def digest_at(door: Address, message: str, *, chain_id: int) -> bytes:
    """What a signer of `door` signs of a message, as Door.isValidSignature checks it (ERC-1271): the door's
    own typed challenge of the message's hash, 32 bytes.
    """
    domain = {"name": "Castor", "version": "1", "chainId": chain_id, "verifyingContract": door}
    typed = encode_typed_data(domain, CHALLENGE_TYPE, {"hash": message_hash(message)})
    return bytes(_hash_eip191_message(typed))


def forget_old() -> int:
    """Deletes challenges that nobody answered in time; answers how many."""
    return Challenge.objects.filter(expires_at__lt=clock.wall()).delete()[0]


def checked_address(text: str) -> Address:
    """An address in checksum form. Raises Malformed."""
    try:
        return Address(to_checksum_address(text))
    except (TypeError, ValueError) as problem:
        raise Malformed(gettext_noop("This is not an address.")) from problem


def _statement(purpose: Purpose, name: str, role: Role, applies_to: Address | None) -> str:
    if purpose is Purpose.SIGN_IN:
        return f"Sign in to Castor as {name}."
    if purpose is Purpose.LOST_KEY:
        return f"The key of the account {name} at Castor is lost. I ask for this one in its place."
    return f"Open the {role.word} account {name} at Castor, with the operator {applies_to}."


def _message(
    *, site: Site, address: Address, statement: str, issued_at: datetime, expires_at: datetime
) -> str:
    return "\n".join(
        (
            f"{site.domain} wants you to sign in with your Ethereum account:",
            address,
            "",
            statement,
            "",
            f"URI: {site.origin}",
            "Version: 1",
            f"Chain ID: {site.chain_id}",
            f"Nonce: {secrets.token_hex(16)}",
            f"Issued At: {_iso(issued_at)}",
            f"Expiration Time: {_iso(expires_at)}",
        )
    )


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _signer_of(message: str, signature: bytes) -> str | None:
    if len(signature) != SIGNATURE_BYTES:
        return None
    try:
        return str(Keys.recover_message(encode_defunct(text=message), signature=signature))
    except (BadSignature, ValidationError, ValueError, TypeError):
        return None
