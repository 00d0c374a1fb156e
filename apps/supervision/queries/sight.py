"""Who may look at what in the explorer: one function, upon the one scope of the market."""

from __future__ import annotations

from collections.abc import Iterable

from apps.participants import queries as participants
from apps.vocabulary.types import Role, Viewer


def oversees(viewer: Viewer, doors: Iterable[str | None]) -> bool:
    """Whether something that is the affair of these doors is the viewer's to look at: the regulator's
    always, else where the viewer sees one of them (`participants.queries.scope`).
    """
    if viewer.role is Role.REGULATOR:
        return True
    return bool(participants.seen(viewer, [each for each in doors if each]))
