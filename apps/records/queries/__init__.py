"""Readings of records. Each takes the viewer first; what a viewer may not see answers as if it were not
there.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.db import connection
from django.db.models import Q, QuerySet

from apps.ledger import queries as ledger
from apps.records import audit, content, keys, merkle, rules
from apps.records.errors import KeyMissing, RecordBroken, RecordErased
from apps.records.models import Record, RecordRead, RecordVersion, SearchWord
from apps.records.projections import ANCHORS
from apps.records.queries.disclosing import disclosed as disclosed
from apps.records.queries.disclosing import disclosure_of as disclosure_of
from apps.records.queries.disclosing import standing as standing
from apps.records.types import (
    AUDIT_HEAD,
    Check,
    Content,
    Entry,
    Heading,
    Kind,
    LogCheck,
    Outcome,
    kind_called,
)
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Viewer

_COLUMN = {Role.REGULATOR: "regulator", Role.TRUSTEE: "trustee", Role.OPERATOR: "operator"}


def visible(viewer: Viewer) -> QuerySet[Record]:
    """The records that the viewer's organisation is a reader of, or that are the viewer's own."""
    if viewer.is_staff:
        return (
            Record.objects.filter(**{_COLUMN[viewer.role]: viewer.door})
            if viewer.door
            else Record.objects.none()
        )
    own = Q()
    if viewer.door:
        own |= Q(owner=viewer.door)
    if viewer.account is not None:
        own |= Q(account=viewer.account)
    return Record.objects.filter(own) if own else Record.objects.none()


def row(viewer: Viewer, record: uuid.UUID) -> Record:
    """The row itself, for this app's services. Raises NotFound, also for what is another's."""
    found = visible(viewer).filter(pk=record).first()
    if found is None:
        raise NotFound
    return found


def heading(viewer: Viewer, record: uuid.UUID) -> Heading:
    """A record's clear part. Raises NotFound."""
    return content.heading(row(viewer, record))


def queue(viewer: Viewer, kinds: Iterable[str], states: Iterable[str]) -> QuerySet[Record]:
    """Records of some kinds in some states, the longest waiting first."""
    return visible(viewer).filter(kind__in=tuple(kinds), state__in=tuple(states)).order_by("changed_at", "pk")


def count_own(viewer: Viewer, kind: str, state: str) -> int:
    """How many of a client's own records of a kind are in a state; none of staff's and visitors'."""
    if viewer.is_staff or viewer.account is None:
        return 0
    # Every page asks this: written out, as putting the statement together costs more than asking it.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM records_record "
            "WHERE (owner = %s OR account = %s) AND kind = %s AND state = %s",
            [viewer.door, viewer.account, kind, state],
        )
        (count,) = cursor.fetchone()
    return int(count)


def with_roots(owners: Iterable[Address], kind: str, roots: Iterable[bytes]) -> list[Record]:
    """The records of a kind with these roots that are these owners' own: what they published."""
    # Written out for the same reason: each page of campaigns asks it.
    statement = "SELECT * FROM records_record WHERE owner = ANY(%s) AND kind = %s AND root = ANY(%s)"
    return list(Record.objects.raw(statement, [list(owners), kind, list(roots)]))


def headings(
    viewer: Viewer, kinds: Iterable[str], states: Iterable[str], *, most: int | None = 100
) -> list[Heading]:
    """The first of a queue, or (None) all of it, as headings."""
    return [content.heading(found) for found in queue(viewer, kinds, states)[:most]]


def due(viewer: Viewer, kind: str, now: dt.datetime, *, most: int) -> list[Heading]:
    """The records of a kind that are due by `now`, the longest waiting first."""
    found = visible(viewer).filter(kind=kind, due_at__lte=now).order_by("due_at")
    return [content.heading(each) for each in found[:most]]


def headings_since(viewer: Viewer, kinds: Iterable[str], since: dt.datetime | None) -> Iterator[Heading]:
    """The records of some kinds that were opened from `since` on (ever, without it) and are not erased, the
    oldest first: however many, read as they are asked for.
    """
    found = visible(viewer).filter(kind__in=tuple(kinds), erased_at=None)
    found = found.filter(opened_at__gte=since) if since else found
    return (content.heading(each) for each in found.order_by("opened_at", "pk").iterator())


def glance(viewer: Viewer, record: uuid.UUID) -> Content:
    """A record with its fields masked: what a case page shows before anybody gives a reason."""
    return glances(viewer, [row(viewer, record)])[0]


def glances(viewer: Viewer, rows: Iterable[Record]) -> list[Content]:
    """Masked contents of the rows of one page. A broken or erased record comes without fields."""
    return [_glance(viewer, found) for found in content.with_wraps(rows)]


def as_owners_read(rows: Iterable[Record]) -> list[Content | None]:
    """The rows of one page in full, each as its own owner reads it, for who shows what owners published.

    None for one that is broken or erased, or whose readers' keys are elsewhere.
    """
    return [_as_owner_reads(found, _opened_by_its_owner) for found in content.with_wraps(rows)]


def as_published(rows: Iterable[Record]) -> list[Content | None]:
    """As `as_owners_read`, for what everybody may read: it stays open in this process, and is asked only
    whether it was erased or changed.
    """
    found = list(rows)
    content.with_wraps(each for each in found if not content.is_kept_open(each))
    return [_as_owner_reads(each, content.published) for each in found]


def _opened_by_its_owner(found: Record) -> content.Body:
    return content.opened(found, content.data_key(found, Viewer(role=Role.NONE, door=Address(found.owner))))


def _as_owner_reads(found: Record, opened: Callable[[Record], content.Body]) -> Content | None:
    try:
        body = opened(found)
    except (RecordBroken, RecordErased, KeyMissing):
        return None
    return Content(heading=content.heading(found), fields=body.fields, files=body.files)


def _glance(viewer: Viewer, found: Record) -> Content:
    try:
        body = content.opened(found, content.data_key(found, viewer))
    except (RecordBroken, RecordErased):
        return Content(heading=content.heading(found), fields={}, masked=True)
    fields = rules.masked(kind_called(found.kind), body.fields)
    return Content(heading=content.heading(found), fields=fields, files=body.files, masked=True)


def own(viewer: Viewer, record: uuid.UUID) -> Content:
    """A viewer's own record, in full. Raises NotFound, NotAllowed for staff (who give a reason:
    `services.read`).
    """
    found = row(viewer, record)
    if viewer.is_staff:
        raise NotAllowed
    body = content.opened(found, content.data_key(found, viewer))
    return Content(heading=content.heading(found), fields=body.fields, files=body.files)


def headings_called(viewer: Viewer, kind: str, reference: str) -> list[Heading]:
    """The records of a kind that are not erased and have this reference, the oldest first."""
    found = visible(viewer).filter(kind=kind, reference=reference, erased_at=None).order_by("opened_at")
    return [content.heading(each) for each in found]


def kept_about(viewer: Viewer, kinds: Iterable[str]) -> list[Heading]:
    """The records of some kinds that a client sees as its own and that are not erased, the oldest first."""
    found = visible(viewer).filter(kind__in=tuple(kinds), erased_at=None).order_by("opened_at")
    return [content.heading(each) for each in found]


def in_full(office: Viewer, record: uuid.UUID) -> Content:
    """A record as the portal itself reads it for an organisation, to compare or to carry on with: nobody is
    shown it, so no reason is given. Raises NotFound, RecordBroken, RecordErased, KeyMissing.
    """
    found = row(office, record)
    body = content.opened(found, content.data_key(found, office))
    return Content(heading=content.heading(found), fields=body.fields, files=body.files)


def earlier(office: Viewer, record: uuid.UUID, version: int) -> Content:
    """The same of an earlier version. Raises NotFound where there is none."""
    found = row(office, record)
    kept = RecordVersion.objects.filter(record=found, version=version).first()
    if kept is None:
        raise NotFound
    sealed, root = bytes(kept.sealed), bytes(kept.root)
    key = content.data_key(found, office)
    body = content.opened(found, key, version=version, sealed=sealed, root=root)
    return Content(heading=content.heading(found), fields=body.fields, files=body.files)


def masked(found: Content) -> Content:
    """What a glance shows of it."""
    return replace(found, fields=rules.masked(kind_called(found.heading.kind), found.fields), masked=True)


def find(viewer: Viewer, kind: Kind, text: str) -> QuerySet[Record]:
    """Records of a kind that hold every word of the text in their searchable fields."""
    found = visible(viewer).filter(kind=kind.name)
    wanted = [found for found in (rules.words(part) for part in text.split()) if found]
    if not wanted:
        return found.none()
    operators = [Address(door) for door in found.order_by().values_list("operator", flat=True).distinct()]
    key = keys.search_key()
    for part in wanted:
        tags = [rules.word_tag(key, operator, word) for operator in operators for word in part]
        found = found.filter(pk__in=SearchWord.objects.filter(tag__in=tags).values("record"))
    return found


def alike(viewer: Viewer, record: uuid.UUID, names: Iterable[str]) -> list[uuid.UUID]:
    """Other records at the same operator that have the same value in one of these searchable fields."""
    found = row(viewer, record)
    body = content.opened(found, content.data_key(found, viewer))
    key, operator = keys.search_key(), Address(found.operator) if found.operator else None
    whole = [rules.plain(str(body.fields[name])) for name in names if body.fields.get(name)]
    tags = [rules.word_tag(key, operator, word) for word in whole]
    same = SearchWord.objects.filter(tag__in=tags).exclude(record=found).values("record")
    return list(visible(viewer).filter(pk__in=same).values_list("pk", flat=True))


def headings_of(viewer: Viewer, owner: Address, kinds: Iterable[str]) -> list[Heading]:
    """The records of one owner, the oldest first."""
    found = visible(viewer).filter(owner=owner, kind__in=tuple(kinds)).order_by("opened_at")
    return [content.heading(each) for each in found]


def acts_for(door: Address) -> bool:
    """Whether this portal acts for an organisation, and so keeps its secrets."""
    return keys.acts_for(door)


def module() -> Address:
    """The module that keeps anchors. Raises Unavailable before the market has one."""
    return ledger.in_force("records")


def reads(viewer: Viewer, record: uuid.UUID, *, most: int = 50) -> list[Entry]:
    """What the audit log says of a record, the latest first: who read it in full, and why."""
    lines = RecordRead.objects.filter(record=row(viewer, record)).order_by("-number")
    return [audit.entry(line) for line in lines[:most]]


def prove(viewer: Viewer, record: uuid.UUID, name: str) -> merkle.Proof:
    """One field of the current version with its path to the root. Raises NotFound when there is no such
    field.
    """
    found = row(viewer, record)
    body = content.opened(found, content.data_key(found, viewer))
    if name not in body.fields:
        raise NotFound
    return merkle.prove(body.leaves, body.salts, f"field:{name}")


def anchored_version(found: Record) -> int:
    """How many anchors of the record the chain has, as far as the read model knows."""
    anchor = ANCHORS.get("0x" + bytes(found.anchor_id).hex())
    return int(anchor["version"]) if anchor else 0


def check(viewer: Viewer, record: uuid.UUID) -> Check:
    """The record, opened and recomputed, against the chain's latest anchor: match, mismatch or not anchored.

    Every version has fresh salts, so that a root names one version of one record. The anchored root must be
    that of the current version, or of an earlier one that was amended since.
    """
    found = row(viewer, record)
    try:
        return checked(found, content.data_key(found, viewer))
    except RecordBroken as error:
        return _mismatch(found, said(error))


def checked(found: Record, key: bytes) -> Check:
    """A row, opened with its key, against the chain's latest anchor. Raises RecordBroken."""
    content.opened(found, key)
    return anchored(found, key)


def anchored(found: Record, key: bytes) -> Check:
    """As `checked`, of a row that was opened a moment ago."""
    anchor = ANCHORS.get("0x" + bytes(found.anchor_id).hex())
    if anchor is None:
        return Check(Outcome.NOT_ANCHORED, version=found.version)
    if "0x" + bytes(found.root).hex() == anchor["root"]:
        return Check(Outcome.MATCH, version=found.version, anchored_version=found.version)
    return _amended_since(found, key, bytes.fromhex(anchor["root"][2:]))


def _amended_since(found: Record, key: bytes, root: bytes) -> Check:
    earlier = RecordVersion.objects.filter(record=found, root=root).first()
    if earlier is None:
        return _mismatch(found, "another root")
    if earlier.version >= found.version:
        return _mismatch(found, "rolled back")
    content.opened(found, key, version=earlier.version, sealed=bytes(earlier.sealed), root=root)
    return Check(Outcome.NOT_ANCHORED, version=found.version, anchored_version=earlier.version)


def _mismatch(found: Record, problem: str) -> Check:
    return Check(Outcome.MISMATCH, version=found.version, problem=problem)


def said(error: RecordBroken) -> str:
    """What is wrong, in the words of who found it."""
    return str(error.arguments.get("problem", "changed"))


# -- what can be shown to others ------------------------------------------------------------------------


def disclosable(viewer: Viewer, record: uuid.UUID) -> list[str]:
    """The names of the fields of a viewer's own record that it could disclose."""
    return sorted(own(viewer, record).fields)


# -- the audit log --------------------------------------------------------------------------------------


def log(viewer: Viewer, *, before: int | None = None, most: int = 50) -> list[Entry]:
    """The audit log, the latest first, for the regulator. Raises NotAllowed."""
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    return audit.entries(before=before, most=most)


def last_entry() -> Entry | None:
    """The audit log's last line."""
    return next(iter(audit.entries(most=1)), None)


def audit_head(viewer: Viewer) -> tuple[int, bytes] | None:
    """The line and digest that were written down last for the chain. Raises RecordBroken."""
    found = visible(viewer).filter(kind=AUDIT_HEAD.name).first()
    if found is None:
        return None
    fields = content.opened(found, content.data_key(found, viewer)).fields
    return int(str(fields["lines"])), bytes.fromhex(str(fields["head"]))


def check_log(viewer: Viewer | None = None) -> LogCheck:
    """The audit log from its first line, against itself, and against the head that is anchored.

    `viewer` is the regulator, or None where the portal itself looks.
    """
    if viewer is not None and viewer.role is not Role.REGULATOR:
        raise NotAllowed
    head = anchored_head()
    lines, digest, anchored = 0, rules.FIRST_DIGEST, 0
    for line, expected in audit.walked():
        if line.number != lines + 1 or bytes(line.digest) != expected:
            return LogCheck(lines, digest, broken_at=lines + 1, problem="line changed or missing")
        lines, digest = line.number, expected
        if head is not None and lines == head[0]:
            if digest != head[1]:
                return LogCheck(lines, digest, broken_at=lines, problem="not what was anchored")
            anchored = lines
    if head is not None and lines < head[0]:
        return LogCheck(lines, digest, broken_at=lines + 1, problem="cut off before the anchored head")
    return LogCheck(lines, digest, anchored=anchored)


def anchored_head() -> tuple[int, bytes] | None:
    """The audit log's line and digest that the chain has, as far as they can be opened here. Raises
    RecordBroken where they were changed.
    """
    found = Record.objects.filter(kind=AUDIT_HEAD.name).first()
    if found is None or not keys.holds(Address(found.regulator)):
        return None
    office = Viewer(role=Role.REGULATOR, door=Address(found.regulator))
    if check(office, found.pk).outcome is Outcome.MISMATCH:
        raise RecordBroken(problem="the anchored head was changed")
    return audit_head(office)
