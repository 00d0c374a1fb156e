"""What is said about campaigns, for whoever may read it; and how an issuer's campaign stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from apps.campaigns import disclosures, rules, talk
from apps.campaigns.sight import document_of, oversees
from apps.campaigns.types import (
    CAMPAIGNS,
    INTENT,
    PLEDGES,
    Announced,
    Comment,
    Dashboard,
    Decision,
    Disclosure,
    Draft,
    Intent,
    PledgeState,
    Question,
    Stored,
    Update,
)
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Viewer

OPENED_AT_ONCE = 200


# -- drafts ---------------------------------------------------------------------------------------------


def drafts(viewer: Viewer) -> list[Draft]:
    """An issuer's own disclosures that no campaign has, the oldest first. Raises NotAllowed."""
    if viewer.door is None or viewer.role is not Role.ISSUER:
        raise NotAllowed
    return disclosures.drafts(viewer.door)


def draft(viewer: Viewer, record: UUID) -> Draft:
    """One of an issuer's own, or for an operator one that was shared with it. Raises NotAllowed, NotFound."""
    if viewer.door is not None and viewer.role is Role.OPERATOR:
        return disclosures.draft(disclosures.owner_of_shared(viewer, record), record)
    if viewer.door is None or viewer.role is not Role.ISSUER:
        raise NotAllowed
    return disclosures.draft(viewer.door, record)


def shared_drafts(viewer: Viewer) -> list[Draft]:
    """What issuers ask an operator to look at before they send it in. Raises NotAllowed."""
    if viewer.door is None or viewer.role is not Role.OPERATOR:
        raise NotAllowed
    return [each for each in disclosures.shared(viewer) if not _is_proposed(each)]


def comments(viewer: Viewer, record: UUID) -> list[Comment]:
    """What issuer and operator remarked about a draft, the oldest first. Raises NotAllowed, NotFound."""
    draft(viewer, record)
    return talk.comments(record)


def _is_proposed(found: Draft) -> bool:
    root = "0x" + disclosures.root_of(found.owner, found.record).hex()
    return bool(CAMPAIGNS.count({"disclosure": root}))


# -- a campaign -----------------------------------------------------------------------------------------


def disclosure(viewer: Viewer, address: Address) -> Disclosure:
    """What a campaign says of itself: public once it is approved. Raises NotFound."""
    return disclosures.published(document_of(viewer, address))


def questions(viewer: Viewer, address: Address) -> list[Question]:
    """What was asked and answered; what waits for an answer only for who asked and who oversees the campaign.

    Raises NotFound.
    """
    found = document_of(viewer, address)
    every = talk.questions(address, viewer)
    if viewer.role is not Role.INVESTOR and oversees(viewer, found):
        return every
    return [each for each in every if each.answered_at is not None or each.own]


def updates(viewer: Viewer, address: Address) -> list[Update]:
    """What the issuer told since the approval, the newest first. Raises NotFound."""
    return talk.updates(document_of(viewer, address))


def announced(face: Address) -> list[Announced]:
    """What the company of a share class told everybody, and of adverse changes: public, the newest first."""
    told: list[Announced] = []
    for each in CAMPAIGNS.walk(where={"face": face}):
        campaign = Address(each["address"])
        told += [
            Announced(campaign, "update", update.title, update.published_at or 0)
            for update in talk.updates(each)
        ]
        told += [
            Announced(campaign, "adverse-notice", notice["reason"], notice["at"])
            for notice in each.get("notices", [])
        ]
    return sorted(told, key=lambda each: each.at, reverse=True)


def announces(face: Address) -> Address | None:
    """The campaign under which the company of a share class publishes its news: the last that was approved
    and not taken back; None before there is one.
    """
    found = CAMPAIGNS.walk(order="proposed_at", where={"face": face}, descending=True)
    running = (each for each in found if rules.is_public(each) and each["state"] != Stored.CANCELLED)
    return next((Address(each["address"]) for each in running), None)


def unpublished_updates(viewer: Viewer, address: Address) -> list[Update]:
    """The issuer's updates that are not on the record yet. Raises NotAllowed, NotFound."""
    found = document_of(viewer, address)
    if viewer.door != found["issuer"]:
        raise NotAllowed
    return talk.unpublished(found)


def unpublished_update(viewer: Viewer, address: Address, update: UUID) -> Update:
    """One of them. Raises NotAllowed, NotFound."""
    found = next((each for each in unpublished_updates(viewer, address) if each.id == update), None)
    if found is None:
        raise NotFound
    return found


def decisions(viewer: Viewer, address: Address) -> list[Decision]:
    """Why its operator decided as it did: for the issuer and who oversees it. Raises NotFound."""
    found = document_of(viewer, address)
    if viewer.role is Role.INVESTOR or not oversees(viewer, found):
        raise NotFound
    return talk.decisions(address)


def dashboard(viewer: Viewer, address: Address) -> Dashboard:
    """How a campaign stands, for its issuer and who oversees it: what stands raised over time, and its
    investors by class; no persons. Raises NotFound.
    """
    found = document_of(viewer, address)
    if viewer.role is Role.INVESTOR or not oversees(viewer, found):
        raise NotFound
    rows = [each for each in PLEDGES.walk(where={"campaign": address}) if each["units"]]
    standing = sorted(rows, key=lambda each: int(each["first_at"]))
    course, raised = [], 0
    for each in standing:
        raised += each["amount"]
        course.append((each["first_at"], raised))
    counts = participants.class_counts([each["investor"] for each in standing])
    asked = talk.questions(address, viewer)
    return Dashboard(
        chart=rules.rising(
            course,
            found["price"] * found["maximum"],
            found["price"] * found["minimum"],
            since=found["opens_at"],
            until=found.get("closed_at") or rulebook.now(),
        ),
        classes=[(int(kind), count) for kind, count in counts.items() if count],
        unanswered=sum(1 for each in asked if each.answered_at is None),
        withdrawn=_count(address, [PledgeState.WITHDRAWN]),
        updates=len(found.get("updates", [])),
        owed=found.get("owed", {}).get(found["issuer"], 0),
    )


def _count(address: Address, states: Sequence[PledgeState]) -> int:
    return PLEDGES.count({"campaign": address, "state": [each.value for each in states]})


# -- signed pledges that wait for money -----------------------------------------------------------------


def waiting_intents(viewer: Viewer, campaign: Address | None = None) -> list[Intent]:
    """An investor's own, the oldest first; those for one campaign, where it is named."""
    if not records.count_own(viewer, INTENT.name, "waiting"):
        return []
    rows = records.queue(viewer, [INTENT.name], ["waiting"])
    found = [_intent(each) for each in records.as_owners_read(rows) if each is not None]
    return [each for each in found if campaign is None or each.campaign == campaign]


def every_waiting_intent() -> Iterator[Intent]:
    """All of them, the oldest first, for the worker that carries them: opened as they are asked for."""
    everything = Viewer(role=Role.REGULATOR, door=participants.regulator())
    rows = records.queue(everything, [INTENT.name], ["waiting"]).iterator()
    while batch := list(islice(rows, OPENED_AT_ONCE)):
        yield from (_intent(each) for each in records.as_owners_read(batch) if each is not None)


def _intent(content: Content) -> Intent:
    fields: Mapping[str, Any] = content.fields
    heading = content.heading
    return Intent(
        record=heading.id,
        campaign=Address(str(fields["campaign"])),
        investor=Address(heading.owner or ""),
        account=heading.account or 0,
        prepared=UUID(heading.reference),
        signature=bytes.fromhex(str(fields["signature"])),
        signer=bytes.fromhex(str(fields["signer"])),
        units=int(fields["units"]),
        least=int(fields["least"]),
        amount=int(fields["amount"]),
        signed_at=heading.opened_at,
    )
