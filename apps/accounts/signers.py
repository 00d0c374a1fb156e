"""What a client calls its signers, and how each of them signs."""

from __future__ import annotations

from apps.accounts import clock, queries
from apps.accounts.market_secret import newest_version
from apps.accounts.models import KnownSigner
from apps.accounts.types import SignerKind
from apps.vocabulary.errors import Malformed, NotFound, SignInNeeded
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Viewer


def know_signer(
    *,
    actor: Viewer,
    signer: str,
    kind: SignerKind,
    name: str,
    credential: str = "",
    version: int | None = None,
) -> None:
    """Notes what the actor calls a signer that is to sign for it, and how that signs.

    `signer` is an address, or `verifier:x:y`; `version` (the market secret's) for a derived key is by default
    the newest. Whether it signs is the chain's to say. Raises SignInNeeded, Malformed.
    """
    if kind is SignerKind.DERIVED:
        version = checked_version(version) or newest_version()
    KnownSigner.objects.update_or_create(
        account_id=_account_of(actor),
        signer=signer,
        defaults={
            "kind": kind.value,
            "name": name.strip()[:40],
            "credential": credential,
            "version": version if kind is SignerKind.DERIVED else None,
            "created_at": clock.wall(),
        },
    )


def rename_signer(*, actor: Viewer, signer: str, name: str) -> None:
    """Gives one of the actor's signers another name. Raises SignInNeeded, NotFound for one that is not."""
    account = _account_of(actor)
    found = next((each for each in queries.own_signers(actor) if each.signer == signer), None)
    if found is None:
        raise NotFound
    KnownSigner.objects.update_or_create(
        account_id=account,
        signer=signer,
        defaults={"name": name.strip()[:40]},
        create_defaults={
            "name": name.strip()[:40],
            "kind": found.kind.value,
            "version": found.version,
            "created_at": clock.wall(),
        },
    )


def checked_version(version: int | None) -> int | None:
    """A version of the market secret, or None where none is named. Raises Malformed."""
    if version is not None and not 1 <= version <= newest_version():
        raise Malformed(gettext_noop("The market secret has no such version."))
    return version


def _account_of(actor: Viewer) -> int:
    if actor.account is None:
        raise SignInNeeded
    return actor.account
