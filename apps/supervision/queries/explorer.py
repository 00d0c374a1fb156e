"""One search for everything that the record has: by name, number, address or hash, among what is the viewer's
to oversee.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from apps.campaigns import queries as campaigns
from apps.campaigns.types import CAMPAIGNS
from apps.kyc import queries as kyc
from apps.ledger import queries as ledger
from apps.ledger.errors import NoSuchAct
from apps.participants import queries as participants
from apps.participants.types import Participant
from apps.records import queries as records
from apps.securities.types import CERTIFICATES, CLASSES, certificate_key
from apps.supervision.queries.sight import oversees
from apps.supervision.types.explored import Hit, What
from apps.treasury import queries as treasury
from apps.vocabulary.errors import CastorError, NotAllowed, NotFound, SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import NotAnAddress, read_address

MOST_CLIENTS = 50
MOST_CAMPAIGNS = 10
MOST_CLASSES = 1_000
_HASH = re.compile(r"0x[0-9a-fA-F]{64}\Z")
_NUMBERED = re.compile(r"(?:(?P<symbol>\S+)\s+)?#?(?P<number>\d{1,9})\Z")
_ORGANISATIONS = (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)


def search(viewer: Viewer, text: str) -> list[Hit]:
    """What is found, in the order of its kinds; what the viewer may not see is not found. Words are compared
    as they stand in the viewer's own records, so a text may be personal: it belongs in no address or log.

    Raises SignInNeeded; NotAllowed for clients.
    """
    if viewer.account is None:
        raise SignInNeeded
    if not viewer.is_staff:
        raise NotAllowed
    text = text.strip()
    found: dict[tuple[What, str], Hit] = {}
    for hit in _all(viewer, text) if text else ():
        found.setdefault((hit.what, hit.key), hit)
    return list(found.values())


def _all(viewer: Viewer, text: str) -> Iterator[Hit]:
    if _HASH.match(text):
        yield from _hashed(viewer, text.lower())
        return
    try:
        yield from _addressed(viewer, read_address(text))
        return
    except NotAnAddress:
        pass
    yield from _identified(viewer, text)
    yield from _organisations(viewer, text)
    yield from _clients(viewer, text)
    yield from _by_reference(viewer, text)
    yield from _campaigns(viewer, text)
    yield from _classes(viewer, text)
    yield from _certificates(viewer, text)


def what_is(address: str) -> What:
    """What the explorer opens for an address."""
    if participants.role_of(Address(address)) is not Role.NONE:
        return What.PARTICIPANT
    if CAMPAIGNS.get(address) is not None:
        return What.CAMPAIGN
    return What.SHARE_CLASS if CLASSES.get(address) is not None else What.CONTRACT


# -- by hash, address, number ---------------------------------------------------------------------------


def _hashed(viewer: Viewer, text: str) -> Iterator[Hit]:
    """A transaction, or a record by its root or by its name on the chain."""
    word = bytes.fromhex(text[2:])
    rows = records.visible(viewer).filter(Q(root=word) | Q(history__root=word) | Q(anchor_id=word))
    for row in rows.distinct()[:MOST_CLIENTS]:
        yield Hit(What.RECORD, str(row.pk), gettext("Record"), row.kind)
    acts = [each for each in ledger.acts_in(text) if oversees(viewer, [each.door])]
    try:
        there = ledger.carried(text) is not None
    except CastorError:
        there = False
    if acts or (there and viewer.role is Role.REGULATOR):
        yield Hit(What.TRANSACTION, text, f"{text[:10]}…{text[-6:]}")
    for act in acts:
        yield Hit(What.ACT, str(act.id), act.name, act.state)


def _addressed(viewer: Viewer, address: Address) -> Iterator[Hit]:
    with suppress(NotFound):
        yield _participant(viewer, participants.participant(viewer, address))
    campaign = CAMPAIGNS.get(address)
    if campaign is not None and oversees(viewer, [campaign["issuer"], campaign["trustee"]]):
        titles = campaigns.titles(viewer, [address])
        yield Hit(What.CAMPAIGN, address, titles.get(address, address), campaign["state"])
    share_class = CLASSES.get(address)
    if share_class is not None and oversees(viewer, [share_class["issuer"], share_class["trustee"]]):
        yield Hit(What.SHARE_CLASS, address, share_class["name"], share_class["symbol"])
    contract = ledger.contract(address)
    known = campaign or share_class or participants.role_of(address) is not Role.NONE
    if contract is not None and viewer.role is Role.REGULATOR and not known:
        yield Hit(What.CONTRACT, address, contract["name"])


def _identified(viewer: Viewer, text: str) -> Iterator[Hit]:
    try:
        id = UUID(text)
    except ValueError:
        return
    try:
        act = ledger.act(id)
        if oversees(viewer, [act.door]):
            yield Hit(What.ACT, str(id), act.name, act.state)
    except NoSuchAct:
        pass
    for row in records.visible(viewer).filter(pk=id):
        yield Hit(What.RECORD, str(id), gettext("Record"), row.kind)


# -- by name --------------------------------------------------------------------------------------------


def _organisations(viewer: Viewer, text: str) -> Iterator[Hit]:
    wanted = text.casefold()
    for role in _ORGANISATIONS:
        for each in participants.organisations(role):
            if wanted in each.name.casefold() and oversees(viewer, [each.door]):
                yield _participant(viewer, each)


def _clients(viewer: Viewer, text: str) -> Iterator[Hit]:
    try:
        rows = kyc.search(viewer, text).select_related("record")[:MOST_CLIENTS]
        doors = list(dict.fromkeys(each.record.owner for each in rows if each.record.owner))
    except Unavailable:
        return  # no record has been kept here yet, or its search key is elsewhere: the rest is still found
    for door in doors:
        try:
            yield _participant(viewer, participants.participant(viewer, Address(door)))
        except NotFound:
            continue


def _by_reference(viewer: Viewer, text: str) -> Iterator[Hit]:
    try:
        found = participants.participant(viewer, treasury.door_of_reference(text))
    except CastorError:
        return
    yield _participant(viewer, found, note=gettext("by deposit reference"))


def _campaigns(viewer: Viewer, text: str) -> Iterator[Hit]:
    try:
        rows = campaigns.campaigns(text=text, limit=MOST_CAMPAIGNS).rows
    except Unavailable:
        return
    for each in rows:
        yield Hit(What.CAMPAIGN, each.address, each.title, each.issuer_name)


def _classes(viewer: Viewer, text: str) -> Iterator[Hit]:
    wanted = text.casefold()
    for each in CLASSES.page(limit=MOST_CLASSES).rows:
        named = wanted == each["symbol"].casefold() or wanted in each["name"].casefold()
        if named and oversees(viewer, [each["issuer"], each["trustee"]]):
            yield Hit(What.SHARE_CLASS, each["face"], each["name"], each["symbol"])


def _certificates(viewer: Viewer, text: str) -> Iterator[Hit]:
    """`12`, `#12` or `KOPI 12`: a certificate's number, of one class or of any."""
    asked = _NUMBERED.match(text)
    if asked is None:
        return
    symbol, number = (asked["symbol"] or "").casefold(), int(asked["number"])
    classes = CLASSES.page(limit=MOST_CLASSES).rows
    classes = [each for each in classes if not symbol or each["symbol"].casefold() == symbol]
    keys = [certificate_key(each["face"], number) for each in classes]
    for of, found in zip(classes, CERTIFICATES.many(keys), strict=True):
        if found and oversees(viewer, [of["issuer"], of["trustee"], found["owner"]]):
            key = certificate_key(of["face"], number)
            yield Hit(What.CERTIFICATE, key, f"{of['symbol']} {number}", of["name"])


def _participant(viewer: Viewer, found: Participant, note: str = "") -> Hit:
    name = found.name or kyc.names_of_clients(viewer, [found.door]).get(found.door, found.door)
    return Hit(What.PARTICIPANT, found.door, name, note or found.role.word)
