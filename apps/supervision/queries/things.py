"""A page for each thing of the record: its facts, its history in sentences, who signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from apps.accounts import queries as accounts
from apps.campaigns import queries as campaigns
from apps.campaigns.types import CAMPAIGNS
from apps.kyc import queries as kyc
from apps.ledger import feeds
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.securities.types import CERTIFICATES, CLASSES, UNIT_MOVES
from apps.supervision.queries.board import told
from apps.supervision.queries.recorded import record
from apps.supervision.queries.spoken import transaction
from apps.supervision.types import Told
from apps.supervision.types.explored import Fact, Look, Signed, Thing, What
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import NotAnAddress, read_address

LONGEST = 200
"""Lines of a history that a page shows; the board has them all."""


def thing(viewer: Viewer, what: What, key: str, *, after: str | None = None) -> Thing:
    """What there is under a key, whoever may look: the caller asks `sight.oversees` about its doors.

    Raises NotFound for nothing, Malformed for an `after` that no page gave, NodeAway (a transaction).
    """
    return _OPENED[what](viewer, key, after)


def _participant(viewer: Viewer, key: str, after: str | None) -> Thing:
    door = _address(key)
    office = Viewer(role=Role.REGULATOR, door=participants.regulator(), account=viewer.account)
    found = participants.participant(office, door)
    page = feeds.feed(door, after=after, limit=LONGEST)
    name = found.name or kyc.names_of_clients(viewer, [door]).get(door, door)
    facts = [
        Fact(gettext("Door"), door, Look.ADDRESS),
        Fact(gettext("Role"), found.role.word.capitalize()),
        Fact(gettext("Standing"), found.standing.name.capitalize()),
        Fact(gettext("Admitted"), found.admitted_at, Look.TIME),
    ]
    if found.parent:
        facts.append(_of(gettext("Under"), What.PARTICIPANT, found.parent))
    if found.trustee:
        facts.append(_of(gettext("In the guard of"), What.PARTICIPANT, found.trustee))
    facts += [Fact(gettext("Signer"), each.key, Look.ADDRESS) for each in participants.signers_of(door)]
    return Thing(
        what=What.PARTICIPANT,
        key=door,
        name=name,
        doors=(door,),
        facts=tuple(facts),
        lines=tuple(told(page.rows, page.keys, viewer)),
        next=page.next,
        page=("participants:participant", (door,)),
    )


def _campaign(viewer: Viewer, key: str, after: str | None) -> Thing:
    address = _address(key)
    found = CAMPAIGNS.get(address)
    if found is None:
        raise NotFound
    titles = campaigns.titles(viewer, [address])
    facts = (
        Fact(gettext("Address"), address, Look.ADDRESS),
        _of(gettext("Issuer"), What.PARTICIPANT, found["issuer"]),
        _of(gettext("Operator"), What.PARTICIPANT, found["operator"]),
        _of(gettext("Trustee"), What.PARTICIPANT, found["trustee"]),
        _class_fact(found["face"]),
        Fact(gettext("State"), found["state"]),
        Fact(gettext("Raised"), found["raised"], Look.RINGGIT),
        Fact(gettext("Units pledged"), found["units_pledged"], Look.UNITS),
        Fact(gettext("Investors"), found["investors"], Look.UNITS),
        Fact(gettext("Opens"), found["opens_at"], Look.TIME),
        Fact(gettext("Closes"), found["closes_at"], Look.TIME),
    )
    lines, following = _lines(viewer, found["issuer"], "campaign", address, after, found["proposed_at"])
    return Thing(
        what=What.CAMPAIGN,
        key=address,
        name=titles.get(address, address),
        doors=(found["issuer"], found["trustee"]),
        facts=facts,
        lines=tuple(lines),
        next=following,
        page=("campaigns:campaign", (address,)),
    )


def _share_class(viewer: Viewer, key: str, after: str | None) -> Thing:
    face = _address(key)
    found = CLASSES.get(face)
    if found is None:
        raise NotFound
    lines, following = _lines(viewer, found["issuer"], "face", face, after, found["created_at"])
    return Thing(
        what=What.SHARE_CLASS,
        key=face,
        name=f"{found['name']} ({found['symbol']})",
        doors=(found["issuer"], found["trustee"]),
        facts=(
            Fact(gettext("Contract"), face, Look.ADDRESS),
            _of(gettext("Issuer"), What.PARTICIPANT, found["issuer"]),
            _of(gettext("Trustee"), What.PARTICIPANT, found["trustee"]),
            Fact(gettext("Units"), found["units"], Look.UNITS),
            Fact(gettext("Holders"), found["holders"], Look.UNITS),
            Fact(gettext("Created"), found["created_at"], Look.TIME),
        ),
        lines=tuple(lines),
        next=following,
        page=("securities:class", (face,)),
    )


def _certificate(viewer: Viewer, key: str, after: str | None) -> Thing:
    face, _, number = key.partition(":")
    found = CERTIFICATES.get(f"{_address(face)}:{number}") if number.isascii() and number.isdigit() else None
    of = CLASSES.get(face)
    if found is None or of is None:
        raise NotFound
    moves = UNIT_MOVES.page(
        order="at",
        where={"face": face, "numbers": found["number"]},
        after=after,
        limit=LONGEST,
        descending=True,
    )
    parties = [door for each in moves.rows for door in each["parties"]]
    names = {**participants.names_of(parties), **kyc.names_of_clients(viewer, parties)}
    facts = [
        _class_fact(face),
        _of(gettext("Holder"), What.PARTICIPANT, found["owner"], names),
        Fact(gettext("Units"), found["units"], Look.UNITS),
        Fact(gettext("Held since"), found["acquired_at"], Look.TIME),
    ]
    if found["locked_until"]:
        facts.append(Fact(gettext("Locked until"), found["locked_until"], Look.TIME))
    if found["parent"]:
        parent = f"{What.CERTIFICATE}/{face}:{found['parent']}|{of['symbol']} {found['parent']}"
        facts.append(Fact(gettext("Split from"), parent, Look.THING))
    if found["held_by"]:
        facts.append(Fact(gettext("Offered through"), found["held_by"], Look.ADDRESS))
    return Thing(
        what=What.CERTIFICATE,
        key=key,
        name=f"{of['symbol']} {number}",
        doors=(of["issuer"], of["trustee"], found["owner"]),
        facts=tuple(facts),
        lines=tuple(_moved(each, place, names) for each, place in zip(moves.rows, moves.keys, strict=True)),
        next=moves.next,
        page=("securities:certificate", (face, number)),
    )


def _act(viewer: Viewer, key: str, after: str | None) -> Thing:
    try:
        found = ledger.act(UUID(key))
    except ValueError as unknown:
        raise NotFound from unknown
    facts = [
        Fact(gettext("State"), found.state),
        Fact(gettext("Acts on"), found.target, Look.ADDRESS),
        Fact(gettext("Asked for"), int(found.created_at.timestamp()), Look.TIME),
    ]
    if found.door:
        facts.insert(0, _of(gettext("Door"), What.PARTICIPANT, found.door))
    if found.transaction:
        facts.append(Fact(gettext("Carried by"), found.transaction, Look.HASH))
    if found.sentence:
        facts.append(Fact(gettext("Refused"), found.sentence))
    facts += [Fact(name, str(value)) for name, value in found.fields.items()]
    return Thing(
        what=What.ACT,
        key=str(found.id),
        name=found.name,
        doors=(found.door,) if found.door else (),
        facts=tuple(facts),
        signed=(signed(viewer, found),),
        page=("portal:act", (str(found.id),)),
    )


def _contract(viewer: Viewer, key: str, after: str | None) -> Thing:
    found = ledger.contract(_address(key))
    if found is None:
        raise NotFound
    return Thing(
        what=What.CONTRACT,
        key=key,
        name=found["name"],
        doors=(),
        facts=(
            Fact(gettext("Address"), key, Look.ADDRESS),
            Fact(gettext("Contract"), found["name"]),
            Fact(gettext("Code"), found["code"], Look.ADDRESS),
            Fact(gettext("Since block"), found["block"], Look.UNITS),
        ),
    )


def _transaction(viewer: Viewer, key: str, after: str | None) -> Thing:
    return transaction(viewer, key, signed)


def _record(viewer: Viewer, key: str, after: str | None) -> Thing:
    return record(viewer, key)


_OPENED: Final[Mapping[What, Callable[[Viewer, str, str | None], Thing]]] = {
    What.PARTICIPANT: _participant,
    What.CAMPAIGN: _campaign,
    What.SHARE_CLASS: _share_class,
    What.CERTIFICATE: _certificate,
    What.TRANSACTION: _transaction,
    What.ACT: _act,
    What.RECORD: _record,
    What.CONTRACT: _contract,
}


def signed(viewer: Viewer, act: ActView) -> Signed:
    """Who signed an act: staff by their names, for the regulator and their own organisation."""
    own = act.door is not None and viewer.door == act.door
    staff = accounts.staff_of(act.door) if act.door and (own or viewer.role is Role.REGULATOR) else []
    names = {str(each.signer).lower(): each.name for each in staff if each.signer}
    return Signed(act, tuple((each, names.get(each.lower(), "")) for each in act.signers))


# -- parts ----------------------------------------------------------------------------------------------


def _address(text: str) -> Address:
    try:
        return read_address(text)
    except NotAnAddress as unknown:
        raise NotFound from unknown


def _of(label: str, what: What, key: str, names: Mapping[str, str] | None = None) -> Fact:
    name = (names or {}).get(key) or participants.name_of(key)
    return Fact(label, f"{what}/{key}|{name}", Look.THING)


def _class_fact(face: str) -> Fact:
    of = CLASSES.get(face)
    name = of["symbol"] if of else face
    return Fact(gettext("Share class"), f"{What.SHARE_CLASS}/{face}|{name}", Look.THING)


def _lines(
    viewer: Viewer, door: str, argument: str, value: str, after: str | None, since: int
) -> tuple[Sequence[Told], str | None]:
    """The lines of a door's feed that are about one of its campaigns or classes."""
    page = feeds.feed(door, after=after, limit=LONGEST, low=since)
    own = [
        (row, key)
        for row, key in zip(page.rows, page.keys, strict=True)
        if value in (row["source"], row["arguments"].get(argument))
    ]
    return told([row for row, _ in own], [key for _, key in own], viewer), page.next


def _moved(move: Mapping[str, object], place: str, names: Mapping[str, str]) -> Told:
    words = {
        "minted": gettext("{units} units were minted to {to}."),
        "moved": gettext("{units} units went from {party} to {to}."),
        "given-back": gettext("{party} gave {units} units back."),
        "merged": gettext("{party} merged {units} units into another certificate."),
        "converted": gettext("The class was converted: {units} units now."),
    }
    parties = move["parties"] if isinstance(move["parties"], list) else []
    text = words.get(str(move["what"]), str(move["what"])).format(
        units=f"{move['units']:,}",
        party=names.get(parties[0], "") if parties else "",
        to=names.get(parties[-1], "") if parties else "",
    )
    return Told(
        place=place,
        at=int(str(move["at"])),
        text=text,
        key=str(move["what"]),
        block=int(str(move["block"])),
        transaction=str(move["transaction"]),
        contract="",
        address=str(move["face"]),
        arguments={},
    )
