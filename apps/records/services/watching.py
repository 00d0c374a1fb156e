"""Records looked through for what was changed past the portal, and what then waits."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction

from apps.ledger import readmodel
from apps.records import audit, keys, known, queries, soundness
from apps.records.errors import RecordDoubted
from apps.records.models import Record, RecordRead
from apps.records.services.erasing import wipe
from apps.records.types import Deed, Swept
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Viewer

logger = logging.getLogger(__name__)

SLICES = 11
"""In how many steps a sweep goes through all records; at one step in five seconds, within a minute."""
CHUNK = 200
_LAST_ID = 1 << 128


def sweep(step: int, *, of: int = SLICES) -> Swept:
    """Look at one slice of the records: each opened, its earlier versions and files too, and held against the
    chain; at what was written once and is not there any more; and at a slice of the audit log. What is newly
    broken or missing, or sound again, is in the audit log.

    A record that a restored backup brought back after its erasure is erased again.
    """
    low, high = (
        uuid.UUID(int=min(_LAST_ID * part // of, _LAST_ID - 1)) for part in (step % of, step % of + 1)
    )
    found = Record.objects.filter(erased_at=None, pk__gte=low).order_by("pk")
    found = found.filter(pk__lt=high) if step % of + 1 < of else found
    looked_at, broken = 0, list[uuid.UUID]()
    while rows := list(found[looked_at : looked_at + CHUNK]):
        looked_at += len(rows)
        broken += (bad := _broken(rows))
        _note_unknown([row for row in rows if row.pk not in bad])
    log = _told_of_log(soundness.log_problem(step, of=of))
    missing = soundness.missing(step, of=of)
    _tell_missing(missing)
    return Swept(looked_at=looked_at, broken=tuple(broken), missing=tuple(missing), log=log)


def require_sound(*, actor: Viewer, kinds: Iterable[str], also: Iterable[uuid.UUID] = ()) -> None:
    """What stands before each act by which a person enters into something new: what is kept about them is as
    it was written, and all there. `also` names records about them that are not theirs to see. Raises
    RecordDoubted.
    """
    if actor.account is not None and soundness.gone(known.records_of(actor.account)):
        raise RecordDoubted
    own = queries.visible(actor).filter(kind__in=tuple(kinds), erased_at=None)
    rows = [*own, *Record.objects.filter(pk__in=tuple(also), erased_at=None)]
    if _broken(rows):
        raise RecordDoubted


def _broken(rows: Sequence[Record]) -> list[uuid.UUID]:
    """Those of the rows that are not as they were written. What is new about them is in the audit log."""
    lines = RecordRead.objects.filter(record__in=rows, what__in=(Deed.BROKEN, Deed.SOUND))
    last = lines.order_by("record", "-number").distinct("record").values_list("record", "what")
    told_broken = {record for record, what in last if what == Deed.BROKEN}
    with readmodel.one_sight():
        return [row.pk for row in soundness.with_all(rows) if _is_broken(row, told=row.pk in told_broken)]


def _is_broken(row: Record, *, told: bool) -> bool:
    """`told`: the audit log's last word of it is that it is broken."""
    if row.split_key and keys.is_destroyed(row.pk):
        with transaction.atomic():
            wipe(Record.objects.select_for_update().get(pk=row.pk))
            audit.append(
                actor=None, deed=Deed.ERASED, row=row, reason="erased again after a backup was restored"
            )
        return False
    problem = soundness.problem_of(row) and _problem_at_rest(row)
    if problem and not told:
        logger.error("record broken", extra={"record": str(row.pk), "kind": row.kind, "problem": problem})
        _tell(row, Deed.BROKEN, problem)
    elif told and not problem:
        _tell(row, Deed.SOUND, "it is as it was written")
    return bool(problem)


def _note_unknown(rows: Iterable[Record]) -> None:
    """Notes sound records that are not noted: those from before there were notes, or whose process died."""
    noted = dict[int | None, set[uuid.UUID]]()
    for row in rows:
        if row.account not in noted:
            noted[row.account] = known.with_account_of(row.account)
        if row.pk not in noted[row.account]:
            transaction.on_commit(partial(known.note, row.pk, row.account), robust=True)


def _tell_missing(names: Iterable[str]) -> None:
    """Once for each: nothing brings its line away again but the log's own loss."""
    told = set(RecordRead.objects.filter(what=Deed.MISSING).values_list("reason", flat=True))
    for name in names:
        if (reason := f"not there any more: {name}") not in told:
            logger.error("record missing", extra={"record": name})
            _tell(None, Deed.MISSING, reason)


def _told_of_log(problem: str) -> str:
    lines = RecordRead.objects.filter(record=None, what=Deed.BROKEN, reason=f"this log: {problem}")
    if problem and not lines.exists():
        logger.error("audit log broken", extra={"problem": problem})
        _tell(None, Deed.BROKEN, f"this log: {problem}")
    return problem


def _problem_at_rest(row: Record) -> str:
    """What is wrong while nobody writes to it: what was amended as it was looked at is not broken."""
    with transaction.atomic(), readmodel.afresh():
        found = Record.objects.select_for_update().filter(pk=row.pk).first()
        return soundness.problem_of(found) if found is not None else ""


def _tell(row: Record | None, deed: Deed, reason: str) -> None:
    try:
        with transaction.atomic():
            audit.append(actor=None, deed=deed, row=row, reason=reason)
    except CastorError:
        logger.exception("audit log not written", extra={"record": str(row.pk) if row else ""})
