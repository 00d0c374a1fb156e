"""What participants do to each other: admit, renew, suspend, revoke, freeze, link.

Each is one act of the actor's own door, proposed by a member of staff and approved by another; the contracts
decide. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from apps.ledger import services as ledger
from apps.ledger.types import ActView
from apps.participants.errors import SameKeyTwice
from apps.vocabulary.errors import Malformed, NotAllowed, SignInNeeded
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, InvestorClass, Role, Standing, Viewer
from apps.vocabulary.words import read_address, text_word

Arguments = Mapping[str, int | str | bytes]

NO_WORD: Final = bytes(32)
_ORGANISATIONS: Final = (Role.TRUSTEE, Role.OPERATOR)
CLIENTS: Final = (Role.ISSUER, Role.INVESTOR)


# -- the tree


def admit_organisation(
    *, actor: Viewer, role: Role, name: str, maker_signer: str, checker_signer: str, cause: str = ""
) -> ActView:
    """The regulator proposes to admit a trustee or an operator, with the keys of its first two members of
    staff. Raises NotAllowed, TextTooLong, NotAnAddress, SameKeyTwice, Refused.
    """
    require_role(actor, Role.REGULATOR)
    if role not in _ORGANISATIONS:
        raise NotAllowed
    maker, checker = read_address(maker_signer), read_address(checker_signer)
    if maker == checker:
        raise SameKeyTwice
    arguments: Arguments = {
        "role": int(role),
        "name": text_word(name),
        "maker": maker,
        "checker": checker,
    }
    return propose_own(actor, "Admit", arguments, cause=cause)


def admit_client(
    *,
    actor: Viewer,
    role: Role,
    name: str,
    signer: str,
    trustee: Address,
    person: bytes,
    investor_class: InvestorClass,
    valid_until: int,
    cause: str = "",
) -> ActView:
    """An operator proposes to admit an issuer or an investor with its own key, in the guard of a linked
    trustee.

    `name` is a company's, and empty for a person: persons' names are never on-chain. `person` is the tag of
    32 bytes, `valid_until` chain seconds. Raises NotAllowed, TextTooLong, NotAnAddress, Malformed, Refused.
    """
    require_role(actor, Role.OPERATOR)
    if role not in CLIENTS:
        raise NotAllowed
    if len(person) != len(NO_WORD):
        raise Malformed(gettext_noop("A person’s tag has 32 bytes."))
    arguments: Arguments = {
        "role": int(role),
        "name": text_word(name) if name else NO_WORD,
        "key": read_address(signer),
        "x": NO_WORD,
        "y": NO_WORD,
        "trustee": trustee,
        "person": person,
        "class": int(investor_class),
        "validUntil": valid_until,
    }
    return propose_own(actor, "AdmitClient", arguments, cause=cause)


def renew(
    *, actor: Viewer, client: Address, investor_class: InvestorClass, valid_until: int, cause: str = ""
) -> ActView:
    """An operator proposes to certify its client's class again (R7), until `valid_until` (chain seconds)."""
    require_role(actor, Role.OPERATOR)
    arguments: Arguments = {"client": client, "class": int(investor_class), "validUntil": valid_until}
    return propose_own(actor, "Renew", arguments, cause=cause)


def set_standing(
    *, actor: Viewer, participant: Address, standing: Standing, reason: str, cause: str = ""
) -> ActView:
    """A parent proposes to suspend, reinstate or (for ever) revoke its child, for a reason of 31 bytes that
    all can read. Raises NotAllowed, TextTooLong, Refused.
    """
    require_role(actor, Role.REGULATOR, Role.OPERATOR)
    arguments: Arguments = {
        "participant": participant,
        "standing": int(standing),
        "reason": text_word(reason),
    }
    return propose_own(actor, "SetStanding", arguments, cause=cause)


def freeze(*, actor: Viewer, participant: Address, until: int, reason: str, cause: str = "") -> ActView:
    """The regulator proposes to freeze a participant until `until` (chain seconds; 0 lifts a freeze). A first
    freeze lapses after 30 days. Raises NotAllowed, TextTooLong, Refused.
    """
    require_role(actor, Role.REGULATOR)
    arguments: Arguments = {"participant": participant, "until": until, "reason": text_word(reason)}
    return propose_own(actor, "Freeze", arguments, cause=cause)


def name_successor(*, actor: Viewer, trustee: Address, successor: Address, cause: str = "") -> ActView:
    """The regulator proposes who may burn a revoked trustee's supply."""
    require_role(actor, Role.REGULATOR)
    return propose_own(actor, "NameSuccessor", {"trustee": trustee, "successor": successor}, cause=cause)


def link(*, actor: Viewer, other: Address, cause: str = "") -> ActView:
    """A trustee proposes to link an operator, or an operator a trustee: in force once both did. A trustee so
    also ends a suspension. Raises NotAllowed, Refused.
    """
    require_role(actor, Role.TRUSTEE, Role.OPERATOR)
    if actor.role is Role.TRUSTEE:
        return propose_own(actor, "LinkOperator", {"operator": other}, cause=cause)
    return propose_own(actor, "LinkTrustee", {"trustee": other}, cause=cause)


def suspend_link(*, actor: Viewer, operator: Address, cause: str = "") -> ActView:
    """A trustee proposes to suspend its link with an operator: no new clients, no sight of the old ones."""
    require_role(actor, Role.TRUSTEE)
    return propose_own(actor, "SuspendLink", {"operator": operator}, cause=cause)


# -- an organisation's own signers


def add_signer(*, actor: Viewer, key: str, cause: str = "") -> ActView:
    """Staff propose one more key that signs for their organisation. Raises NotAllowed, NotAnAddress."""
    require_role(actor, Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)
    return propose_own(actor, "AddSigner", _signer(key), cause=cause)


def remove_signer(*, actor: Viewer, key: str, cause: str = "") -> ActView:
    """Staff propose that a key no longer signs for their organisation. Raises NotAllowed, NotAnAddress."""
    require_role(actor, Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)
    return propose_own(actor, "RemoveSigner", _signer(key), cause=cause)


# -- parts


def _signer(key: str) -> Arguments:
    return {"key": read_address(key), "x": NO_WORD, "y": NO_WORD}


def require_role(actor: Viewer, *roles: Role) -> None:
    """Raises SignInNeeded, NotAllowed."""
    if actor.account is None:
        raise SignInNeeded
    if actor.role not in roles:
        raise NotAllowed


def propose_own(actor: Viewer, act: str, arguments: Arguments, *, cause: str) -> ActView:
    """One of the door's own acts, so the door is also the target."""
    if actor.door is None:
        raise SignInNeeded
    return ledger.propose(
        actor=actor, door=actor.door, act=act, target=actor.door, arguments=arguments, cause=cause
    )
