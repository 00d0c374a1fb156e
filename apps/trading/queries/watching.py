"""Which markets somebody watches: a record of their own, which nobody else's page shows."""

from __future__ import annotations

from uuid import UUID

from apps.records import queries as records
from apps.trading.types import WATCH_LIST
from apps.vocabulary.types import Address, Viewer


def watch_list(viewer: Viewer) -> tuple[UUID | None, list[Address]]:
    """The viewer's record, if there is one, and the markets on it."""
    if viewer.door is None or viewer.is_staff:
        return None, []
    rows = records.headings_of(viewer, viewer.door, [WATCH_LIST.name])
    if not rows:
        return None, []
    listed = records.own(viewer, rows[0].id).fields["markets"]
    return rows[0].id, [Address(str(each)) for each in listed] if isinstance(listed, list) else []
