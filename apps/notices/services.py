"""Telling people what happened: once each, in their inbox and by e-mail.

Cursor and notices are kept in PostgreSQL and move in one transaction: a rebuilt read model tells nobody
anything again. An e-mail is claimed before it is sent: a lost one stands in the inbox, none comes twice.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from apps.accounts import queries as accounts
from apps.accounts.types import AccountView
from apps.campaigns import queries as campaigns
from apps.kyc import queries as kyc
from apps.kyc.types import KINDS as CASES
from apps.kyc.types import State as Case
from apps.ledger import queries as ledger
from apps.notices import queries, rules
from apps.notices.types import CURSOR, NOTICE, State
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records import services as recording
from apps.records.errors import RecordChanged
from apps.records.types import Heading, Readers
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Address, Role, Viewer

logger = logging.getLogger(__name__)

BATCH = 200
MAILS = 20
OVERLAP = dt.timedelta(minutes=2)
"""How far back sources that are told by wall time are looked through again: a row may commit late."""
RETRY = dt.timedelta(minutes=5)
GIVE_UP = dt.timedelta(days=2)

REMINDED = (30, 7, 1)
"""Days before an admission ends."""
DAY = 86_400

_CLIENTS = (Role.INVESTOR, Role.ISSUER)


# -- a person's own -------------------------------------------------------------------------------------


@transaction.atomic
def mark_read(*, actor: Viewer, notice: uuid.UUID) -> None:
    """The actor has read it; its e-mail, if it has not gone out yet, is not sent. Raises NotFound."""
    queries.require_own(actor, notice)
    recording.change_state(actor=actor, record=notice, state=State.READ, since=frozenset(State))


@transaction.atomic
def mark_all_read(*, actor: Viewer) -> None:
    """The actor has read everything."""
    for notice in queries.unread_ids(actor):
        mark_read(actor=actor, notice=notice)


# -- telling --------------------------------------------------------------------------------------------


def tell() -> int:
    """Makes the notices of what happened since the last time; how many."""
    if participants.regulator() is None:
        return 0
    return _tell_feed() + _tell_cases() + _tell_said() + _tell_refusals() + _tell_expiries()


@transaction.atomic
def _tell_feed() -> int:
    """What the chain says, for good."""
    queries.lock()
    known = queries.cursor("feed")
    place = known.state if known else "-"
    since = int(known.due_at.timestamp()) if known and known.due_at else None
    told, at, roles = 0, since, dict[str, Role]()
    for line in queries.lines_after("" if place == "-" else place, since, most=BATCH):
        place, at = line["place"], line["at"]
        for door in _concerned(line):
            role = roles.setdefault(door, participants.role_of(door))
            word = rules.word_of(role, door, line["sentence"], line["arguments"])
            if word is not None:
                told += _note(
                    Viewer(role=role, door=door),
                    word,
                    line["arguments"],
                    at=line["at"],
                    line=f"feed:{place}",
                )
    if at != since or (known and known.state != place):
        _advance("feed", known, place, dt.datetime.fromtimestamp(at or 0, dt.UTC))
    return told


def _concerned(line: Mapping[str, Any]) -> list[Address]:
    """The doors that a line of the feed names, and its campaign's investors where all of them are told."""
    named = [Address(door) for door in line["doors"]]
    if line["sentence"] not in rules.TO_INVESTORS:
        return named
    return list(dict.fromkeys([*named, *campaigns.investors_of(Address(line["arguments"]["campaign"]))]))


@transaction.atomic
def _tell_said() -> int:
    """Questions, answers and comments, to whom they are said."""
    queries.lock()
    known, now = queries.cursor("said"), timezone.now()
    since = known.due_at - OVERLAP if known and known.due_at else None
    told = sum(
        _note(Viewer(role=each.role, door=each.door), each.word, each.arguments, line=f"said:{each.record}")
        for each in campaigns.said_since(since)
    )
    if known is None or known.due_at is None or now - known.due_at > OVERLAP / 2:
        _advance("said", known, "-", now)
    return told


@transaction.atomic
def _tell_cases() -> int:
    """Applications that were returned or rejected."""
    queries.lock()
    known, now, told = queries.cursor("cases"), timezone.now(), 0
    since = known.due_at - OVERLAP if known and known.due_at else None
    for operator in participants.organisations(Role.OPERATOR):
        desk = Viewer(role=Role.OPERATOR, door=operator.door)
        rows = records.queue(desk, list(CASES), [Case.RETURNED, Case.REJECTED])
        for row in rows.filter(changed_at__gte=since) if since else rows:
            word = "Returned" if row.state == Case.RETURNED else "Rejected"
            client = Viewer(role=kyc.role_of(row.kind), account=row.account)
            told += _note(
                client, word, {}, line=f"case:{row.pk}:{row.version}:{row.state}", operator=operator.door
            )
    if known is None or known.due_at is None or now - known.due_at > OVERLAP / 2:
        _advance("cases", known, "-", now)
    return told


@transaction.atomic
def _tell_refusals() -> int:
    """Clients' acts that were refused for good."""
    queries.lock()
    known, now, told = queries.cursor("refusals"), timezone.now(), 0
    since = known.due_at - OVERLAP if known and known.due_at else now - GIVE_UP
    for act in ledger.refused_for_good(since, limit=10 * BATCH):
        role = participants.role_of(act.door) if act.door else Role.NONE
        if role in _CLIENTS:
            arguments = {"act": str(act.id), "name": act.name}
            told += _note(Viewer(role=role, door=act.door), "ActRefused", arguments, line=f"act:{act.id}")
    if known is None or known.due_at is None or now - known.due_at > OVERLAP / 2:
        _advance("refusals", known, "-", now)
    return told


@transaction.atomic
def _tell_expiries() -> int:
    """Admissions that end in 30 days, in 7, and tomorrow: once each, by the market's clock."""
    queries.lock()
    now, told = participants.chain_time(), 0
    for each in kyc.expiring(now, REMINDED[0] * DAY):
        days = min(days for days in REMINDED if each.until - now <= days * DAY)
        client = Viewer(role=participants.role_of(each.door), door=each.door)
        line = f"expiry:{each.until}:{days}"
        told += _note(client, "Expiring", {"until": each.until}, line=line, at=now)
    return told


def _note(
    client: Viewer,
    word: str,
    arguments: Mapping[str, Any],
    *,
    line: str,
    at: int = 0,
    operator: Address | None = None,
) -> int:
    """One notice, where the client has an account here and has not been told; how many (0 or 1)."""
    reference = rules.reference_of(str(client.door or client.account), word, line)
    if (client.door and not accounts.clients_of(client.door)) or queries.is_told(client, reference):
        return 0
    regulator = participants.regulator()
    if regulator is None:
        return 0
    if client.door:
        operator = participants.participant(client, client.door).parent
    recording.create(
        actor=client,
        kind=NOTICE,
        fields={"word": word, "arguments": dict(arguments), "at": at},
        readers=Readers(regulator=regulator, operator=operator),
        owner=client.door,
        account=client.account,
        state=State.UNREAD,
        due_at=timezone.now(),
        reference=reference,
    )
    return 1


def _advance(source: str, known: Heading | None, state: str, until: dt.datetime) -> None:
    regulator = participants.regulator()
    if regulator is None:
        return
    desk = Viewer(role=Role.REGULATOR, door=regulator)
    if known is None:
        recording.create(
            actor=desk,
            kind=CURSOR,
            fields={},
            readers=Readers(regulator=regulator),
            owner=regulator,
            state=state,
            due_at=until,
            reference=source,
        )
        return
    since = frozenset({known.state})
    recording.change_state(actor=desk, record=known.id, state=state, since=since, due_at=until)


# -- e-mail ---------------------------------------------------------------------------------------------


def send() -> int:
    """Sends the e-mails that wait; how many went out."""
    sent = 0
    for heading in queries.due(timezone.now(), most=MAILS):
        if not _claim(heading, None):
            continue
        try:
            sent += _mail(heading)
        except (SMTPException, OSError):
            logger.warning("mail put off", extra={"notice": str(heading.id)})
            if timezone.now() - heading.opened_at < GIVE_UP:
                _claim(heading, timezone.now() + RETRY)
        except CastorError as problem:
            logger.warning("no mail", extra={"notice": str(heading.id), "code": problem.code})
    return sent


@transaction.atomic
def _claim(heading: Heading, due_at: dt.datetime | None) -> bool:
    """Takes a notice's e-mail, or (with a moment) puts it off; False where another did, or it was read."""
    queries.lock()
    client = _client(heading)
    present = records.heading(client, heading.id)
    if (present.due_at is None) == (due_at is None) or present.state != State.UNREAD:
        return False
    try:
        recording.change_state(
            actor=client,
            record=heading.id,
            state=State.UNREAD,
            since=frozenset({State.UNREAD}),
            due_at=due_at,
        )
    except RecordChanged:
        return False
    return True


def _client(heading: Heading) -> Viewer:
    """The notice's own person, as far as records ask."""
    return Viewer(role=Role.INVESTOR, door=heading.owner, account=heading.account)


def _mail(heading: Heading) -> int:
    """To each account behind the notice that has named an address."""
    people = accounts.clients_of(heading.owner) if heading.owner else []
    if heading.account is not None:
        people = [accounts.account(heading.account)]
    return sum(_mail_to(heading, each) for each in people)


def _mail_to(heading: Heading, person: AccountView) -> int:
    client = Viewer(role=person.role, door=person.door, account=person.id)
    address = _address(client)
    if not address:
        return 0
    with translation.override(person.language or settings.LANGUAGE_CODE):
        (content,) = records.glances(client, [records.row(client, heading.id)])
        notice = queries.read_notice(client, content)
        shown = {"notice": notice, "link": f"{settings.CASTOR_PUBLIC_ORIGIN}{notice.url}"}
        mail = EmailMultiAlternatives(
            subject=f"Castor: {notice.title}",
            body=render_to_string("notices/mail.txt", shown),
            to=[address],
        )
        mail.attach_alternative(render_to_string("notices/mail.html", shown), "text/html")
        mail.send()
    return 1


def _address(client: Viewer) -> str:
    """Where the person's application says that they read e-mail; empty where it does not."""
    try:
        found = kyc.current(client)
    except NotFound:
        return ""
    return str(found.content.fields.get("email") or "") if found else ""
