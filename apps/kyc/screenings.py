"""What screening goes by and what it found: an operator's watch lists, whom a case names, the hits of a
case.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from functools import lru_cache
from typing import Any

from apps.kyc import matching, watchlists
from apps.kyc.matching import Prepared, Subject
from apps.kyc.models import Application
from apps.kyc.types import SCREENING, WATCH_LIST, Hit, ListView, ScreeningState, ScreeningView
from apps.records import queries as records
from apps.records import services as recording
from apps.records.types import Content, Heading
from apps.vocabulary.types import Address, Role, Viewer


def office_of(operator: str) -> Viewer:
    """The operator's own desk, for what nobody in particular does."""
    return Viewer(role=Role.OPERATOR, door=Address(operator))


def list_headings(operator: str) -> list[Heading]:
    """The records of an operator's watch lists, by code."""
    found = records.headings(office_of(operator), [WATCH_LIST.name], ["kept"])
    return sorted(found, key=lambda each: each.reference)


def lists(operator: str) -> list[ListView]:
    """An operator's watch lists, by code."""
    found = [records.glance(office_of(operator), each.id) for each in list_headings(operator)]
    return [
        ListView(
            id=each.heading.id,
            code=each.heading.reference,
            title=str(each.fields.get("title", each.heading.reference)),
            published=str(each.fields.get("published", "")),
            entries=int(str(each.fields.get("entries", 0))),
            version=each.heading.version - 1,
            loaded_at=each.heading.changed_at,
        )
        for each in found
    ]


def generation(operator: str) -> int:
    """A number that grows whenever one of the operator's lists changes."""
    return sum(each.version for each in list_headings(operator))


def ready_lists(operator: str) -> list[tuple[Heading, Prepared]]:
    """An operator's lists, ready to be searched. What a list says is public: it is kept between two cases."""
    return [(each, _prepared(each.id, each.version, operator)) for each in list_headings(operator)]


@lru_cache(maxsize=12)
def _prepared(record: uuid.UUID, version: int, operator: str) -> Prepared:
    keeper = Viewer(door=Address(operator))
    note = records.own(keeper, record).file("entries")
    if note is None:
        return matching.prepared(watchlists.WatchList("", "", ()))
    _, data = recording.read_file(actor=keeper, record=record, file=note.id)
    return matching.prepared(watchlists.unpacked(data))


def content_of(row: Application) -> Content | None:
    """What a case says, for the portal's own comparison; None for one that is broken, erased, or
    another's.
    """
    return records.as_owners_read([row.record])[0]


def subjects(content: Content) -> list[Subject]:
    """Everybody whom a case names."""
    fields = content.fields
    if "name" in fields:
        born, number = str(fields.get("born", "")), str(fields.get("identity_number", ""))
        return [Subject("applicant", str(fields["name"]), born=born, number=number)]
    found = [Subject("company", str(fields.get("company_name", "")), person=False)]
    for part, name in (("director", "directors"), ("owner", "owners")):
        rows = fields.get(name)
        people = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        found += [
            Subject(part, str(row.get("name", "")), number=str(row.get("identity_number", "")))
            for row in people
        ]
    if fields.get("contact_name"):
        found.append(Subject("contact", str(fields["contact_name"])))
    return found


def record_of(row: Application) -> Heading | None:
    """The record of a case's screening, if there was one."""
    desk = office_of(row.record.operator)
    return next(iter(records.headings_called(desk, SCREENING.name, str(row.pk))), None)


def view_of(row: Application) -> ScreeningView:
    """What screening found about a case. Raises RecordBroken where that was tampered with."""
    found = record_of(row)
    if found is None:
        return ScreeningView(ScreeningState.DUE)
    content = records.in_full(office_of(row.record.operator), found.id)
    return ScreeningView(
        state=ScreeningState.DUE if is_due(row) else ScreeningState(found.state),
        hits=hits_in(content),
        lists={str(code): int(str(version)) for code, version in _dict(content.fields.get("lists")).items()},
        at=dt.datetime.fromisoformat(str(content.fields["at"])),
    )


def is_due(row: Application) -> bool:
    """Whether a case was changed, or a list, since it was screened."""
    current = (row.record.version, generation(row.record.operator))
    return (row.screened_version, row.screened_lists) != current


def hits_in(content: Content) -> tuple[Hit, ...]:
    """The hits that a screening's content holds."""
    found = content.fields.get("hits")
    rows = found if isinstance(found, list) else []
    names = {field.name for field in dataclasses.fields(Hit)}
    return tuple(Hit(**{name: row[name] for name in names & row.keys()}) for row in map(_dict, rows))


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
