"""Records written, changed, attached to, and given to who is concerned. Each act is one call."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.db import transaction
from django.utils import timezone

from apps.participants import queries as participants
from apps.records import content, envelope, keys, known, pictures, queries, rules
from apps.records.errors import FileRefused, RecordChanged, RecordErased
from apps.records.models import KeyWrap, Record, RecordFile, RecordVersion, SearchWord
from apps.records.types import Fields, FileNote, Heading, Kind, Readers, kind_called
from apps.vocabulary.errors import Malformed, NotAllowed
from apps.vocabulary.types import Address, Role, Viewer


@transaction.atomic
def create(
    *,
    actor: Viewer,
    kind: Kind,
    fields: Fields,
    readers: Readers,
    state: str,
    owner: Address | None = None,
    account: int | None = None,
    due_at: dt.datetime | None = None,
    amount: int | None = None,
    reference: str = "",
) -> Heading:
    """Write a new record, encrypted to its readers; `owner` and `account` say whose it is.

    `due_at`, `amount` (sen, or units) and `reference` stay in clear, for queues: nothing personal goes there.
    Raises Malformed for a field that the kind lacks, NotAllowed, KeyMissing when a reader has published no
    key.
    """
    now = timezone.now()
    row = Record(
        kind=kind.name,
        owner=owner or "",
        account=account,
        operator=readers.operator or "",
        trustee=readers.trustee or "",
        regulator=readers.regulator,
        state=state,
        opened_at=now,
        changed_at=now,
        due_at=due_at,
        amount=amount,
        reference=reference,
        version=1,
        split_key=kind.split_key,
    )
    may_write(actor, row, kind)
    _accepted(kind, fields)
    wrapped = envelope.fresh_key()
    if row.split_key:
        keys.make_half(row.id)
    body = content.Body.fresh(kind.name, fields, ())
    row.root, row.sealed = body.root(), content.seal(content.whole_key(row, wrapped), row, 1, body)
    row.stamp = content.stamped(row)
    row.save(force_insert=True)
    for door in filter(None, readers.doors):
        _wrap(row, wrapped, door)
    _index(row, kind, fields)
    transaction.on_commit(lambda: known.note(row.id, row.account), robust=True)
    return content.heading(row)


@transaction.atomic
def amend(
    *, actor: Viewer, record: uuid.UUID, fields: Fields, state: str | None = None, seen: int | None = None
) -> Heading:
    """Change fields (others stay), and the state with them if given; the version before is kept.

    `seen` is the version that the actor looked at. Raises RecordChanged when it is no longer the current one.
    """
    row = locked(actor, record, seen)
    kind = kind_called(row.kind)
    may_write(actor, row, kind)
    _accepted(kind, fields)
    key = content.data_key(row, actor)
    body = content.opened(row, key)
    merged = body.fields | fields
    _rewrite(row, key, content.Body.fresh(row.kind, merged, body.files), state)
    _index(row, kind, merged)
    return content.heading(row)


@transaction.atomic
def change_state(
    *,
    actor: Viewer,
    record: uuid.UUID,
    state: str,
    since: frozenset[str],
    seen: int | None = None,
    due_at: dt.datetime | None = None,
    kept_until: dt.datetime | None = None,
) -> Heading:
    """Move a record on from one of the states in `since`; its content, and so its version, stay as they are.

    `kept_until` ends its retention (rulebook R33). Raises RecordChanged from another state.
    """
    row = locked(actor, record, seen)
    may_write(actor, row, kind_called(row.kind))
    if row.state not in since:
        raise RecordChanged(state=row.state)
    row.state, row.changed_at, row.due_at = state, timezone.now(), due_at
    row.kept_until = kept_until or row.kept_until
    content.store(row, "state", "changed_at", "due_at", "kept_until")
    return content.heading(row)


def set_due(
    *, actor: Viewer, record: uuid.UUID, state: str, was: dt.datetime | None, due_at: dt.datetime | None
) -> bool:
    """Move the moment at which a record of this state is due; False where another did, or it is in another
    state. Nothing is locked: it is written as long as the row's stamp is what was read.
    """
    row = queries.row(actor, record)
    may_write(actor, row, kind_called(row.kind))
    if (row.state, row.due_at, row.erased_at) != (state, was, None):
        return False
    as_read = Record.objects.filter(pk=row.pk, stamp=bytes(row.stamp))
    row.changed_at, row.due_at = timezone.now(), due_at
    return bool(as_read.update(changed_at=row.changed_at, due_at=due_at, stamp=content.stamped(row)))


@transaction.atomic
def give_owner(*, actor: Viewer, record: uuid.UUID, owner: Address) -> Heading:
    """Say whose a record is, once its person has a door. A record keeps the owner that it has."""
    row = locked(actor, record, None)
    may_write(actor, row, kind_called(row.kind))
    if row.owner and row.owner != owner:
        raise RecordChanged(owner=row.owner)
    row.owner = owner
    content.store(row, "owner")
    return content.heading(row)


@transaction.atomic
def give_trustee(*, actor: Viewer, record: uuid.UUID, trustee: Address) -> Heading:
    """Make the trustee that a record lacked one of its readers: the record's key is encrypted to it as
    well.
    """
    row = locked(actor, record, None)
    may_write(actor, row, kind_called(row.kind))
    if row.trustee:
        raise RecordChanged(trustee=row.trustee)
    _wrap(row, content.wrapped_key(row, actor), trustee)
    row.trustee = trustee
    content.store(row, "trustee")
    return content.heading(row)


@transaction.atomic
def attach(
    *, actor: Viewer, record: uuid.UUID, slot: str, name: str, data: bytes, seen: int | None = None
) -> FileNote:
    """Put a document into a slot; one that was there stays with the earlier version. Pictures are written
    anew, without whatever else was in their file.

    Raises FileRefused for a type that is not taken, for more than 5 MB, or for a picture that is none or too
    large when it is opened; Malformed for a slot that the kind lacks.
    """
    media = rules.sniffed_type(data)
    row = locked(actor, record, seen)
    kind = kind_called(row.kind)
    may_write(actor, row, kind)
    if slot not in kind.slots:
        raise Malformed(slot=slot)
    return _keep(actor, row, slot, name, media, pictures.written_anew(data, media))


@transaction.atomic
def keep(
    *, actor: Viewer, record: uuid.UUID, slot: str, name: str, data: bytes, fields: Fields | None = None
) -> FileNote:
    """Put what a program wrote into a data slot, as it is, together with fields that say what it is.

    At most 64 MB. Raises FileRefused for more, Malformed for a slot that the kind lacks.
    """
    row = locked(actor, record, None)
    kind = kind_called(row.kind)
    may_write(actor, row, kind)
    if slot not in kind.data_slots:
        raise Malformed(slot=slot)
    if len(data) > rules.LARGEST_DATA:
        raise FileRefused(size=len(data), largest=rules.LARGEST_DATA)
    _accepted(kind, fields or {})
    return _keep(actor, row, slot, name, "application/octet-stream", data, fields)


def _keep(
    actor: Viewer, row: Record, slot: str, name: str, media: str, data: bytes, fields: Fields | None = None
) -> FileNote:
    key = content.data_key(row, actor)
    body = content.opened(row, key)
    note = FileNote(
        id=uuid.uuid4(),
        slot=slot,
        name=rules.plain_name(name),
        type=media,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    sealed = content.seal_file(key, row, note.id, data)
    RecordFile.objects.create(id=note.id, record=row, sealed=sealed, attached_at=timezone.now())
    files = (*tuple(other for other in body.files if other.slot != slot), note)
    _rewrite(row, key, content.Body.fresh(row.kind, body.fields | (fields or {}), files), None)
    return note


def prepare_reader(door: Address) -> None:
    """Make and publish an organisation's encryption key, once, on the portal that acts for it."""
    keys.make(door)


def prepare_readers() -> None:
    """Publish the key of every organisation that this portal acts for, so that others can encrypt to it."""
    for role in (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR):
        for each in participants.organisations(role):
            if keys.acts_for(each.door):
                keys.make(each.door)


def locked(actor: Viewer, record: uuid.UUID, seen: int | None) -> Record:
    """The row, for this transaction alone. Raises NotFound, RecordErased, RecordChanged."""
    queries.row(actor, record)
    row = Record.objects.select_for_update().get(pk=record)
    if row.erased_at is not None:
        raise RecordErased
    if seen is not None and seen != row.version:
        raise RecordChanged(version=row.version)
    return row


def may_write(actor: Viewer, row: Record, kind: Kind) -> None:
    """Raises NotAllowed for who is neither the owner nor a reader that writes this kind."""
    if actor.is_staff:
        reads = {row.operator, row.trustee, row.regulator}
        if actor.role not in kind.writers or actor.door not in reads:
            raise NotAllowed
        return
    own = (actor.account is not None and actor.account == row.account) or (
        actor.door and actor.door == row.owner
    )
    if not own:
        raise NotAllowed


def _wrap(row: Record, key: bytes, door: Address) -> None:
    wrapped = envelope.wrap(key, keys.public(door), record=row.id, door=door)
    KeyWrap.objects.create(record=row, reader=door, wrapped=wrapped)


def _accepted(kind: Kind, fields: Fields) -> None:
    unknown = sorted(name for name in fields if kind.field(name) is None)
    if unknown:
        raise Malformed(fields=unknown)
    longest = {each.name: each.longest for each in kind.fields}
    too_long = sorted(name for name, value in fields.items() if len(str(value)) > longest[name])
    if too_long:
        raise Malformed(fields=too_long, longest=[longest[name] for name in too_long])


def _rewrite(row: Record, key: bytes, body: content.Body, state: str | None) -> None:
    now = timezone.now()
    RecordVersion.objects.create(
        record=row, version=row.version, sealed=row.sealed, root=row.root, written_at=row.changed_at
    )
    row.version += 1
    row.root, row.sealed = body.root(), content.seal(key, row, row.version, body)
    row.state, row.changed_at = state or row.state, now
    content.store(row, "version", "root", "sealed", "state", "changed_at")


def _index(row: Record, kind: Kind, fields: Fields) -> None:
    SearchWord.objects.filter(record=row).delete()
    SearchWord.objects.bulk_create(
        SearchWord(record=row, tag=tag) for tag in content.word_tags(row, kind, fields)
    )
