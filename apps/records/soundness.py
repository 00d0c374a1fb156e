"""Whether records and the audit log are as they were written, and all there: what the sweep asks."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from itertools import pairwise

from django.db.models import prefetch_related_objects

from apps.records import audit, content, keys, known, queries
from apps.records.content import Body
from apps.records.errors import KeyMissing, RecordBroken, RecordErased
from apps.records.models import Record, RecordRead
from apps.records.projections import ANCHORS
from apps.records.types import Outcome, kind_called
from apps.vocabulary.types import Address, Role, Viewer

CHUNK = 1_000


# -- one record


def with_all(rows: Iterable[Record]) -> list[Record]:
    """The rows with everything that `problem_of` looks at, read in a question each for all of them."""
    found = list(rows)
    prefetch_related_objects(found, "wraps", "history", "words")
    ANCHORS.many(["0x" + bytes(each.anchor_id).hex() for each in found])  # remembered, within one sight
    return found


def problem_of(found: Record) -> str:
    """What is wrong with a record, its earlier versions or its files; empty where all is as it was written,
    and where the keys that would tell are elsewhere.
    """
    doors = [door for door in content.readers(found).doors if door]
    held = [door for door in doors if keys.holds(door)]
    try:
        content.require_stamp(found)
        if not held:
            return ""
        if {wrap.reader for wrap in found.wraps.all()} != set(doors):
            return "key missing"
        (key, *_others) = [content.data_key(found, Viewer(role=Role.REGULATOR, door=door)) for door in held]
        body = content.opened(found, key)
        checked = queries.anchored(found, key)
        if checked.outcome is Outcome.MISMATCH:
            return checked.problem
        _look_through(found, key, body)
        _look_at_words(found, body)
    except RecordBroken as error:
        return queries.said(error)
    except (KeyMissing, RecordErased):
        return "key missing"
    return ""


def _look_through(found: Record, key: bytes, present: Body) -> None:
    """Raises RecordBroken for an earlier version or a file that is not what was written."""
    notes = {note.id: note for note in present.files}
    numbers = []
    for each in sorted(found.history.all(), key=lambda each: each.version):
        numbers.append(each.version)
        sealed, root = bytes(each.sealed), bytes(each.root)
        body = content.opened(found, key, version=each.version, sealed=sealed, root=root)
        notes |= {note.id: note for note in body.files}
    if numbers != list(range(1, found.version)):
        raise RecordBroken(problem="version missing")
    for note in notes.values():
        if hashlib.sha256(content.opened_file(key, found, note.id)).hexdigest() != note.sha256:
            raise RecordBroken(problem="file changed")


def _look_at_words(found: Record, present: Body) -> None:
    """Raises RecordBroken where a search would miss the record, or find it by a word that is not in it."""
    there = {bytes(word.tag) for word in found.words.all()}
    if there != content.word_tags(found, kind_called(found.kind), present.fields):
        raise RecordBroken(problem="search words changed")


# -- all of them


def gone(records: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some records that the database does not have; an erased one is there."""
    wanted = list(records)
    chunks = (wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK))
    found = (
        pk for chunk in chunks for pk in Record.objects.filter(pk__in=chunk).values_list("pk", flat=True)
    )
    return set(wanted) - set(found)


def missing(step: int, *, of: int) -> list[str]:
    """What was deleted outright, in one of `of` parts: records that were noted, by their ids, and anchors of
    this portal's organisations whose record is not there, by the names that the chain has for them.
    """
    noted = (gone(part) for part in known.part(step, of=of))
    return sorted([str(each) for found in noted for each in found] + _unrecorded_anchors(step % of, of))


def _unrecorded_anchors(part: int, of: int) -> list[str]:
    bounds = [f"0x{(1 << 256) * place // of:064x}" for place in range(of + 1)]
    low, high = list(pairwise(bounds))[part]
    anchors = ANCHORS.walk(low=low, high=high if part + 1 < of else None)
    ours = [each["record"] for each in anchors if _is_kept_here(Address(each["door"]))]
    found: set[str] = set()
    for at in range(0, len(ours), CHUNK):
        wanted = [bytes.fromhex(each[2:]) for each in ours[at : at + CHUNK]]
        there = Record.objects.filter(anchor_id__in=wanted).values_list("anchor_id", flat=True)
        found |= {"0x" + bytes(each).hex() for each in there}
    return [each for each in ours if each not in found]


def _is_kept_here(keeper: Address) -> bool:
    return keys.acts_for(keeper) and keys.holds(keeper)


# -- the audit log


def log_problem(step: int, *, of: int) -> str:
    """What is wrong with one of `of` parts of the audit log, or with its end; empty where nothing is."""
    last = RecordRead.objects.order_by("-number").values_list("number", flat=True).first() or 0
    low, high = (last * part // of for part in (step % of, step % of + 1))
    number = audit.first_wrong(low, high)
    if number:
        return f"line {number} changed or missing"
    heads = [each for each in (known.last_line(), _anchored_head()) if each is not None]
    digests = dict(
        RecordRead.objects.filter(number__in=[head[0] for head in heads]).values_list("number", "digest")
    )
    for number, digest in heads:
        if bytes(digests.get(number, b"")) != digest:
            return f"cut off before line {number}, or written anew"
    return ""


def _anchored_head() -> tuple[int, bytes] | None:
    """None also for one that does not open: its record is looked at like every other."""
    try:
        return queries.anchored_head()
    except (KeyMissing, RecordErased, RecordBroken):
        return None
