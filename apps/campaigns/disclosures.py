"""What campaigns say of themselves: records of their issuers, found by the root that the chain has.

A record is encrypted like any other; what makes a campaign's disclosure public is that `queries` gives it to
everybody once the operator has approved the campaign. It is read as its issuer's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from apps.campaigns.types import (
    CAMPAIGNS,
    DISCLOSURE,
    PAPERS,
    SLOTS,
    Allocation,
    Disclosure,
    Draft,
    Offer,
    Paper,
    Stored,
)
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.errors import KeyMissing, RecordBroken, RecordErased
from apps.records.types import Content, Fields, FileNote
from apps.rulebook import queries as rulebook
from apps.rulebook.types import SLOTS_OF_SUKUK
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Viewer

DRAFT, SHARED, OFFERED = "draft", "shared", "offered"
"""A draft can be changed, and read by its operator once it is shared; one that was offered for signing is
what a proposal's root stands for.
"""
OPEN = "open"
WORDS: Final = tuple(each.name for each in DISCLOSURE.fields if each.name != "offer")
"""The fields of a disclosure that are texts."""


def published(campaign: Mapping[str, Any]) -> Disclosure:
    """What a campaign's document stands for, with its papers; an empty one, which matches nothing, where it
    is missing or broken.
    """
    owner, root = Address(campaign["issuer"]), bytes.fromhex(campaign["disclosure"][2:])
    found = next(iter(records.with_roots([owner], DISCLOSURE.name, [root])), None)
    if found is None:
        return Disclosure(papers=_papers({}, campaign))
    beside = records.visible(as_owner(owner)).filter(kind=PAPERS.name, reference=str(found.id))[:1]
    said, *kept = records.as_published([found, *beside])
    papers = _papers({note.slot: note for each in kept if each is not None for note in each.files}, campaign)
    if said is None:
        return Disclosure(record=found.id, papers=papers)
    return _read(said, matches=True, papers=papers)


def published_by(campaigns: Iterable[Mapping[str, Any]]) -> dict[str, Disclosure]:
    """What several campaigns' documents stand for, by root, in one question for all of them. Left out is what
    is missing or broken.
    """
    wanted = {(each["issuer"], each["disclosure"]) for each in campaigns}
    if not wanted:
        return {}
    owners = {Address(issuer) for issuer, _ in wanted}
    roots = {bytes.fromhex(root[2:]) for _, root in wanted}
    rows = records.with_roots(owners, DISCLOSURE.name, roots)
    found: dict[str, Disclosure] = {}
    for row, content in zip(rows, records.as_published(rows), strict=True):
        root = "0x" + bytes(row.root).hex()
        if content is not None and (row.owner, root) in wanted:
            found[root] = _read(content, matches=True)
    return found


def roots_with(text: str, sector: str) -> list[str]:
    """The roots of disclosures whose title, pitch or sector hold every word."""
    regulator = participants.regulator()
    if regulator is None:
        return []
    everything = Viewer(role=Role.REGULATOR, door=regulator)
    rows = records.find(everything, DISCLOSURE, f"{text} {sector}")
    return ["0x" + bytes(root).hex() for root in rows.values_list("root", flat=True)]


def drafts(owner: Address) -> list[Draft]:
    """What an issuer has written and not proposed yet, the oldest first."""
    reader = as_owner(owner)
    rows = records.visible(reader).filter(kind=DISCLOSURE.name, erased_at=None).order_by("opened_at")
    found = [(each, draft(owner, each.id)) for each in rows]
    return [each for row, each in found if not CAMPAIGNS.count({"disclosure": "0x" + bytes(row.root).hex()})]


def draft(owner: Address, record: UUID) -> Draft:
    """One of an issuer's drafts. Raises NotFound."""
    content = records.own(as_owner(owner), record)
    if content.heading.kind != DISCLOSURE.name:
        raise NotFound
    heading = content.heading
    return Draft(
        record=heading.id,
        owner=owner,
        disclosure=_read(content, matches=False, papers=_papers(_files(owner, record), {})),
        used=heading.state == OFFERED,
        shared=heading.state != DRAFT,
        version=heading.version,
        changed_at=heading.changed_at,
        offer=_offer(content.fields.get("offer")),
    )


def owner_of_shared(operator: Viewer, record: UUID) -> Address:
    """Whose draft it is, for the operator that it was shared with. Raises NotFound."""
    heading = records.heading(operator, record)
    if heading.kind != DISCLOSURE.name or heading.state == DRAFT or heading.owner is None:
        raise NotFound
    return heading.owner


def shared(operator: Viewer) -> list[Draft]:
    """The drafts that issuers ask an operator to look at, and have not proposed, the longest waiting
    first.
    """
    rows = records.queue(operator, [DISCLOSURE.name], [SHARED])
    return [draft(Address(each.owner), each.id) for each in rows]


def papers_record(owner: Address, draft: UUID) -> UUID | None:
    """The record of a draft's documents, None as long as it has none."""
    found = records.visible(as_owner(owner)).filter(kind=PAPERS.name, reference=str(draft)).first()
    return None if found is None else found.id


def root_of(owner: Address, record: UUID) -> bytes:
    """The root of a draft as it is now. Raises NotFound."""
    return bytes(records.row(as_owner(owner), record).root)


def complete(said: Disclosure) -> bool:
    """Whether every text is written that an operator asks for; the financials may lie in their document."""
    return all(getattr(said, name) for name in WORDS if name != "financials")


def as_owner(issuer: str) -> Viewer:
    """The issuer as the reader of its own records, whoever asks."""
    return Viewer(role=Role.ISSUER, door=Address(issuer))


def _files(owner: str, draft: UUID) -> dict[str, FileNote]:
    """A draft's documents by slot; none where they are broken."""
    record = papers_record(Address(owner), draft)
    if record is None:
        return {}
    try:
        return {each.slot: each for each in records.own(as_owner(owner), record).files}
    except (RecordBroken, RecordErased, KeyMissing):
        return {}


def _papers(files: Mapping[str, FileNote], campaign: Mapping[str, Any]) -> tuple[Paper, ...]:
    asked, known = rulebook.figure("R15"), campaign.get("slots", {})
    return tuple(
        Paper(
            slot=slot,
            label=label,
            file=files.get(slot),
            hash=known.get(str(number), "")[2:],
            required=bool(asked >> number & 1),
        )
        for number, (slot, label) in enumerate(_slots(campaign).items())
    )


def _slots(campaign: Mapping[str, Any]) -> Mapping[str, str]:
    """The words of its documents: an approved sukuk has its terms, which says it without asking further."""
    if campaign.get("state") in (None, Stored.PROPOSED):
        return rulebook.slots(campaign.get("address"))
    return SLOTS_OF_SUKUK if campaign.get("sukuk") else SLOTS


def _offer(saved: Any) -> Offer | None:
    if not saved:
        return None
    return Offer(**{**saved, "allocation": Allocation(saved["allocation"])})


def _read(content: Content, *, matches: bool, papers: tuple[Paper, ...] = ()) -> Disclosure:
    words: Mapping[str, str] = _words(content.fields)
    return Disclosure(**words, papers=papers, record=content.heading.id, matches=matches)


def _words(fields: Fields) -> dict[str, str]:
    return {name: str(fields.get(name) or "") for name in WORDS}
