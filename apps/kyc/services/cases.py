"""What every act about a case shares: whose turn it is, and how it moves on."""

from __future__ import annotations

import datetime as dt
import uuid

from apps.kyc import queries, rules
from apps.kyc.errors import OutOfState
from apps.kyc.models import Application
from apps.kyc.types import ApplicationView, State
from apps.records import services as records
from apps.records.errors import ReasonNeeded
from apps.records.types import Deed
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Role, Viewer

SHORTEST_REASON = 5
LONGEST_NOTE = 500
LONGEST_REASON = 250
"""Shorter than a line of the audit log, which says beside it what was decided."""


def own(actor: Viewer, act: str) -> ApplicationView:
    """The client's own application, in a state in which it may do this. Raises NotAllowed, OutOfState."""
    if actor.is_staff:
        raise NotAllowed
    found = queries.current(actor)
    if found is None or found.state not in rules.MAY[act]:
        raise OutOfState
    return found


def office_case(actor: Viewer, application: uuid.UUID) -> Application:
    """A case of the actor's own operator, for this transaction alone. Raises NotAllowed, NotFound."""
    if actor.role is not Role.OPERATOR or not (actor.maker or actor.checker):
        raise NotAllowed
    queries.row(actor, application)
    found = Application.objects.select_for_update(of=("self",)).select_related("record")
    return found.get(pk=application)


def case(actor: Viewer, application: uuid.UUID, act: str) -> Application:
    """The same, in a state in which this may be done. Raises OutOfState."""
    row = office_case(actor, application)
    if State(row.record.state) not in rules.MAY[act]:
        raise OutOfState(state=row.record.state)
    return row


def move(
    actor: Viewer, record: uuid.UUID, act: str, state: State, kept_until: dt.datetime | None = None
) -> None:
    """Let a case move on. Raises RecordChanged where somebody else was quicker."""
    since = frozenset(each.value for each in rules.MAY[act])
    records.change_state(actor=actor, record=record, state=state.value, since=since, kept_until=kept_until)


def is_note(text: str) -> bool:
    """Whether a note to the client says something."""
    return SHORTEST_REASON <= len(text.strip()) <= LONGEST_NOTE


def require_reason(text: str) -> str:
    """Why something is decided, stripped. Raises ReasonNeeded for one that says nothing, or too much."""
    said = text.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ReasonNeeded(shortest=SHORTEST_REASON, longest=LONGEST_REASON)
    return said


def note_decision(actor: Viewer, record: uuid.UUID, decided: str, reason: str) -> None:
    """Keep in the audit log what was decided about a case, by whom, when and why."""
    records.note(actor=actor, record=record, deed=Deed.DECIDED, reason=f"{decided}: {reason}")
