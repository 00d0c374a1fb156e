"""A client's lost key is replaced: two of client, operator and trustee want the same new one, and 48 hours
pass in which the client can veto. Nothing of the client's moves.
"""

from __future__ import annotations

import logging

from django.utils.translation import gettext

from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.types import ActView, Signable
from apps.participants import queries
from apps.participants.services.hierarchy import CLIENTS, NO_WORD, Arguments, propose_own, require_role
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import read_address

_GUARDIANS = (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)
logger = logging.getLogger(__name__)


def recover(
    *, actor: Viewer, client: Address, key: str, x: bytes = NO_WORD, y: bytes = NO_WORD, cause: str = ""
) -> ActView:
    """A guardian proposes a new signer for a client whose key is lost, or agrees to the one that another
    asked for: `key` is an address, or a verifier's with a P-256 point. Raises NotAllowed, Refused.
    """
    require_role(actor, *_GUARDIANS)
    arguments: Arguments = {"client": client, "key": read_address(key), "x": x, "y": y}
    return propose_own(actor, "Recover", arguments, cause=cause)


def withdraw_recovery(*, actor: Viewer, client: Address, cause: str = "") -> ActView:
    """The guardian that asked proposes to ask no longer."""
    require_role(actor, *_GUARDIANS)
    return propose_own(actor, "WithdrawRecovery", {"client": client}, cause=cause)


def prepare_recovery(*, actor: Viewer, key: str, x: bytes = NO_WORD, y: bytes = NO_WORD) -> Signable:
    """The client itself asks for a new signer, or agrees to the one that a guardian asked for: with one of
    the others that is enough. Raises SignInNeeded, NotAllowed, NotAnAddress, Refused.
    """
    door, address = _own_door(actor), read_address(key)
    arguments: Arguments = {"key": address, "x": x, "y": y}
    prepared = ledger.prepare(actor=actor, door=door, act="RecoverSelf", target=door, arguments=arguments)
    sentence = gettext(
        "You want the key %(key)s to replace all that sign for you. Nothing leaves your account until your "
        "operator or your trustee agrees and 48 hours have passed, or until you veto it."
    )
    return Signable(prepared, sentence % {"key": address}, ((gettext("New key"), address),))


def prepare_veto(*, actor: Viewer) -> Signable:
    """The client's no to a new signer that somebody asked for. Raises SignInNeeded, NotAllowed, Refused."""
    door = _own_door(actor)
    prepared = ledger.prepare(actor=actor, door=door, act="VetoRecovery", target=door, arguments={})
    return Signable(
        prepared,
        gettext(
            "Your key is not lost: nobody gets a new one for your account, and nothing of yours is held."
        ),
    )


def complete_recovery(*, actor: Viewer, client: Address) -> ActView:
    """Pushes an agreed recovery once its delay is over: anybody may. Raises SignInNeeded, Refused."""
    if actor.account is None:
        raise SignInNeeded
    return _push(client)


def complete_due_recoveries() -> int:
    """Pushes the recoveries whose delay is over; how many. One that was vetoed meanwhile the contract
    refuses.
    """
    pushed = 0
    for client in queries.due_recoveries():
        try:
            _push(client)
            pushed += 1
        except Refused as refusal:
            logger.info("recovery not completed", extra={"door": client, "error": refusal.name})
    return pushed


def _push(client: Address) -> ActView:
    return ledger.push(call="completeRecovery", target=client, arguments={}, cause=f"recovery:{client}")


def _own_door(actor: Viewer) -> Address:
    require_role(actor, *CLIENTS)
    if actor.door is None:
        raise SignInNeeded
    return actor.door
