"""What campaigns say of themselves: records of their issuers, found by the root that the chain has.

A record is encrypted like any other; what makes a campaign's disclosure public is that `queries` gives it to
everybody once the operator has approved the campaign. It is read as its issuer's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from apps.campaigns.types import CAMPAIGNS, DISCLOSURE, Disclosure, Draft
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.errors import KeyMissing, RecordBroken, RecordErased
from apps.records.types import Content, Fields
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Viewer

DRAFT, OFFERED = "draft", "offered"
"""A draft can be changed; one that was offered for signing is what a proposal's root stands for."""


def published(issuer: str, root: str) -> Disclosure:
    """What has this root; an empty one, which matches nothing, where it is missing or broken."""
    reader = as_owner(issuer)
    found = records.visible(reader).filter(kind=DISCLOSURE.name, root=bytes.fromhex(root[2:])).first()
    if found is None:
        return Disclosure()
    try:
        return _read(records.own(reader, found.id), matches=True)
    except (RecordBroken, RecordErased, KeyMissing):
        return Disclosure(record=found.id)


def published_by(campaigns: Iterable[Mapping[str, Any]]) -> dict[str, Disclosure]:
    """What several campaigns' documents stand for, by root, in one question for all of them. Left out is what
    is missing or broken.
    """
    wanted = {(each["issuer"], each["disclosure"]) for each in campaigns}
    if not wanted:
        return {}
    owned = [records.visible(as_owner(issuer)) for issuer in sorted({issuer for issuer, _ in wanted})]
    roots = [bytes.fromhex(root[2:]) for _, root in wanted]
    rows = list(reduce(or_, owned).filter(kind=DISCLOSURE.name, root__in=roots))
    found: dict[str, Disclosure] = {}
    for row, content in zip(rows, records.as_owners_read(rows), strict=True):
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
    return Draft(heading.id, _read(content, matches=False), heading.state != DRAFT, heading.version)


def root_of(owner: Address, record: UUID) -> bytes:
    """The root of a draft as it is now. Raises NotFound."""
    return bytes(records.row(as_owner(owner), record).root)


def as_owner(issuer: str) -> Viewer:
    """The issuer as the reader of its own records, whoever asks."""
    return Viewer(role=Role.ISSUER, door=Address(issuer))


def _read(content: Content, *, matches: bool) -> Disclosure:
    words: Mapping[str, str] = _words(content.fields)
    return Disclosure(**words, files=content.files, record=content.heading.id, matches=matches)


def _words(fields: Fields) -> dict[str, str]:
    return {each.name: str(fields.get(each.name) or "") for each in DISCLOSURE.fields}
