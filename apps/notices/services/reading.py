"""What a person does with notices of their own."""

from __future__ import annotations

import uuid

from django.db import transaction

from apps.notices import queries
from apps.notices.types import NOTICE, State
from apps.records import services as recording
from apps.vocabulary.types import Viewer


@transaction.atomic
def mark_read(*, actor: Viewer, notice: uuid.UUID) -> None:
    """The actor has read it; its e-mail, if it has not gone out yet, is not sent. Raises NotFound."""
    queries.require_own(actor, notice)
    recording.change_state(actor=actor, record=notice, state=State.READ, since=frozenset(State))


def mark_all_read(*, actor: Viewer) -> None:
    """The actor has read everything. Raises SignInNeeded, NotAllowed."""
    queries.require_client(actor)
    recording.move_all(actor=actor, kind=NOTICE, since=State.UNREAD, state=State.READ)
