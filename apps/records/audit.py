"""The audit log: who read, disclosed, decided or erased what, and which records were found broken.

A chain of digests: a line that is changed, left out, put in between or cut off the end is noticed, the last
by the head that is anchored on the chain once a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from apps.records import known, rules
from apps.records.errors import ReasonNeeded
from apps.records.models import Record, RecordRead
from apps.records.types import Deed, Entry, Json
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, Viewer

SYSTEM = 0
CHUNK = 1_000


def append(*, actor: Viewer | None, deed: Deed, row: Record | None, reason: str) -> None:
    """One line more, by a person or (None) by the system, in the transaction of what it tells of.

    Raises ReasonNeeded for a reason that says nothing, NotAllowed for a visitor.
    """
    said = reason.strip()
    if not rules.SHORTEST_REASON <= len(said) <= rules.LONGEST_REASON:
        raise ReasonNeeded(shortest=rules.SHORTEST_REASON, longest=rules.LONGEST_REASON)
    if actor is not None and actor.account is None:
        raise NotAllowed
    with connection.cursor() as cursor:  # one at a time: each line is bound to the one before
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit log'))")
    last = RecordRead.objects.order_by("-number").first()
    line = RecordRead(
        number=(last.number if last else 0) + 1,
        what=deed.value,
        record=row,
        account=(actor.account or SYSTEM) if actor else SYSTEM,
        door=(actor.door or "") if actor else "",
        version=row.version if row else 0,
        reason=said,
        read_at=timezone.now(),
    )
    line.digest = rules.digest_of(bytes(last.digest) if last else rules.FIRST_DIGEST, _plain(line))
    line.save(force_insert=True)
    transaction.on_commit(lambda: known.note_line(line.number, bytes(line.digest)), robust=True)


def entries(*, before: int | None = None, most: int = 50) -> list[Entry]:
    """The latest lines, or the latest below a place."""
    found = RecordRead.objects.order_by("-number")
    return [entry(line) for line in (found.filter(number__lt=before) if before else found)[:most]]


def entry(line: RecordRead) -> Entry:
    """A line, as it is read."""
    return Entry(
        place=line.number,
        deed=Deed(line.what),
        record=line.record_id,
        account=line.account,
        door=Address(line.door) if line.door else None,
        version=line.version,
        reason=line.reason,
        at=line.read_at,
        digest=bytes(line.digest),
    )


def walked() -> Iterator[tuple[RecordRead, bytes]]:
    """Every line from the first, with the digest that it should carry."""
    previous, place = rules.FIRST_DIGEST, 0
    while True:
        lines = list(RecordRead.objects.filter(number__gt=place).order_by("number")[:CHUNK])
        if not lines:
            return
        for line in lines:
            previous = rules.digest_of(previous, _plain(line))
            yield line, previous
        place = lines[-1].number


def first_wrong(after: int, up_to: int) -> int:
    """The first line in (after, up_to] that is not bound to the one before it; 0 where all are."""
    before = RecordRead.objects.filter(number=after).values_list("digest", flat=True).first()
    if after and before is None:
        return after
    previous, place = bytes(before) if before is not None else rules.FIRST_DIGEST, after
    lines = RecordRead.objects.filter(number__gt=after, number__lte=up_to).order_by("number")
    for line in lines.iterator(CHUNK):
        previous, place = rules.digest_of(previous, _plain(line)), place + 1
        if line.number != place or bytes(line.digest) != previous:
            return place
    return 0 if place == up_to else place + 1


def _plain(line: RecordRead) -> dict[str, Json]:
    return {
        "number": line.number,
        "what": line.what,
        "record": str(line.record_id or ""),
        "account": line.account,
        "door": line.door,
        "version": line.version,
        "reason": line.reason,
        "at": line.read_at.astimezone(dt.UTC).isoformat(),
    }
