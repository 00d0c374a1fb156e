"""A client goes over to another operator: the client asks, the new operator takes it over. Nobody else has a
say, and nothing of the client's moves: its door, money and certificates stay what they are.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.accounts import queries as accounts
from apps.ledger import services as ledger
from apps.ledger.types import ActView, Signable
from apps.participants import queries
from apps.participants.errors import AlreadyItsClient
from apps.participants.services.hierarchy import propose_own, require_role
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer


def prepare_move(*, actor: Viewer, operator: Address, trustee: Address) -> Signable:
    """A client prepares to ask `operator` to take it over, in the guard of `trustee`, which must be linked to
    that operator. Asking again replaces what was asked. Raises SignInNeeded, NotAllowed, AlreadyItsClient,
    Refused.
    """
    require_role(actor, Role.ISSUER, Role.INVESTOR)
    if actor.door is None:
        raise SignInNeeded
    if queries.participant(actor, actor.door).parent == operator:
        raise AlreadyItsClient
    prepared = ledger.prepare(
        actor=actor,
        door=actor.door,
        act="AskToMove",
        target=actor.door,
        arguments={"operator": operator, "trustee": trustee},
    )
    names = queries.names_of([operator, trustee])
    sentence = _(
        "You ask %(operator)s to take you over, with %(trustee)s as your guardian. Nothing changes until it "
        "does. What is yours stays yours, at the same address."
    ) % {"operator": names[operator], "trustee": names[trustee]}
    return Signable(prepared, sentence, ((_("Operator"), names[operator]), (_("Trustee"), names[trustee])))


def take_over(*, actor: Viewer, client: Address, cause: str = "") -> ActView:
    """An operator proposes to take over a client that asked for it. Raises NotAllowed, NotFound for one that
    did not ask, SignersNotAnnounced for one of several signers that the names of the new operator and the new
    trustee do not announce, Refused.
    """
    require_role(actor, Role.OPERATOR)
    asked = queries.move_of(actor, client).move
    if asked is not None:
        accounts.require_announced(client, guardians=(asked.operator, asked.trustee))
    return propose_own(actor, "TakeOver", {"client": client}, cause=cause)
