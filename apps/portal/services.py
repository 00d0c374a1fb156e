"""A client's own keys: further signers of its door, each one act that the client signs and the contract
decides. And signed acts, handed in by the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext

from apps.ledger import services as ledger
from apps.ledger.types import ActView, Prepared, Signable, Signature
from apps.participants import queries as participants
from apps.vocabulary.errors import CastorError, NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import read_address

_NO_WORD: Final = bytes(32)


def prepare_add_signer(*, actor: Viewer, key: str) -> Signable:
    """One more key that signs for the client. Raises SignInNeeded, NotAllowed, NotAnAddress, Refused."""
    address = read_address(key)
    sentence = gettext(
        "From now on the key %(key)s signs for you too. Whoever holds it can move what is yours."
    )
    return Signable(
        _prepared(actor, "AddSigner", {"key": address, "x": _NO_WORD, "y": _NO_WORD}),
        sentence % {"key": address},
        ((gettext("New key"), address),),
    )


def prepare_remove_signer(*, actor: Viewer, key: str) -> Signable:
    """A key of the client that no longer signs. Raises SignInNeeded, NotAllowed, NotFound (a key that does
    not sign), Refused (the last one).
    """
    address = read_address(key)
    door = _client(actor)
    found = next((each for each in participants.signers_of(door) if each.key == address), None)
    if found is None:
        raise NotFound
    words: dict[str, int | str | bytes] = {
        "key": address,
        "x": bytes.fromhex(found.x[2:]),
        "y": bytes.fromhex(found.y[2:]),
    }
    sentence = gettext("The key %(key)s no longer signs for you.") % {"key": address}
    return Signable(_prepared(actor, "RemoveSigner", words), sentence, ((gettext("Key to end"), address),))


def submit_signatures(*, actor: Viewer, signatures: Sequence[Signature]) -> list[ActView | CastorError]:
    """Hands in signed acts, one's own or those of clients whom one sees, and gives each its answer.

    Whoever hands an act in, its client has signed it. Raises SignInNeeded.
    """
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    return ledger.submit_many(
        actor=actor, signatures=signatures, sight=lambda doors: participants.seen(actor, doors)
    )


def _client(actor: Viewer) -> Address:
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.role not in (Role.ISSUER, Role.INVESTOR):
        raise NotAllowed
    return actor.door


def _prepared(actor: Viewer, act: str, arguments: dict[str, int | str | bytes]) -> Prepared:
    door = _client(actor)
    return ledger.prepare(actor=actor, door=door, act=act, target=door, arguments=arguments)
