"""Who may do what at the desk, asked before anything else."""

from __future__ import annotations

from apps.participants import queries as participants
from apps.vocabulary.errors import NotAllowed, Unavailable
from apps.vocabulary.types import LARGEST, Address, Role, Viewer
from apps.vocabulary.words import WrongAmount


def trustee(actor: Viewer) -> Address:
    """The trustee whose staff is asking. Raises NotAllowed."""
    if actor.role is not Role.TRUSTEE or actor.door is None:
        raise NotAllowed
    return actor.door


def maker(actor: Viewer) -> Address:
    """The same, for its makers alone."""
    if not actor.maker:
        raise NotAllowed
    return trustee(actor)


def require_amount(amount: int) -> None:
    """Raises WrongAmount for what is no sum of money."""
    if not 0 < amount <= LARGEST:
        raise WrongAmount


def regulator() -> Address:
    """The market's regulator, who reads every record. Raises Unavailable before it is indexed."""
    found = participants.regulator()
    if found is None:
        raise Unavailable
    return found
