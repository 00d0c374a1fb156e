"""A client's own keys: further signers of its door, each one act that the client signs and the contract
decides. And signed acts, handed in by the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext

from apps.accounts import services as accounts
from apps.accounts.queries import own_signers, require_announced
from apps.accounts.types import SignerKind, signer_text
from apps.ledger import services as ledger
from apps.ledger.types import ActView, Prepared, Signable, Signature
from apps.participants import queries as participants
from apps.vocabulary.errors import CastorError, Malformed, NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import read_address

_NO_WORD: Final = bytes(32)


def prepare_add_signer(
    *,
    actor: Viewer,
    key: str,
    kind: SignerKind = SignerKind.WALLET,
    label: str = "",
    x: bytes = _NO_WORD,
    y: bytes = _NO_WORD,
    credential: str = "",
    version: int | None = None,
) -> Signable:
    """One more signer of the client's door, called `label`: a derived key or a wallet's, by its address, or a
    passkey: the verifier, the point (32 bytes each) and the credential's id. `version` is a derived key's.

    Raises SignInNeeded, NotAllowed, NotAnAddress, Malformed, SignersNotAnnounced (first the names of operator
    and trustee say who signs, where this market's have names), Refused.
    """
    door = _client(actor)
    address = read_address(key)
    if (kind is SignerKind.PASSKEY) != (x != _NO_WORD or y != _NO_WORD):
        raise Malformed
    signer = signer_text(address, "0x" + x.hex(), "0x" + y.hex())
    require_announced(door, signers={*_signing(door), signer})
    prepared = _prepared(actor, "AddSigner", {"key": address, "x": x, "y": y})
    accounts.know_signer(
        actor=actor,
        signer=signer,
        kind=kind,
        name=label,
        credential=credential,
        version=version,
    )
    if kind is SignerKind.PASSKEY:
        return Signable(
            prepared,
            gettext("From now on the passkey that you just made signs for you too."),
            ((gettext("Passkey"), label or "–"), (gettext("Its public key"), "0x" + x.hex())),
        )
    sentence = gettext(
        "From now on the key %(key)s signs for you too. Whoever holds it can move what is yours."
    )
    return Signable(prepared, sentence % {"key": address}, ((gettext("New key"), address),))


def prepare_remove_signer(*, actor: Viewer, key: str, x: bytes = _NO_WORD, y: bytes = _NO_WORD) -> Signable:
    """A signer of the client that no longer signs. Raises SignInNeeded, NotAllowed, NotFound (one that does
    not sign), Refused (the last one).
    """
    door = _client(actor)
    address = read_address(key)
    wanted = signer_text(address, "0x" + x.hex(), "0x" + y.hex())
    signing = _signing(door)
    if wanted not in signing:
        raise NotFound
    require_announced(door, signers=signing - {wanted})
    words: dict[str, int | str | bytes] = {"key": address, "x": x, "y": y}
    known = next((each.name for each in own_signers(actor) if each.signer == wanted), "")
    shown = known or ("0x" + x.hex() if ":" in wanted else address)
    sentence = gettext("%(key)s no longer signs for you.") % {"key": shown}
    return Signable(_prepared(actor, "RemoveSigner", words), sentence, ((gettext("Key to end"), shown),))


def submit_signatures(*, actor: Viewer, signatures: Sequence[Signature]) -> list[ActView | CastorError]:
    """Hands in signed acts, one's own or those of clients whom one sees, and gives each its answer.

    Whoever hands an act in, its client has signed it. Raises SignInNeeded.
    """
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    return ledger.submit_many(
        actor=actor, signatures=signatures, sight=lambda doors: participants.seen(actor, doors)
    )


def _signing(door: Address) -> set[str]:
    return {signer_text(each.key, each.x, each.y) for each in participants.signers_of(door)}


def _client(actor: Viewer) -> Address:
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.role not in (Role.ISSUER, Role.INVESTOR):
        raise NotAllowed
    return actor.door


def _prepared(actor: Viewer, act: str, arguments: dict[str, int | str | bytes]) -> Prepared:
    door = _client(actor)
    return ledger.prepare(actor=actor, door=door, act=act, target=door, arguments=arguments)
