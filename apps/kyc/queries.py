"""Readings of applications. Staff see what was sent to them, with fields masked; clients see their own in
full.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Min, QuerySet
from django.utils import timezone

from apps.kyc import rules
from apps.kyc.models import Application
from apps.kyc.types import KINDS, WAITING, ApplicationView, State
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.errors import KeyMissing
from apps.records.types import Check, Content
from apps.vocabulary.errors import NotFound, SignInNeeded
from apps.vocabulary.types import Role, Viewer


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
    found = Application.objects.filter(account=viewer.account).order_by("-started_at").first()
    return view(viewer, found) if found else None


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
