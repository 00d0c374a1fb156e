"""Readings of applications. Staff see what was sent to them, with fields masked; clients see their own in
full.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from apps.kyc import risk, rules, screenings
from apps.kyc.models import Application, TagRequest
from apps.kyc.risk import Assessment
from apps.kyc.types import (
    KINDS,
    LABELS,
    SCREENED,
    WAITING,
    ApplicationView,
    Expiring,
    Hit,
    ListView,
    Progress,
    Renewal,
    ScreeningView,
    State,
    Verdict,
)
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.errors import KeyMissing
from apps.records.types import Check, Content, Heading
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Difference, Role, Viewer


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of a queue waits, and since when its oldest case does."""

    count: int
    oldest: dt.datetime | None

    @property
    def age(self) -> dt.timedelta | None:
        """How long the oldest case has waited, by the wall clock."""
        return timezone.now() - self.oldest if self.oldest else None


def current(viewer: Viewer) -> ApplicationView | None:
    """The viewer's own latest application, in full, or None. Raises SignInNeeded for a visitor."""
    if viewer.account is None:
        raise SignInNeeded
    known = Application.objects.filter(account=viewer.account, record__erased_at=None)
    found = known.order_by("-started_at").first()
    return view(viewer, found) if found else None


def erased(viewer: Viewer) -> Heading | None:
    """The clear part of the viewer's latest application where the rest of it was erased; else None."""
    if viewer.account is None:
        return None
    found = Application.objects.filter(account=viewer.account).order_by("-started_at").first()
    if found is None or found.record.erased_at is None or not found.sent_at:
        return None
    return records.heading(viewer, found.pk)


def renewal(viewer: Viewer) -> Renewal | None:
    """Until when the viewer's own admission counts, and whether it can be renewed now; None before it."""
    if viewer.door is None:
        return None
    until = participants.participant(viewer, viewer.door).valid_until
    left = until - participants.chain_time()
    return Renewal(until=until, open=bool(until) and left <= rules.RENEW_FROM, over=bool(until) and left <= 0)


def require_current(viewer: Viewer) -> ApplicationView:
    """The same. Raises NotFound where none was begun."""
    found = current(viewer)
    if found is None:
        raise NotFound
    return found


def admitted(viewer: Viewer) -> ApplicationView | None:
    """The application on which the viewer's own admission rests, in full; None where there is none."""
    if viewer.account is None:
        return None
    found = Application.objects.filter(account=viewer.account, record__state=State.ADMITTED.value)
    last = found.filter(record__erased_at=None).order_by("-started_at").first()
    return view(viewer, last) if last else None


def application(viewer: Viewer, id: uuid.UUID) -> ApplicationView:
    """One application: in full for its owner, masked for staff. Raises NotFound, also for another's."""
    return view(viewer, row(viewer, id))


def row(viewer: Viewer, id: uuid.UUID) -> Application:
    """The row, for this app's services and admin. Raises NotFound for another's, and for staff before it is
    sent.
    """
    found = cases(viewer).filter(pk=id).first()
    if found is None:
        raise NotFound
    return found


def cases(viewer: Viewer) -> QuerySet[Application]:
    """The applications that the viewer may see: staff those that were sent to them, clients their own.

    A trustee sees those of operators whose link is active: it stays a reader of the record, but a suspended
    link gives no sight.
    """
    found = Application.objects.filter(record__in=records.visible(viewer)).select_related("record")
    if viewer.role is Role.TRUSTEE:
        found = found.filter(record__operator__in=participants.scope(viewer).parents)
    if viewer.is_staff:
        return found.exclude(record__state=State.DRAFT.value)
    return found


def view(viewer: Viewer, found: Application) -> ApplicationView:
    """A row with its content. A broken record comes without fields: `check` says what is wrong with it."""
    content = records.glance(viewer, found.pk) if viewer.is_staff else records.own(viewer, found.pk)
    return _view(found, content)


def views(viewer: Viewer, found: Iterable[Application]) -> list[ApplicationView]:
    """The masked applications of one page of a queue, read in one question for all of them."""
    rows = list(found)
    contents = records.glances(viewer, [each.record for each in rows])
    return [_view(each, content) for each, content in zip(rows, contents, strict=True)]


def _view(found: Application, content: Content) -> ApplicationView:
    return ApplicationView(
        content=content,
        steps=rules.progress(content),
        maker=found.maker,
        checker=found.checker,
        sent_at=found.sent_at,
        admission=found.admission,
        renews=found.renews,
        sent_before=found.sent_before,
        open_hits=found.open_hits if content.masked else 0,
        matched=found.matched and content.masked,
    )


def waiting(viewer: Viewer) -> Waiting:
    """What waits for the viewer's decision."""
    found = cases(viewer).filter(record__state__in=[state.value for state in WAITING])
    return Waiting(found.count(), found.aggregate(oldest=Min("sent_at"))["oldest"])


def following(viewer: Viewer, id: uuid.UUID) -> uuid.UUID | None:
    """The next case that waits for this viewer: not this one, and none that they approved themselves."""
    found = cases(viewer).filter(record__state__in=[state.value for state in WAITING]).exclude(pk=id)
    if viewer.checker and not viewer.maker:
        found = found.filter(record__state=State.APPROVED.value)
    elif viewer.maker and not viewer.checker:
        found = found.filter(record__state=State.SENT.value)
    first = found.exclude(maker=viewer.account).order_by("sent_at").first()
    return first.pk if first else None


def search(viewer: Viewer, text: str) -> QuerySet[Application]:
    """Applications by words or numbers of their searchable fields."""
    found = [records.find(viewer, kind, text).values("pk") for kind in KINDS.values()]
    return cases(viewer).filter(record__in=found[0].union(*found[1:]))


def others_of(viewer: Viewer, id: uuid.UUID) -> list[uuid.UUID]:
    """Other applications at the same operator with the same identity number: a second try, or a second
    person.
    """
    found = row(viewer, id)
    same = records.alike(viewer, found.pk, ("identity_number", "registration_number"))
    return list(cases(viewer).filter(pk__in=same).values_list("pk", flat=True))


def check(viewer: Viewer, id: uuid.UUID) -> Check:
    """The application's record against its anchor on the chain."""
    return records.check(viewer, row(viewer, id).pk)


def difference(viewer: Viewer, found: ApplicationView) -> list[Difference]:
    """What differs in a case from what was sent before: from the version that was sent back, else from the
    application whose admission it renews. As much is shown of it as of the case; of another application, no
    more than a glance. Nothing for a first try, and for clients.
    """
    if not viewer.is_staff or not found.tried_before:
        return []
    id, other = found.heading.id, None if found.sent_before else found.renews
    before = records.in_full(viewer, other) if other else records.earlier(viewer, id, found.sent_before)
    now = records.in_full(viewer, id)
    parts = [part for each in rules.steps_of(found.heading.kind) for part in each.parts]
    changed = [part for part in parts if rules.is_changed(part, before, now)]
    if found.content.masked or other:
        before = records.masked(before)
    return [
        Difference(
            str(LABELS[part]), rules.part_in_words(part, before), rules.part_in_words(part, found.content)
        )
        for part in changed
    ]


# -- screening and risk ------------------------------------------------------------------------------


def screening(viewer: Viewer, id: uuid.UUID) -> ScreeningView:
    """What screening found about a case: for staff alone. Raises NotFound, RecordBroken."""
    if not viewer.is_staff:
        raise NotFound
    return screenings.view_of(row(viewer, id))


def lists(viewer: Viewer) -> list[ListView]:
    """The watch lists of the viewer's operator; of every operator that the viewer oversees, for the
    others.
    """
    operators = _operators_of(viewer)
    return [each for operator in operators for each in screenings.lists(operator)]


def progress(viewer: Viewer) -> Progress:
    """How many of the cases that the viewer sees were compared with the lists as they are now."""
    done = total = 0
    for operator in _operators_of(viewer):
        found = Application.objects.filter(
            record__operator=operator, record__state__in=SCREENED, record__erased_at=None
        )
        current_lists = screenings.generation(operator)
        total += found.count()
        done += found.filter(screened_lists=current_lists, screened_version=F("record__version")).count()
    return Progress(done, total)


def assessment(viewer: Viewer, id: uuid.UUID) -> Assessment | None:
    """A case's risk, rule by rule; None for a case that cannot be read here. Raises NotFound."""
    found = row(viewer, id)
    content = screenings.content_of(found)
    if content is None:
        return None
    pep = any(hit.decided and hit.verdict == Verdict.TRUE and hit.list == "pep" for hit in _hits(found))
    return risk.assessed(risk.facts_of(content, listed_as_pep=pep, seen_before=bool(others_of(viewer, id))))


def expiring(now: int, within: int) -> list[Expiring]:
    """The admissions that end within so many chain seconds, the latest of each client; for the reminders."""
    found = Application.objects.filter(
        record__state=State.ADMITTED.value, until__gt=now, until__lte=now + within, record__erased_at=None
    ).select_related("record")
    renewed = set(
        Application.objects.filter(
            renews__in=[row.pk for row in found], record__state=State.ADMITTED.value
        ).values_list("renews", flat=True)
    )
    return [Expiring(Address(row.record.owner), row.until) for row in found if row.pk not in renewed]


def tag_requests(viewer: Viewer, *, door: str = "", most: int = 200) -> list[TagRequest]:
    """Who asked for person tags, the latest first, for the regulator. Raises NotAllowed."""
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    found = TagRequest.objects.order_by("-asked_at")
    return list((found.filter(door=door) if door else found)[:most])


def tag_counts(viewer: Viewer) -> list[tuple[Address, int, int]]:
    """Each operator with how many tags it asked for in the last day, and ever. Raises NotAllowed."""
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    today = Q(asked_at__gt=timezone.now() - dt.timedelta(days=1))
    found = TagRequest.objects.values("door").annotate(ever=Count("id"), day=Count("id", filter=today))
    return [(Address(row["door"]), row["day"], row["ever"]) for row in found.order_by("-ever")]


def _hits(found: Application) -> tuple[Hit, ...]:
    return screenings.view_of(found).hits


def _operators_of(viewer: Viewer) -> list[Address]:
    if viewer.role is Role.OPERATOR and viewer.door is not None:
        return [viewer.door]
    doors = cases(viewer).order_by().values_list("record__operator", flat=True).distinct()
    return [Address(door) for door in doors if records.acts_for(Address(door))]


# -- names ---------------------------------------------------------------------------------------------


def names_of_clients(viewer: Viewer, doors: Collection[str]) -> dict[str, str]:
    """What the records that the viewer reads say these clients are called, by door: one look-up for all.

    Doors whose records are not the viewer's, or do not open here, are left out. For a page that is being
    rendered: never kept.
    """
    if viewer.door is None or not doors:
        return {}
    rows = records.visible(viewer).filter(owner__in=set(doors), kind__in=list(KINDS)).order_by("opened_at")
    try:
        contents = records.glances(viewer, rows)
    except KeyMissing:  # the organisation's key is at another of its portals: addresses do
        return {}
    found = {}
    for each in contents:
        said = each.fields.get("name") or each.fields.get("company_name")
        if each.heading.owner and said:
            found[str(each.heading.owner)] = str(said)
    return found


def role_of(kind: str) -> Role:
    """The role that an application of this kind asks for."""
    return Role.ISSUER if kind == "company-application" else Role.INVESTOR
