"""Sanctions and PEP lists loaded, cases screened against them, hits decided by two people."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import uuid

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from apps.kyc import matching, screenings, watchlists
from apps.kyc.errors import HitsOpen, ListedPerson, OutOfState, SamePerson
from apps.kyc.matching import Match
from apps.kyc.models import Application
from apps.kyc.services.cases import note_decision, office_case, require_reason
from apps.kyc.types import (
    SCREENED,
    SCREENING,
    WATCH_LIST,
    Hit,
    ListView,
    ScreeningState,
    ScreeningView,
    Verdict,
)
from apps.participants import queries as participants
from apps.records import queries as record_queries
from apps.records import services as records
from apps.records.types import Deed, Fields, Json, Readers
from apps.vocabulary.errors import CastorError, NotAllowed, NotFound
from apps.vocabulary.types import Role, Viewer

logger = logging.getLogger(__name__)

AT_ONCE = 50
PEP = "pep"


# -- lists


def load_list(*, actor: Viewer, data: bytes) -> ListView:
    """A publisher's file becomes the operator's list of that code, whole or not at all; the one before stays
    with its version. The same file again changes nothing. The new version is anchored by the actor's act.

    Raises NotAllowed for others than an operator's makers, ListUnreadable.
    """
    if actor.role is not Role.OPERATOR or actor.door is None or not actor.maker:
        raise NotAllowed
    found = watchlists.read(data)
    record = _keep(actor, found, data)
    if record is not None:
        try:
            records.anchor(actor=actor, record=record)
        except CastorError as problem:  # the list counts; its anchor can be made up for by loading it again
            logger.warning("watch list not anchored", extra={"record": str(record), "code": problem.code})
    return next(each for each in screenings.lists(actor.door) if each.code == found.code)


@transaction.atomic
def _keep(actor: Viewer, found: watchlists.WatchList, data: bytes) -> uuid.UUID | None:
    with connection.cursor() as cursor:  # two loaders must not both make the first version
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"watch list {actor.door} {found.code}"]
        )
    digest = hashlib.sha256(data).hexdigest()
    known = next(
        (row for row in screenings.list_headings(str(actor.door)) if row.reference == found.code), None
    )
    if known is not None and record_queries.in_full(actor, known.id).fields.get("sha256") == digest:
        return None
    regulator = participants.regulator()
    if actor.door is None or regulator is None:
        raise NotAllowed
    record = (
        known.id if known else _first(actor, found.code, Readers(regulator=regulator, operator=actor.door))
    )
    fields: Fields = {
        "title": watchlists.TITLES[found.code],
        "published": found.published,
        "entries": len(found.entries),
        "sha256": digest,
    }
    packed = watchlists.packed(found)
    records.keep(actor=actor, record=record, slot="entries", name="entries.json", data=packed, fields=fields)
    said = f"{found.code}: {len(found.entries)} entries"
    records.note(actor=actor, record=record, deed=Deed.LOADED, reason=said)
    return record


def _first(actor: Viewer, code: str, readers: Readers) -> uuid.UUID:
    made = records.create(
        actor=actor,
        kind=WATCH_LIST,
        fields={},
        readers=readers,
        state="kept",
        owner=actor.door,
        reference=code,
    )
    return made.id


# -- screening


def screen_due(*, most: int = AT_ONCE) -> int:
    """Screen cases that were changed, or whose operator's lists were, since the last time; how many."""
    done = 0
    for operator in participants.organisations(Role.OPERATOR):
        if done < most and record_queries.acts_for(operator.door):
            for row in due(operator.door)[: most - done]:
                done += screen(row.pk)
    return done


def due(operator: str) -> QuerySet[Application]:
    """An operator's cases that are to be screened, those that wait for a decision first."""
    found = Application.objects.filter(
        record__operator=operator, record__state__in=SCREENED, record__erased_at=None
    )
    waiting = F("ended_at").asc(nulls_first=True)
    current = {"screened_lists": screenings.generation(operator), "screened_version": F("record__version")}
    return found.exclude(**current).select_related("record").order_by(waiting, "sent_at")


@transaction.atomic
def screen(application: uuid.UUID) -> bool:
    """Compare whom a case names with every list; what two people decided about a hit stays decided.

    False where there was nothing to do, or the case cannot be read here.
    """
    found = Application.objects.select_for_update(of=("self",)).select_related("record")
    row = found.get(pk=application)
    operator = row.record.operator
    content = screenings.content_of(row)
    if content is None or not screenings.is_due(row):
        return False
    generation, ready = screenings.generation(operator), screenings.ready_lists(operator)
    known = {hit.key: hit for hit in screenings.view_of(row).hits}
    matches = matching.matches(screenings.subjects(content), [each for _, each in ready])
    hits = [_hit(match, known) for match in matches]
    _write(row, hits, {list.reference: list.version for list, _ in ready})
    row.screened_version, row.screened_lists = row.record.version, generation
    row.save(update_fields=("screened_version", "screened_lists"))
    return True


def require_decided(row: Application) -> None:
    """Raises HitsOpen while two people have not decided every hit, ListedPerson where one is the person."""
    row.refresh_from_db(fields=("open_hits", "matched"))
    if row.matched:
        raise ListedPerson
    if row.open_hits:
        raise HitsOpen(hits=row.open_hits)


def _hit(match: Match, known: dict[str, Hit]) -> Hit:
    subject = match.subject
    key = hashlib.sha256(
        "\x00".join((subject.part, subject.name, match.list, match.entry)).encode()
    ).hexdigest()
    fresh = Hit(
        key=key[:16],
        part=subject.part,
        name=subject.name,
        list=match.list,
        entry=match.entry,
        listed=match.name,
        about=match.about,
        score=match.score,
        birth=match.birth,
        number=match.number,
    )
    before = known.get(fresh.key)
    if before is None or before.listed != fresh.listed:
        return fresh
    return dataclasses.replace(
        fresh, verdict=before.verdict, why=before.why, maker=before.maker, checker=before.checker
    )


# -- hits


@transaction.atomic
def decide_hit(
    *, actor: Viewer, application: uuid.UUID, hit: str, verdict: Verdict, why: str
) -> ScreeningView:
    """A maker says whether a hit is the person, and why; it counts once somebody else agrees.

    Raises ReasonNeeded, OutOfState for a hit that is decided, NotFound.
    """
    row, found = _hits_of(actor, application, hit)
    if not actor.maker:
        raise NotAllowed
    reason = require_reason(why)
    if found.decided:
        raise OutOfState
    said = dataclasses.replace(found, verdict=verdict.value, why=reason, maker=actor.account, checker=None)
    return _decided(actor, row, said, f"{verdict} match, to be confirmed", reason)


@transaction.atomic
def confirm_hit(*, actor: Viewer, application: uuid.UUID, hit: str, why: str) -> ScreeningView:
    """Another person agrees with what was said about a hit, and says why.

    Raises SamePerson, ReasonNeeded, OutOfState, NotFound.
    """
    row, found = _hits_of(actor, application, hit)
    _require_second(actor, found)
    reason, said = require_reason(why), dataclasses.replace(found, checker=actor.account)
    return _decided(actor, row, said, f"{found.verdict} match, confirmed", reason)


@transaction.atomic
def reopen_hit(*, actor: Viewer, application: uuid.UUID, hit: str, why: str) -> ScreeningView:
    """Another person does not agree: the hit is to be decided anew. Raises SamePerson, ReasonNeeded,
    OutOfState, NotFound.
    """
    row, found = _hits_of(actor, application, hit)
    _require_second(actor, found)
    reason = require_reason(why)
    said = dataclasses.replace(found, verdict="", why="", maker=None, checker=None)
    return _decided(actor, row, said, "opened again", reason)


def _require_second(actor: Viewer, found: Hit) -> None:
    if not actor.checker:
        raise NotAllowed
    if not found.verdict or found.decided:
        raise OutOfState
    if found.maker == actor.account:
        raise SamePerson


def _hits_of(actor: Viewer, application: uuid.UUID, key: str) -> tuple[Application, Hit]:
    row = office_case(actor, application)
    found = next((hit for hit in screenings.view_of(row).hits if hit.key == key), None)
    if found is None:
        raise NotFound
    return row, found


def _decided(actor: Viewer, row: Application, said: Hit, deed: str, reason: str) -> ScreeningView:
    view = screenings.view_of(row)
    hits = [said if hit.key == said.key else hit for hit in view.hits]
    _write(row, hits, view.lists)
    note_decision(actor, row.pk, f"hit {said.key}: {deed}", reason)
    return screenings.view_of(row)


def _write(row: Application, hits: list[Hit], lists: dict[str, int]) -> None:
    desk, known = screenings.office_of(row.record.operator), screenings.record_of(row)
    plain: list[Json] = [dict(dataclasses.asdict(hit)) for hit in hits]
    versions: dict[str, Json] = dict(lists)
    fields: Fields = {
        "hits": plain,
        "lists": versions,
        "version": row.record.version,
        "at": timezone.now().isoformat(),
    }
    listed = [hit for hit in hits if hit.decided and hit.verdict == Verdict.TRUE and hit.list != PEP]
    row.open_hits = sum(not hit.decided for hit in hits)
    row.matched = bool(listed)
    state = _state(hits, row)
    if known is not None:
        records.amend(actor=desk, record=known.id, fields=fields, state=state.value)
    else:
        case = record_queries.heading(desk, row.pk)
        records.create(
            actor=desk,
            kind=SCREENING,
            fields=fields,
            readers=case.readers,
            state=state.value,
            reference=str(row.pk),
        )
    row.save(update_fields=("open_hits", "matched"))


def _state(hits: list[Hit], row: Application) -> ScreeningState:
    if row.matched:
        return ScreeningState.MATCHED
    if row.open_hits:
        return ScreeningState.OPEN
    return ScreeningState.DECIDED if hits else ScreeningState.CLEAR
