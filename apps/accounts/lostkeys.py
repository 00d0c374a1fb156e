"""A client that lost its key asks for a new one. It shows that key; who it is, its guardians find out."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from apps.accounts import attempts, challenges, clock, queries
from apps.accounts.market_secret import newest_version
from apps.accounts.models import Account, KnownSigner, LostKey
from apps.accounts.rules import LOST_KEY_KEPT, normalised_name
from apps.accounts.signers import checked_version
from apps.accounts.types import IssuedChallenge, Kind, Purpose, SignerKind, Site

FREE_REQUESTS: Final = 3


def challenge_lost_key(*, name: str, address: str, site: Site, version: int | None = None) -> IssuedChallenge:
    """The message by which a new key asks for an account; the same for a name that has none.

    `version` of the market secret is what the key was derived with. Raises InvalidName, Malformed.
    """
    return challenges.issue(
        purpose=Purpose.LOST_KEY,
        name=normalised_name(name),
        address=challenges.checked_address(address),
        site=site,
        key_version=checked_version(version) or newest_version(),
    )


def ask_for_new_key(*, challenge: UUID, signature: bytes) -> None:
    """Notes the request for the account's guardians; the last one counts. Nothing is changed by it.

    Answers alike for a name without door. Raises ChallengeExpired, SignatureRefused, TooSoon.
    """
    signed = challenges.redeem(id=challenge, purpose=Purpose.LOST_KEY, signature=signature)
    attempts.count(attempts.subject("lost-key", signed.name), free=FREE_REQUESTS)
    account = Account.objects.filter(username=signed.name, kind=Kind.CLIENT.value, is_active=True).first()
    if account is None or queries.viewer_of(account).door is None:
        return
    now = clock.wall()
    _forget_earlier(account)
    LostKey.objects.update_or_create(account=account, defaults={"key": signed.address, "asked_at": now})
    derived = {"kind": SignerKind.DERIVED.value, "version": signed.key_version, "created_at": now}
    KnownSigner.objects.get_or_create(account=account, signer=signed.address, defaults=derived)


def forget_old() -> int:
    """Deletes requests that nobody will act upon any more."""
    return LostKey.objects.filter(asked_at__lt=clock.wall() - LOST_KEY_KEPT).delete()[0]


def _forget_earlier(account: Account) -> None:
    """The key of an earlier request that never came to sign is no signer to remember."""
    earlier = LostKey.objects.filter(account=account).values_list("key", flat=True).first()
    signing = {each.signer for each in queries.own_signers(queries.viewer_of(account))}
    if earlier is not None and earlier not in signing:
        account.known_signers.filter(signer=earlier).delete()
