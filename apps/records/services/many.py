"""Many records of one kind at once: written, each for a person of its own; moved on, all of one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.db import transaction
from django.utils import timezone

from apps.records import content, envelope, keys, known, queries
from apps.records.models import KeyWrap, Record, SearchWord
from apps.records.services.writing import may_write
from apps.records.types import Fields, Kind, Readers
from apps.vocabulary.types import Address, Viewer

STEP = 500
"""Rows that one statement changes at most."""


@dataclass(frozen=True, slots=True)
class New:
    """A record to be written: whose it is, what it says, who reads it beside its owner."""

    fields: Fields
    readers: Readers
    owner: Address | None
    account: int | None
    reference: str


@transaction.atomic
def create_many(*, kind: Kind, news: Sequence[New], state: str, due_at: dt.datetime | None = None) -> None:
    """Writes them in a handful of statements however many they are, each as its owner's own. See `create`.

    Raises KeyMissing when a reader has published no key.
    """
    now, public = timezone.now(), _public_keys(news)
    # A microsecond apart: lists show them in the order in which they were given.
    moments = (now + dt.timedelta(microseconds=number) for number in range(len(news)))
    rows = [_row(kind, each, state, due_at, moment) for each, moment in zip(news, moments, strict=True)]
    wraps, words = list[KeyWrap](), list[SearchWord]()
    for row, each in zip(rows, news, strict=True):
        wrapped = envelope.fresh_key()
        body = content.Body.fresh(kind.name, each.fields, ())
        row.root, row.sealed = body.root(), content.seal(content.whole_key(row, wrapped), row, 1, body)
        row.stamp = content.stamped(row)
        for door in _doors(each):
            sealed = envelope.wrap(wrapped, public[door], record=row.id, door=door)
            wraps.append(KeyWrap(record=row, reader=door, wrapped=sealed))
        words += [SearchWord(record=row, tag=tag) for tag in content.word_tags(row, kind, each.fields)]
    Record.objects.bulk_create(rows)
    KeyWrap.objects.bulk_create(wraps)
    SearchWord.objects.bulk_create(words)
    transaction.on_commit(lambda: _noted(rows), robust=True)


@transaction.atomic
def move_all(*, actor: Viewer, kind: Kind, since: str, state: str) -> int:
    """All records of a kind that the actor sees move from one state to another, and wait for nothing any
    more; how many. Raises NotAllowed where one is not the actor's to write.
    """
    theirs = queries.visible(actor).filter(kind=kind.name, state=since, erased_at=None).values("pk")
    rows, now = list(Record.objects.select_for_update().filter(pk__in=theirs)), timezone.now()
    for row in rows:
        may_write(actor, row, kind)
        row.state, row.changed_at, row.due_at = state, now, None
        row.stamp = content.stamped(row)
    Record.objects.bulk_update(rows, ("state", "changed_at", "due_at", "stamp"), batch_size=STEP)
    return len(rows)


def _noted(rows: Sequence[Record]) -> None:
    for row in rows:
        known.note(row.id, row.account)


def _row(kind: Kind, new: New, state: str, due_at: dt.datetime | None, now: dt.datetime) -> Record:
    row = Record(
        kind=kind.name,
        owner=new.owner or "",
        account=new.account,
        operator=new.readers.operator or "",
        trustee=new.readers.trustee or "",
        regulator=new.readers.regulator,
        state=state,
        opened_at=now,
        changed_at=now,
        due_at=due_at,
        reference=new.reference,
        version=1,
        split_key=kind.split_key,
    )
    if row.split_key:
        keys.make_half(row.id)
    return row


def _doors(new: New) -> list[Address]:
    return [door for door in new.readers.doors if door is not None]


def _public_keys(news: Iterable[New]) -> dict[Address, X25519PublicKey]:
    """Each reader's, read once."""
    return {door: keys.public(door) for door in dict.fromkeys(door for each in news for door in _doors(each))}
