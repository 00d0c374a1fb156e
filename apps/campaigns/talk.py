"""What is said about a campaign: comments between issuer and operator, questions and answers, updates, and
why an operator decided. Records of their writers, found by what they are about (`reference`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from apps.campaigns.types import (
    ANSWER,
    CAMPAIGNS,
    COMMENT,
    DECISION,
    QUESTION,
    UPDATE,
    Comment,
    Decision,
    Question,
    Said,
    Update,
)
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content, Heading, Kind
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Viewer

OPEN, DONE = "open", "done"


def comments(draft: UUID) -> list[Comment]:
    """What was remarked about a disclosure, the oldest first."""
    return [
        Comment(
            id=each.heading.id,
            section=str(each.fields["section"]),
            text=str(each.fields["text"]),
            by=str(each.fields["by"]),
            at=each.heading.opened_at,
            done=each.heading.state == DONE,
        )
        for _, each in _about(COMMENT, [str(draft)])
    ]


def questions(campaign: str, reader: Viewer) -> list[Question]:
    """What was asked about a campaign, with the answers, the oldest first."""
    asked = [each for _, each in _about(QUESTION, [campaign])]
    given = _about(ANSWER, [str(each.heading.id) for each in asked])
    answers = {each.heading.reference: each for _, each in given}
    return [_question(each, answers.get(str(each.heading.id)), reader) for each in asked]


def campaign_of(question: UUID) -> Address:
    """Which campaign a question is about. Raises NotFound."""
    heading = records.heading(_everything(), question)
    if heading.kind != QUESTION.name:
        raise NotFound
    return Address(heading.reference)


def updates(campaign: Mapping[str, Any]) -> list[Update]:
    """What the chain knows an issuer to have told, the newest first. One whose text is not kept here has
    none.
    """
    kept = dict(_about(UPDATE, [campaign["address"]]))
    known = reversed(campaign.get("updates", []))
    return [_update(kept.get(each["root"]), each["root"], each["at"]) for each in known]


def unpublished(campaign: Mapping[str, Any]) -> list[Update]:
    """An issuer's updates that the chain does not know, the oldest first."""
    known = {each["root"] for each in campaign.get("updates", [])}
    rows = _about(UPDATE, [campaign["address"]])
    return [_update(each, root, None) for root, each in rows if root not in known]


def said_since(since: dt.datetime | None) -> Iterator[Said]:
    """Questions to issuers, answers to who asked, operators' comments to issuers: all of them, the oldest
    first.
    """
    kinds = (QUESTION.name, ANSWER.name, COMMENT.name)
    heard = (_heard(each) for each in records.headings_since(_everything(), kinds, since))
    return (each for each in heard if each is not None)


def _heard(heading: Heading) -> Said | None:
    if heading.kind == COMMENT.name:
        # An issuer's own comment carries its account; what an operator says carries none.
        if heading.account is not None or heading.owner is None:
            return None
        arguments = {"draft": heading.reference}
        return Said(heading.id, Role.ISSUER, heading.owner, "DraftCommented", arguments)
    if heading.kind == QUESTION.name:
        campaign = CAMPAIGNS.get(heading.reference)
        if campaign is None:
            return None
        arguments = {"campaign": heading.reference}
        return Said(heading.id, Role.ISSUER, Address(campaign["issuer"]), "QuestionAsked", arguments)
    question = records.heading(_everything(), UUID(heading.reference))
    if question.owner is None:
        return None
    arguments = {"campaign": question.reference}
    return Said(heading.id, Role.INVESTOR, question.owner, "QuestionAnswered", arguments)


def decisions(campaign: str) -> list[Decision]:
    """Why an operator decided as it did, the oldest first."""
    return [
        Decision(str(each.fields["decision"]), str(each.fields["reason"]), each.heading.opened_at)
        for _, each in _about(DECISION, [campaign])
    ]


def _about(kind: Kind, references: Iterable[str]) -> list[tuple[str, Content]]:
    """The records about something that can be read here, by their roots (0x-hex), the oldest first:
    all of them, for a question that nobody sees is never answered.
    """
    found = records.visible(_everything()).filter(
        kind=kind.name, reference__in=list(references), erased_at=None
    )
    rows = list(found.order_by("opened_at"))
    return [
        ("0x" + bytes(row.root).hex(), content)
        for row, content in zip(rows, records.as_owners_read(rows), strict=True)
        if content is not None
    ]


def _everything() -> Viewer:
    """Who sees every record, as far as finding one goes; content is opened as its owner's."""
    return Viewer(role=Role.REGULATOR, door=participants.regulator())


def _question(asked: Content, answer: Content | None, reader: Viewer) -> Question:
    return Question(
        id=asked.heading.id,
        text=str(asked.fields["text"]),
        asked_at=asked.heading.opened_at,
        own=reader.door is not None and asked.heading.owner == reader.door,
        answer=str(answer.fields["text"]) if answer else "",
        answered_at=answer.heading.opened_at if answer else None,
    )


def _update(content: Content | None, root: str, at: int | None) -> Update:
    if content is None:
        return Update(None, "", "", root, at)
    return Update(content.heading.id, str(content.fields["title"]), str(content.fields["text"]), root, at)
