"""The search of staff: an organisation's or client's name, an address, a deposit's reference, a transaction's
hash or an act's number. What the viewer may not see is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from apps.campaigns import queries as campaigns
from apps.campaigns.types import Campaign
from apps.kyc import queries as kyc
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.participants.types import Participant
from apps.portal import clients, looks, queries
from apps.portal.types import Hit
from apps.treasury import queries as treasury
from apps.vocabulary.errors import CastorError, NotAllowed, NotFound, SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import NotAnAddress, read_address

LONGEST: Final = 100
MOST_CAMPAIGNS: Final = 10
_HASH = re.compile(r"0x[0-9a-fA-F]{64}\Z")


def find(viewer: Viewer, text: str) -> list[Hit]:
    """What is found, in the order of its kinds; nothing for an empty text. Raises SignInNeeded;
    NotAllowed for clients.
    """
    if viewer.account is None:
        raise SignInNeeded
    if not viewer.is_staff:
        raise NotAllowed
    if not text:
        return []
    seen: dict[str, Hit] = {}
    for hit in _all(viewer, text):
        seen.setdefault(hit.url, hit)
    return list(seen.values())


def _all(viewer: Viewer, text: str) -> Iterator[Hit]:
    if _HASH.match(text):
        yield from (_act(each) for each in ledger.acts_in(text) if _seen(viewer, each))
        return
    yield from _numbered(viewer, text)
    yield from _organisations(viewer, text)
    yield from _clients(viewer, text)
    yield from _by_reference(viewer, text)
    yield from _campaigns(viewer, text)


def _numbered(viewer: Viewer, text: str) -> Iterator[Hit]:
    try:
        yield _act(queries.act(viewer, UUID(text)))
    except (ValueError, NotFound):
        return


def _organisations(viewer: Viewer, text: str) -> Iterator[Hit]:
    wanted = text.casefold()
    for role in (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR):
        for each in participants.organisations(role):
            if (wanted in each.name.casefold() or wanted == each.door.casefold()) and participants.sees(
                viewer, each.door
            ):
                yield _participant(each, each.name)


def _clients(viewer: Viewer, text: str) -> Iterator[Hit]:
    try:
        found = clients.search(viewer, text)
    except Unavailable:
        return  # no record has been kept here yet, or its search key is elsewhere: the rest is still found
    yield from (_client(row) for row in found)


def _by_reference(viewer: Viewer, text: str) -> Iterator[Hit]:
    try:
        found = participants.participant(viewer, treasury.door_of_reference(text))
    except CastorError:
        return
    name = kyc.names_of_clients(viewer, [found.door]).get(found.door, found.name)
    yield _client(clients.Row(found, name), note=gettext("by deposit reference"))


def _campaigns(viewer: Viewer, text: str) -> Iterator[Hit]:
    try:
        found = [campaigns.campaign(viewer, read_address(text))]
    except NotAnAddress:
        found = _by_title(text)
    except NotFound:
        return
    for each in found:
        url = queries.address_of("campaigns:campaign", each.address)
        state = looks.state(each.state.value).word
        yield Hit(gettext("Campaign"), each.title, url, "rocket", f"{each.issuer_name} · {state}")


def _by_title(text: str) -> list[Campaign]:
    try:
        return campaigns.campaigns(text=text, limit=MOST_CAMPAIGNS).rows
    except Unavailable:
        return []


def _client(row: clients.Row, note: str = "") -> Hit:
    found = row.client
    what = gettext(looks.ROLE_NAMES[found.role])
    url = queries.address_of("participants:participant", found.door)
    return Hit(
        what, row.name or found.door, url, "user-circle", note or looks.state(found.standing.name).word
    )


def _participant(found: Participant, name: str) -> Hit:
    url = queries.address_of("participants:participant", found.door)
    what, state = gettext(looks.ROLE_NAMES[found.role]), looks.state(found.standing.name).word
    return Hit(what, name, url, "building-skyscraper", state)


def _act(found: ActView) -> Hit:
    url = reverse("portal:act", args=[found.id])
    return Hit(gettext("Act"), found.name, url, "writing-sign", looks.state(found.state.value).word)


def _seen(viewer: Viewer, found: ActView) -> bool:
    return found.door is not None and (
        found.door == viewer.door or participants.sees(viewer, Address(found.door))
    )
