"""Alerts and the market's promises, as the last look left them: for the regulator alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import gettext

from apps.accounts import queries as accounts
from apps.kyc import queries as kyc
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content
from apps.securities import queries as securities
from apps.supervision.rules import DUE, INVARIANTS, RULES
from apps.supervision.types import ALERT, Alert, Alerts, AlertState, Mark, Promise, Watch
from apps.supervision.types.facts import Happening
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import VISITOR, Role, Viewer

PAGE = 25
WATCH = "supervision:watch"
"""Where the last look is kept: derived from the read model, so that a lost one is only looked at anew."""


def alerts(
    viewer: Viewer,
    *,
    state: AlertState | None = AlertState.OPEN,
    rule: str = "",
    start: int = 0,
    persons: bool = False,
) -> Alerts:
    """A page of alerts, the latest first. `persons`: people by the names that records say, for a page.

    Raises NotAllowed, NotFound (a rule that there is not).
    """
    rows = _rows(viewer)
    if rule and rule not in RULES:
        raise NotFound
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(reference__startswith=f"{rule}:") if rule else rows
    found = list(rows.order_by("-changed_at", "-pk")[start : start + PAGE + 1])
    shown = _alerts(viewer, records.glances(viewer, found[:PAGE]), viewer if persons else VISITOR)
    return Alerts(shown, start + PAGE if len(found) > PAGE else None, open_alerts(viewer))


def alert(viewer: Viewer, id: uuid.UUID, *, persons: bool = False) -> Alert:
    """One of them. Raises NotAllowed, NotFound."""
    found = _rows(viewer).filter(pk=id)
    if not found:
        raise NotFound
    return _alerts(viewer, records.glances(viewer, found), viewer if persons else VISITOR)[0]


def open_alerts(viewer: Viewer) -> int:
    """How many nobody has looked at since they last happened. Raises NotAllowed."""
    return _rows(viewer).filter(state=AlertState.OPEN).count()


def watch(viewer: Viewer) -> Watch:
    """The promises as the last look found them. Raises NotAllowed."""
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    kept = cache.get(WATCH)
    if not kept:
        return Watch()
    promises = tuple(
        Promise(
            key,
            gettext(sentence),
            kept["counts"].get(key, 0),
            tuple(sorted(subject for broken, subject, _ in kept["broken"] if broken == key)),
        )
        for key, (sentence, _) in INVARIANTS.items()
    )
    return Watch(kept["block"], kept["at"], kept["whole"], kept["whole_at"], promises)


def reference_of(rule: str, subject: str) -> str:
    """Under what an alert's record is found: subjects name doors, and go no further than a digest."""
    return f"{rule}:{hashlib.sha256(subject.encode()).hexdigest()[:32]}"


# -- parts ----------------------------------------------------------------------------------------------


def _rows(viewer: Viewer) -> QuerySet[Any]:
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    return records.visible(viewer).filter(kind=ALERT.name)


def _alerts(viewer: Viewer, found: Sequence[Content], reader: Viewer) -> list[Alert]:
    figures = [json.loads(str(each.fields.get("figures", "{}"))) for each in found]
    rules = [each.heading.reference.partition(":")[0] for each in found]
    texts = _texts(rules, figures, reader)
    staff = accounts.staff_of(viewer.door) if viewer.door else []
    names = {each.account: each.name for each in staff}
    return [_alert(each, rule, text, names) for each, rule, text in zip(found, rules, texts, strict=True)]


def _alert(found: Content, rule: str, text: str, names: Mapping[int, str]) -> Alert:
    marks = json.loads(str(found.fields.get("marks", "[]")))
    events = json.loads(str(found.fields.get("events", "[]")))
    return Alert(
        id=found.heading.id,
        rule=rule,
        name=gettext(RULES[rule].name) if rule in RULES else rule,
        text=text,
        state=AlertState(found.heading.state),
        about=str(found.fields.get("about", "")),
        at=found.heading.changed_at,
        block=int(str(found.fields.get("block", 0))),
        version=found.heading.version,
        marks=tuple(
            Mark(each["by"], names.get(each["by"], ""), dt.datetime.fromisoformat(each["at"]), each["note"])
            for each in marks
        ),
        events=tuple(Happening(at, transaction) for at, transaction in events),
    )


def _texts(rules: Sequence[str], figures: Sequence[dict[str, Any]], reader: Viewer) -> list[str]:
    """The findings' sentences, in the reader's language."""
    faces = {each["face"] for each in figures if "face" in each}
    classes = securities.share_classes(sorted(faces))
    lines = []
    for rule, each in zip(rules, figures, strict=True):
        said = dict(each)
        if "face" in said and said["face"] in classes:
            said["face"] = classes[said["face"]].symbol
        if said.get("promise") in INVARIANTS:
            said["promise"] = gettext(INVARIANTS[said["promise"]][0])
        if "what" in said:
            said["what"] = gettext(DUE.get(said["what"], said["what"]))
        lines.append((gettext(RULES[rule].sentence) if rule in RULES else rule, said))
    return participants.said(lines, called=kyc.names_of_clients(reader, participants.doors_in(lines)))
