"""How an issuer asks who holds its shares, and how they vote."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.ledger import services as ledger
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.records import queries as kept
from apps.records import services as records
from apps.records.types import Readers
from apps.securities import queries
from apps.securities.errors import TextMissing
from apps.securities.services.classes import issued
from apps.securities.services.dividends import moment
from apps.securities.types.actions import RESOLUTION, Choice, Resolution
from apps.vocabulary.errors import NotAllowed, SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import text_word

LONGEST_TITLE = 120
LONGEST = 4_000
CHOICES = {
    Choice.FOR: gettext_noop("For"),
    Choice.AGAINST: gettext_noop("Against"),
    Choice.ABSTAIN: gettext_noop("Abstain"),
}
RESOLUTIONS = {
    Resolution.ORDINARY: gettext_noop("Ordinary: more than half"),
    Resolution.SPECIAL: gettext_noop("Special: three quarters at least"),
}


@transaction.atomic
def prepare_ballot(
    *,
    actor: Viewer,
    face: Address,
    title: str,
    text: str,
    resolution: Resolution,
    quorum: int,
    record_at: int,
    closes_at: int,
) -> Signable:
    """An issuer prepares a question to who holds its class at the end of second `record_at`; `quorum` in
    hundredths of a percent of all units. Its text is kept as a record, its root goes on the chain.

    Raises SignInNeeded, NotAllowed, NotFound, TextMissing, Unavailable.
    """
    door, shown = issued(actor, face)
    title = " ".join(title.split())
    root = _keep(actor, door, face, title, text.strip())
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="PoseQuestion",
        target=queries.template("ballot"),
        arguments={
            "face": face,
            "question": root,
            "recordAt": record_at,
            "closesAt": closes_at,
            "quorum": quorum,
            "resolution": list(Resolution).index(resolution),
        },
    )
    sentence = _(
        "You ask who holds “%(name)s” at %(record)s to vote on “%(title)s”, until %(closes)s. A unit is a "
        "vote. Until the record date you can take the question back."
    ) % {"name": shown.name, "record": moment(record_at), "title": title, "closes": moment(closes_at)}
    fields = (
        (_("Share class"), shown.name),
        (_("Title"), title),
        (_("Text"), text.strip()),
        (_("Resolution"), _(RESOLUTIONS[resolution])),
        (_("Quorum"), f"{quorum / 100:g} %"),
        (_("Record date"), moment(record_at)),
        (_("Closes"), moment(closes_at)),
    )
    return Signable(prepared, sentence, fields)


def prepare_vote(*, actor: Viewer, ballot: Address, choice: Choice) -> Signable:
    """A holder prepares its vote, with all units that it held at the record date; or another vote, until the
    close. Raises SignInNeeded, NotAllowed, NotFound.
    """
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.role not in (Role.INVESTOR, Role.ISSUER):
        raise NotAllowed
    found = queries.ballot(actor, ballot)
    if not found.own_units:
        raise NotAllowed
    prepared = ledger.prepare(
        actor=actor,
        door=actor.door,
        act="Vote",
        target=ballot,
        arguments={"choice": 1 + list(Choice).index(choice)},
    )
    sentence = _(
        "You vote on “%(title)s”: %(choice)s, with %(units)s units. You can change it until the vote closes. "
        "On the chain, your address and your vote are public."
    ) % {"title": found.title, "choice": _(CHOICES[choice]), "units": f"{found.own_units:,}"}
    fields = (
        (_("Question"), found.title),
        (_("Share class"), found.class_name),
        (_("Your vote"), _(CHOICES[choice])),
        (_("Units"), f"{found.own_units:,}"),
    )
    return Signable(prepared, sentence, fields)


def prepare_cancel_ballot(*, actor: Viewer, ballot: Address, reason: str) -> Signable:
    """The issuer prepares to take its question back, which it can until the record date. Raises SignInNeeded,
    NotAllowed, NotFound, TextTooLong.
    """
    found = queries.ballot(actor, ballot)
    door, _shown = issued(actor, found.face)
    prepared = ledger.prepare(
        actor=actor, door=door, act="CancelBallot", target=ballot, arguments={"reason": text_word(reason)}
    )
    sentence = _("You take back the question “%(title)s”. Nobody can vote on it.") % {"title": found.title}
    fields = ((_("Question"), found.title), (_("Reason"), " ".join(reason.split())))
    return Signable(prepared, sentence, fields)


def _keep(actor: Viewer, door: Address, face: Address, title: str, text: str) -> bytes:
    """Keeps what is asked as a record of the issuer's; its root."""
    if not (0 < len(title) <= LONGEST_TITLE and 0 < len(text) <= LONGEST):
        raise TextMissing
    heading = records.create(
        actor=actor,
        kind=RESOLUTION,
        fields={"title": title, "text": text},
        readers=_readers(actor, door),
        state="draft",
        owner=door,
        account=actor.account,
        reference=face,
    )
    return bytes(kept.row(actor, heading.id).root)


def _readers(actor: Viewer, door: Address) -> Readers:
    """Its operator, its trustee and the regulator."""
    regulator = participants.regulator()
    if regulator is None:
        raise Unavailable
    me = participants.participant(actor, door)
    return Readers(regulator=regulator, operator=me.parent, trustee=me.trustee)
