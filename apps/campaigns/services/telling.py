"""What people tell each other about a campaign: comments, questions and answers, updates, adverse changes."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.campaigns import disclosures, queries, talk
from apps.campaigns.services.actors import readers_of, require, say
from apps.campaigns.types import (
    ANSWER,
    COMMENT,
    QUESTION,
    SECTIONS,
    UPDATE,
    Campaign,
    Comment,
    Question,
    Update,
)
from apps.ledger import services as ledger
from apps.ledger.types import ActView, Signable
from apps.participants import queries as participants
from apps.records import queries as kept
from apps.records import services as records
from apps.records.types import Readers
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound, Unavailable
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import text_word

LONGEST = 2000
LONGEST_TITLE = 120


# -- issuer and operator, section by section


def comment(*, actor: Viewer, draft: UUID, section: str, text: str) -> list[Comment]:
    """Issuer or operator remarks something about a section of a disclosure, before or after it is sent in.

    Raises NotAllowed, NotFound, Malformed.
    """
    require(actor, Role.ISSUER, Role.OPERATOR)
    owner = queries.draft(actor, draft).owner
    if section not in SECTIONS:
        raise Malformed(section=section)
    heading = kept.heading(disclosures.as_owner(owner), draft)
    records.create(
        actor=actor,
        kind=COMMENT,
        fields={"section": section, "text": _text(text), "by": actor.role.word},
        readers=heading.readers,
        state=talk.OPEN,
        owner=owner,
        account=actor.account if actor.role is Role.ISSUER else None,
        reference=str(draft),
    )
    return talk.comments(draft)


def settle_comment(*, actor: Viewer, draft: UUID, comment: UUID) -> list[Comment]:
    """A comment is dealt with. Raises NotAllowed, NotFound."""
    require(actor, Role.ISSUER, Role.OPERATOR)
    queries.draft(actor, draft)
    heading = kept.heading(actor, comment)
    if heading.kind != COMMENT.name or heading.reference != str(draft):
        raise NotFound
    records.change_state(
        actor=actor, record=comment, state=talk.DONE, since=frozenset({talk.OPEN, talk.DONE})
    )
    return talk.comments(draft)


# -- questions and answers


def ask(*, actor: Viewer, campaign: Address, text: str) -> list[Question]:
    """An investor asks; its issuer and its operator see it at once, everybody once it is answered.

    Raises NotAllowed, NotFound, Malformed.
    """
    door = require(actor, Role.INVESTOR)
    found = queries.campaign(actor, campaign)
    regulator = participants.regulator()
    if regulator is None:
        raise Unavailable
    records.create(
        actor=actor,
        kind=QUESTION,
        fields={"text": _text(text)},
        readers=Readers(regulator=regulator, operator=found.operator, trustee=found.trustee),
        state="asked",
        owner=door,
        account=actor.account,
        reference=campaign,
    )
    return queries.questions(actor, campaign)


@transaction.atomic
def answer(*, actor: Viewer, question: UUID, text: str) -> Question:
    """The issuer answers; question and answer are public from then on. Raises NotAllowed, NotFound."""
    door = require(actor, Role.ISSUER)
    campaign = talk.campaign_of(question)
    if queries.campaign(actor, campaign).issuer != door:
        raise NotFound
    records.create(
        actor=actor,
        kind=ANSWER,
        fields={"text": _text(text)},
        readers=readers_of(actor),
        state="given",
        owner=door,
        account=actor.account,
        reference=str(question),
    )
    return next(each for each in talk.questions(campaign, actor) if each.id == question)


# -- updates


def write_update(
    *, actor: Viewer, campaign: Address, title: str, text: str, record: UUID | None = None
) -> Update:
    """The issuer writes an update, or changes one that is not published. Raises NotAllowed, NotFound,
    Malformed.
    """
    _own(actor, campaign)
    fields = {"title": _text(title, LONGEST_TITLE), "text": _text(text)}
    if record is None:
        made = records.create(
            actor=actor,
            kind=UPDATE,
            fields={**fields},
            readers=readers_of(actor),
            state="draft",
            owner=actor.door,
            account=actor.account,
            reference=campaign,
        )
        return queries.unpublished_update(actor, campaign, made.id)
    queries.unpublished_update(actor, campaign, record)
    records.amend(actor=actor, record=record, fields={**fields})
    return queries.unpublished_update(actor, campaign, record)


def prepare_update(*, actor: Viewer, campaign: Address, update: UUID) -> Signable:
    """The issuer prepares that an update is published: its hash on the record, its text for everybody, and a
    notice to every investor of the campaign. Raises NotAllowed, NotFound.
    """
    found = _own(actor, campaign)
    written = queries.unpublished_update(actor, campaign, update)
    prepared = ledger.prepare(
        actor=actor,
        door=found.issuer,
        act="PublishUpdate",
        target=campaign,
        arguments={"hash": bytes.fromhex(written.root[2:])},
    )
    text = _("You publish “{update}”. All can read it, every investor is told, and nobody can change it.")
    fields = (
        (_("Campaign"), found.title),
        (_("Title"), written.title),
        (_("Text"), written.text),
        (_("Fingerprint"), written.root),
    )
    return Signable(prepared, say(text, update=written.title), fields)


# -- an adverse change (R11)


def prepare_adverse_notice(*, actor: Viewer, campaign: Address, reason: str) -> Signable:
    """The issuer prepares a notice of an adverse change. Raises NotAllowed, NotFound, TextTooLong."""
    found, word = _own(actor, campaign), text_word(reason)
    prepared = ledger.prepare(
        actor=actor, door=found.issuer, act="AdverseNotice", target=campaign, arguments={"reason": word}
    )
    ends_at = rulebook.now() + found.notice_window
    sentence = say(
        _(
            "You give notice of an adverse change of {title}. Until about {ends_at:time} every investor can "
            "take the pledge back in full and nothing settles; then the minimum is tested again. It cannot "
            "be taken back."
        ),
        title=found.title,
        ends_at=ends_at,
    )
    return Signable(
        prepared, sentence, ((_("Campaign"), found.title), (_("What has changed"), reason.strip()))
    )


def give_adverse_notice(*, actor: Viewer, campaign: Address, reason: str) -> ActView:
    """The operator proposes a notice of an adverse change; where its act needs a colleague, one approves.

    Raises NotAllowed, NotFound, TextTooLong, Refused.
    """
    door = require(actor, Role.OPERATOR)
    if queries.campaign(actor, campaign).operator != door:
        raise NotAllowed
    return ledger.propose(
        actor=actor,
        door=door,
        act="AdverseNotice",
        target=campaign,
        arguments={"reason": text_word(reason)},
        cause=queries.cause_of(campaign),
    )


def _own(actor: Viewer, campaign: Address) -> Campaign:
    door = require(actor, Role.ISSUER)
    found = queries.campaign(actor, campaign)
    if found.issuer != door:
        raise NotAllowed
    return found


def _text(text: str, longest: int = LONGEST) -> str:
    said = text.strip()
    if not 0 < len(said) <= longest:
        raise Malformed(gettext_noop("Write something, and not too much."), longest=longest)
    return said
