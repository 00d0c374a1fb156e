"""What staff open in the explorer, and the walk along the trail."""

from __future__ import annotations

import uuid

from apps.ledger import queries as ledger
from apps.ledger import readmodel
from apps.ledger.queries import Trail
from apps.records import services as writing
from apps.supervision import queries
from apps.supervision.errors import TrailTooLong
from apps.supervision.types.explored import Thing, What
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Role, Viewer

LONGEST_KEY = 100
SHORT_WALK, LONGEST_WALK = 1_000, 5_000


def explore(*, actor: Viewer, what: What, key: str, after: str | None = None) -> Thing:
    """Opens a thing of the record for staff. What is another's answers as if it were not there, and that
    somebody asked for it is in the audit log. Raises SignInNeeded, NotAllowed, NotFound, Malformed, NodeAway.
    """
    if actor.account is None:
        raise SignInNeeded
    if not actor.is_staff:
        raise NotAllowed
    try:
        found = queries.thing(actor, what, key, after=after)
    except NotFound:
        if what is What.RECORD and _is_id(key):  # a record says to nobody but its readers that it is there
            _note_denied(actor, what, key)
        raise
    if not queries.oversees(actor, found.doors):
        _note_denied(actor, what, key)
        raise NotFound
    return found


def walk_trail(*, actor: Viewer, first: int | None, last: int | None) -> Trail:
    """Whether an event is missing between two blocks (by default the last thousand), at most 5,000 at once:
    longer walks are `manage.py check_trail`'s. Raises NotAllowed, TrailTooLong, NoSuchBlock, NodeAway.
    """
    if actor.role is not Role.REGULATOR:
        raise NotAllowed
    newest, begun = readmodel.head(), ledger.market()
    end = last if last is not None else newest.number if newest else 0
    start = first if first is not None else max(begun.start_block if begun else 0, end - SHORT_WALK + 1)
    if end - start >= LONGEST_WALK:
        raise TrailTooLong(most=LONGEST_WALK)
    return ledger.trail(start, end)


# -- parts ----------------------------------------------------------------------------------------------


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _note_denied(actor: Viewer, what: What, key: str) -> None:
    writing.note_denied(actor=actor, asked=f"explorer: {what} {key[:LONGEST_KEY]}")
