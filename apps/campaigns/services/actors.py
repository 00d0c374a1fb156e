"""Who may do what with a campaign, and how it is said."""

from apps.participants import queries as participants
from apps.records.types import Readers
from apps.vocabulary.errors import NotAllowed, SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Role, Viewer


def require(actor: Viewer, *roles: Role) -> Address:
    """The actor's door, if it has one of these roles."""
    if actor.account is None:
        raise SignInNeeded
    if actor.role not in roles or actor.door is None:
        raise NotAllowed
    return actor.door


def readers_of(actor: Viewer) -> Readers:
    """Who reads what a client writes: its operator, its trustee and the regulator."""
    regulator = participants.regulator()
    if regulator is None or actor.door is None:
        raise Unavailable
    me = participants.participant(actor, actor.door)
    return Readers(regulator=regulator, operator=me.parent, trustee=me.trustee)


def say(text: str, **arguments: object) -> str:
    """A translated sentence with its figures as people read them."""
    return participants.said([(text, arguments)])[0]
