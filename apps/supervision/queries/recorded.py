"""A record from outside: what it is, how it stands with the chain, who read it. Its content is read at its
own desk, with a reason.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from apps.accounts import queries as accounts
from apps.participants import queries as participants
from apps.records import queries as records
from apps.supervision.types import Told
from apps.supervision.types.explored import Fact, Look, Thing, What
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Viewer


def record(viewer: Viewer, key: str) -> Thing:
    """A record that the viewer's organisation is a reader of. Raises NotFound."""
    try:
        id = UUID(key)
    except ValueError as unknown:
        raise NotFound from unknown
    found = records.heading(viewer, id)
    try:
        checked = records.check(viewer, id)
        outcome = f"{checked.outcome}{': ' if checked.problem else ''}{checked.problem}"
    except CastorError as failure:
        outcome = failure.code
    facts = [
        Fact(gettext("Kind"), found.kind),
        Fact(gettext("State"), found.state),
        Fact(gettext("Version"), found.version, Look.UNITS),
        Fact(gettext("Anchored version"), found.anchored_version, Look.UNITS),
        Fact(gettext("Compared with the chain"), outcome),
        Fact(gettext("Name on the chain"), "0x" + found.anchor_id.hex()),
        Fact(gettext("Opened"), int(found.opened_at.timestamp()), Look.TIME),
        Fact(gettext("Changed"), int(found.changed_at.timestamp()), Look.TIME),
    ]
    doors = tuple(str(door) for door in found.readers.doors if door)
    readers = {door: participants.name_of(door) for door in doors}
    facts += [
        Fact(gettext("Encrypted to"), f"{What.PARTICIPANT}/{door}|{name}", Look.THING)
        for door, name in readers.items()
    ]
    if found.owner:
        owner = f"{What.PARTICIPANT}/{found.owner}|{participants.name_of(found.owner)}"
        facts.insert(1, Fact(gettext("Of"), owner, Look.THING))
    return Thing(
        what=What.RECORD,
        key=str(id),
        name=gettext("Record %(id)s") % {"id": str(id)[:8]},
        doors=(*doors, *([str(found.owner)] if found.owner else [])),
        facts=tuple(facts),
        lines=tuple(_read(viewer, id)),
    )


def _read(viewer: Viewer, id: UUID) -> list[Told]:
    """The audit log's lines about it."""
    entries = records.reads(viewer, id)
    doors = {each.door for each in entries if each.door}
    names = {each.account: each.name for door in doors for each in accounts.staff_of(door)}
    return [
        Told(
            place=str(each.place),
            at=int(each.at.timestamp()),
            text=f"{names.get(each.account, '')} {each.deed}: {each.reason}".strip(),
            key=each.deed,
            block=0,
            transaction="",
            contract="",
            address="",
            arguments={},
        )
        for each in entries
    ]
