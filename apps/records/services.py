"""What is done with records: written, changed, attached to, read in full, anchored, erased. Each act is one
call.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.db import transaction
from django.utils import timezone

from apps.ledger import queries as acts
from apps.ledger import services as ledger
from apps.ledger.types import ActState, ActView
from apps.participants import queries as participants
from apps.records import content, envelope, keys, queries, rules
from apps.records.errors import ReasonNeeded, RecordBroken, RecordChanged, RecordErased, RetentionRuns
from apps.records.models import KeyWrap, Record, RecordFile, RecordRead, RecordVersion, SearchWord
from apps.records.types import Content, Fields, FileNote, Heading, Kind, Readers, kind_called
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Viewer

_CAME_TO_NOTHING = frozenset({ActState.REFUSED, ActState.REJECTED, ActState.EXPIRED})


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
    )
    _may_write(actor, row, kind)
    _accepted(kind, fields)
    key = envelope.fresh_key()
    body = content.Body.fresh(kind.name, fields, ())
    row.root, row.sealed = body.root(), content.seal(key, row, 1, body)
    row.save(force_insert=True)
    for door in readers.doors:
        if door is not None:
            _wrap(row, key, door)
    _index(row, kind, fields)
    return content.heading(row)


@transaction.atomic
def amend(
    *, actor: Viewer, record: uuid.UUID, fields: Fields, state: str | None = None, seen: int | None = None
) -> Heading:
    """Change fields (others stay), and the state with them if given; the version before is kept.

    `seen` is the version that the actor looked at. Raises RecordChanged when it is no longer the current one.
    """
    row = _locked(actor, record, seen)
    kind = kind_called(row.kind)
    _may_write(actor, row, kind)
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
    row = _locked(actor, record, seen)
    _may_write(actor, row, kind_called(row.kind))
    if row.state not in since:
        raise RecordChanged(state=row.state)
    row.state, row.changed_at, row.due_at = state, timezone.now(), due_at
    row.kept_until = kept_until or row.kept_until
    row.save(update_fields=("state", "changed_at", "due_at", "kept_until"))
    return content.heading(row)


@transaction.atomic
def give_owner(*, actor: Viewer, record: uuid.UUID, owner: Address) -> Heading:
    """Say whose a record is, once its person has a door. A record keeps the owner that it has."""
    row = _locked(actor, record, None)
    _may_write(actor, row, kind_called(row.kind))
    if row.owner and row.owner != owner:
        raise RecordChanged(owner=row.owner)
    row.owner = owner
    row.save(update_fields=("owner",))
    return content.heading(row)


@transaction.atomic
def give_trustee(*, actor: Viewer, record: uuid.UUID, trustee: Address) -> Heading:
    """Make the trustee that a record lacked one of its readers: the record's key is encrypted to it as
    well.
    """
    row = _locked(actor, record, None)
    _may_write(actor, row, kind_called(row.kind))
    if row.trustee:
        raise RecordChanged(trustee=row.trustee)
    _wrap(row, content.data_key(row, actor), trustee)
    row.trustee = trustee
    row.save(update_fields=("trustee",))
    return content.heading(row)


@transaction.atomic
def attach(
    *, actor: Viewer, record: uuid.UUID, slot: str, name: str, data: bytes, seen: int | None = None
) -> FileNote:
    """Put a file into a slot; one that was there stays with the earlier version.

    Raises FileRefused for a type that is not taken or more than 5 MB, Malformed for a slot that the kind
    lacks.
    """
    row = _locked(actor, record, seen)
    kind = kind_called(row.kind)
    _may_write(actor, row, kind)
    if slot not in kind.slots:
        raise Malformed(slot=slot)
    media = rules.sniffed_type(data)
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
    _rewrite(row, key, content.Body.fresh(row.kind, body.fields, files), None)
    return note


@transaction.atomic
def read(*, actor: Viewer, record: uuid.UUID, reason: str) -> Content:
    """A record in full, for staff of a reader; the read is logged with its reason.

    Raises NotFound, ReasonNeeded, RecordBroken, RecordErased.
    """
    row = queries.row(actor, record)
    body = content.opened(row, content.data_key(row, actor))
    _log_read(actor, row, reason)
    return Content(heading=content.heading(row), fields=body.fields, files=body.files)


@transaction.atomic
def read_file(
    *, actor: Viewer, record: uuid.UUID, file: uuid.UUID, reason: str = ""
) -> tuple[FileNote, bytes]:
    """A file with its note. Staff give a reason, which is logged; its owner needs none.

    Raises NotFound, ReasonNeeded, RecordBroken when the file is missing, cut short, swapped or changed.
    """
    row = queries.row(actor, record)
    key = content.data_key(row, actor)
    note = next((note for note in content.opened(row, key).files if note.id == file), None)
    if note is None:
        raise NotFound
    if actor.is_staff:
        _log_read(actor, row, reason)
    data = content.opened_file(key, row, file)
    if hashlib.sha256(data).hexdigest() != note.sha256:
        raise RecordBroken(problem="file changed")
    return note, data


@transaction.atomic
def anchor(*, actor: Viewer, record: uuid.UUID) -> ActView:
    """Anchor the record's current version, by an act of its keeper's door that one maker signs: its
    operator's, or its trustee's where it has no operator.

    Root, version and locator go on-chain; the locator's words of a reader that the record lacks are zero.
    What is anchored counts once the read model has it (`queries.check`). Raises NotAllowed for another than
    the keeper.
    """
    row = _locked(actor, record, None)
    keeper = row.operator or row.trustee
    if actor.role not in (Role.OPERATOR, Role.TRUSTEE) or actor.door != keeper:
        raise NotAllowed
    root = content.opened(row, content.data_key(row, actor)).root()
    number = _next_anchor(row)
    arguments: dict[str, int | str | bytes] = {
        "record": bytes(row.anchor_id),
        "version": number,
        "root": root,
    }
    arguments |= {f"l{place}": word for place, word in enumerate(locator(row))}
    act = ledger.propose(
        actor=actor,
        door=Address(keeper),
        act="Anchor",
        target=queries.module(),
        arguments=arguments,
        cause=f"record:{row.id}",
    )
    row.anchored_version, row.anchored_root, row.anchor_act = number, root, act.id
    row.save(update_fields=("anchored_version", "anchored_root", "anchor_act"))
    return act


def _next_anchor(row: Record) -> int:
    """The number of the record's next anchor: the chain counts them up by one. One on its way counts
    already.
    """
    known = queries.anchored_version(row)
    if row.anchor_act is not None and acts.act(row.anchor_act).state not in _CAME_TO_NOTHING:
        return max(known, row.anchored_version) + 1
    return known + 1


def locator(row: Record) -> list[bytes]:
    """The six words that lead operator, trustee and regulator, each alone, from the chain to the record."""
    words: list[bytes] = []
    for door in content.readers(row).doors:
        if door is None:
            words += [bytes(32)] * envelope.LOCATOR_WORDS
        else:
            words += envelope.locate(row.id, keys.public(door), anchor=bytes(row.anchor_id), door=door)
    return words


def prepare_reader(door: Address) -> None:
    """Make and publish an organisation's encryption key, once, on the portal that acts for it."""
    keys.make(door)


def prepare_readers() -> None:
    """Publish the key of every organisation that this portal acts for, so that others can encrypt to it."""
    for role in (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR):
        for each in participants.organisations(role):
            if keys.acts_for(each.door):
                keys.make(each.door)


@transaction.atomic
def erase(*, actor: Viewer, record: uuid.UUID, reason: str) -> Heading:
    """Destroy salts, keys, content, files and words; id, dates and anchors stay, and the chain stays valid.

    The owner, or a reader that may write the kind. Raises RetentionRuns before the retention is over (R33).
    """
    row = _locked(actor, record, None)
    kind = kind_called(row.kind)
    _may_write(actor, row, kind)
    now = timezone.now()
    if not rules.may_erase(kind, row.state, row.kept_until, now):
        raise RetentionRuns(kept_until=row.kept_until)
    _log_read(actor, row, reason)
    for part in (KeyWrap, RecordFile, RecordVersion, SearchWord):
        part._default_manager.filter(record=row).delete()
    row.sealed, row.root, row.erased_at, row.changed_at = b"", b"", now, now
    row.save(update_fields=("sealed", "root", "erased_at", "changed_at"))
    return content.heading(row)


def _locked(actor: Viewer, record: uuid.UUID, seen: int | None) -> Record:
    queries.row(actor, record)
    row = Record.objects.select_for_update().get(pk=record)
    if row.erased_at is not None:
        raise RecordErased
    if seen is not None and seen != row.version:
        raise RecordChanged(version=row.version)
    return row


def _may_write(actor: Viewer, row: Record, kind: Kind) -> None:
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
    too_long = sorted(name for name, value in fields.items() if len(str(value)) > rules.LONGEST_TEXT)
    if too_long:
        raise Malformed(fields=too_long, longest=rules.LONGEST_TEXT)


def _rewrite(row: Record, key: bytes, body: content.Body, state: str | None) -> None:
    now = timezone.now()
    RecordVersion.objects.create(
        record=row, version=row.version, sealed=row.sealed, root=row.root, written_at=row.changed_at
    )
    row.version += 1
    row.root, row.sealed = body.root(), content.seal(key, row, row.version, body)
    row.state, row.changed_at = state or row.state, now
    row.save(update_fields=("version", "root", "sealed", "state", "changed_at"))


def _index(row: Record, kind: Kind, fields: Fields) -> None:
    searched = [fields[known.name] for known in kind.fields if known.searchable and known.name in fields]
    found = frozenset[str]().union(*(rules.words(value) for value in searched))
    key = keys.search_key()
    operator = Address(row.operator) if row.operator else None
    SearchWord.objects.filter(record=row).delete()
    SearchWord.objects.bulk_create(
        SearchWord(record=row, tag=tag) for tag in {rules.word_tag(key, operator, word) for word in found}
    )


def _log_read(actor: Viewer, row: Record, reason: str) -> None:
    said = reason.strip()
    if not rules.SHORTEST_REASON <= len(said) <= rules.LONGEST_REASON:
        raise ReasonNeeded(shortest=rules.SHORTEST_REASON, longest=rules.LONGEST_REASON)
    if actor.account is None:
        raise NotAllowed
    RecordRead.objects.create(
        record=row,
        account=actor.account,
        door=actor.door or "",
        version=row.version,
        reason=said,
        read_at=timezone.now(),
    )
