"""Who may do what with a campaign, and how it is said."""

from apps.participants import queries as participants
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer


def require(actor: Viewer, role: Role) -> Address:
    """The actor's door, if it has this role."""
    if actor.account is None:
        raise SignInNeeded
    if actor.role is not role or actor.door is None:
        raise NotAllowed
    return actor.door


def say(text: str, **arguments: object) -> str:
    """A translated sentence with its figures as people read them."""
    return participants.said([(text, arguments)])[0]
