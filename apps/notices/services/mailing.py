"""A notice's e-mail. It is claimed before it is sent: a lost one stands in the inbox, none comes twice."""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from apps.accounts import queries as accounts
from apps.accounts.types import AccountView
from apps.kyc import queries as kyc
from apps.notices import queries
from apps.notices.types import State
from apps.records import queries as records
from apps.records import services as recording
from apps.records.types import Heading
from apps.vocabulary.errors import CastorError, NotFound
from apps.vocabulary.types import Role, Viewer

logger = logging.getLogger(__name__)

MAILS = 20
RETRY = dt.timedelta(minutes=5)
GIVE_UP = dt.timedelta(days=2)


def send() -> int:
    """Sends the e-mails that wait; how many went out."""
    sent = 0
    for heading in queries.due(timezone.now(), most=MAILS):
        if not _set_due(heading, was=heading.due_at, due_at=None):
            continue
        try:
            sent += _mail(heading)
        except (SMTPException, OSError):
            logger.warning("mail put off", extra={"notice": str(heading.id)})
            if timezone.now() - heading.opened_at < GIVE_UP:
                _set_due(heading, was=None, due_at=timezone.now() + RETRY)
        except CastorError as problem:
            logger.warning("no mail", extra={"notice": str(heading.id), "code": problem.code})
    return sent


def _set_due(heading: Heading, *, was: dt.datetime | None, due_at: dt.datetime | None) -> bool:
    """Takes a notice's e-mail, or puts it off; False where another did, or it was read."""
    return recording.set_due(
        actor=_client(heading), record=heading.id, state=State.UNREAD, was=was, due_at=due_at
    )


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
