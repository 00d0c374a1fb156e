"""Share classes, cap tables and what somebody owns.

Share classes are public. A cap table is seen by whoever sees its issuer, and by the class's trustee; a
certificate by whoever sees its owner or its cap table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from apps.ledger.readmodel import Where
from apps.participants import queries as participants
from apps.securities import rules
from apps.securities.types import (
    CERTIFICATES,
    CLASSES,
    HOLDINGS,
    CapLine,
    CapTable,
    Certificate,
    Conversion,
    Holding,
    Keeping,
    ShareClass,
)
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

PAGE = 50


# -- classes --------------------------------------------------------------------------------------------


def share_class(face: str) -> ShareClass:
    """A share class by its face. Public. Raises NotFound."""
    return share_classes([face])[face]


def share_classes(faces: Sequence[str]) -> dict[str, ShareClass]:
    """Several share classes by face, in one round trip. Public. Raises NotFound when one is missing."""
    different = list(dict.fromkeys(faces))
    found = CLASSES.many(different)
    names = participants.names_of([each["issuer"] for each in found if each])
    classes = {}
    for face, document in zip(different, found, strict=True):
        if document is None:
            raise NotFound
        classes[face] = read_class(document, names)
    return classes


def classes(viewer: Viewer, *, issuer: Address | None = None, limit: int = PAGE) -> list[ShareClass]:
    """The classes whose cap table the viewer sees, the newest first; of one issuer, where one is named.

    Raises SignInNeeded, NotAllowed for investors.
    """
    if viewer.door is None:
        raise SignInNeeded
    where: Where = {"issuer": issuer} if issuer else _of(viewer)
    every = CLASSES.walk(order="created_at", where=where, descending=True)
    rows = list(islice((each for each in every if sees_class(viewer, each)), limit))
    names = participants.names_of([each["issuer"] for each in rows])
    return [read_class(each, names) for each in rows]


def sees_holders(viewer: Viewer, face: Address) -> bool:
    """Whether the viewer sees who holds a class."""
    document = CLASSES.get(face)
    return document is not None and sees_class(viewer, document)


def cap_table(viewer: Viewer, face: Address, *, after: str | None = None, limit: int = PAGE) -> CapTable:
    """Who holds a class, the largest holder first. Raises NotFound for who may not see it."""
    shown = seen_class(viewer, face)
    page = HOLDINGS.page(order="units", where={"face": face}, after=after, limit=limit, descending=True)
    return CapTable(shown, tuple(_lines(page.rows, shown.units)), page.next)


def every_line(viewer: Viewer, face: Address) -> Iterator[CapLine]:
    """The whole cap table, for an export. Raises NotFound before the first line."""
    shown = seen_class(viewer, face)
    rows = HOLDINGS.walk(order="units", where={"face": face}, descending=True)

    def lines() -> Iterator[CapLine]:
        for each in rows:
            yield from _lines([each], shown.units)

    return lines()


# -- what somebody owns ---------------------------------------------------------------------------------


def portfolio(viewer: Viewer) -> list[Holding]:
    """What the viewer's own door holds, the largest first. Raises SignInNeeded."""
    if viewer.account is None:
        raise SignInNeeded
    return _holdings(viewer.door) if viewer.door else []


def own_certificates(viewer: Viewer, face: Address) -> list[Certificate]:
    """The certificates of one class that the viewer's own door has."""
    document = CLASSES.get(face)
    if viewer.door is None or document is None:
        return []
    rows = CERTIFICATES.walk(where={"owner": viewer.door})
    return [read_certificate(each, document["epoch"]) for each in rows if each["face"] == face]


def holdings_of(viewer: Viewer, door: Address) -> list[Holding]:
    """What a participant holds. Raises NotFound where the viewer does not see it."""
    participants.participant(viewer, door)
    return _holdings(door)


# -- parts ----------------------------------------------------------------------------------------------


def _holdings(door: Address) -> list[Holding]:
    lines = list(HOLDINGS.walk(order="units", where={"holder": door}, descending=True))
    faces = [str(each["face"]) for each in lines]
    of_class, documents = share_classes(faces), CLASSES.many(faces)
    epochs = {each["face"]: each["epoch"] for each in documents if each}
    owned: dict[str, list[Mapping[str, Any]]] = {}
    for each in CERTIFICATES.walk(where={"owner": door}):
        owned.setdefault(each["face"], []).append(each)
    return [
        _holding(of_class[face], each["units"], owned.get(face, []), epochs[face])
        for face, each in zip(faces, lines, strict=True)
    ]


def _of(viewer: Viewer) -> Where:
    if viewer.role is Role.INVESTOR or viewer.role is Role.NONE:
        raise NotAllowed
    if viewer.role is Role.ISSUER:
        return {"issuer": str(viewer.door)}
    return {"trustee": str(viewer.door)} if viewer.role is Role.TRUSTEE else {}


def sees_class(viewer: Viewer, document: Mapping[str, Any]) -> bool:
    """Whether the viewer sees who holds a class: whoever sees its issuer, and its trustee."""
    if viewer.door is None or viewer.role is Role.INVESTOR:
        return False
    return viewer.door == document["trustee"] or participants.sees(viewer, Address(document["issuer"]))


def seen_class(viewer: Viewer, face: Address) -> ShareClass:
    """A class whose holders the viewer sees. Raises NotFound."""
    document = CLASSES.get(face)
    if document is None or not sees_class(viewer, document):
        raise NotFound
    return read_class(document, participants.names_of([document["issuer"]]))


def read_class(document: Mapping[str, Any], names: Mapping[str, str]) -> ShareClass:
    """A class's document as its value; `names` has its issuer's."""
    asked, conversion = document["next_trustee"], document["conversion"]
    return ShareClass(
        face=Address(document["face"]),
        name=document["name"],
        symbol=document["symbol"],
        issuer=Address(document["issuer"]),
        issuer_name=names[document["issuer"]],
        trustee=Address(document["trustee"]),
        units=document["units"],
        holders=document["holders"],
        created_at=document["created_at"],
        next_trustee=Keeping(Address(asked["trustee"]), asked["earliest"]) if asked else None,
        conversion=_conversion(conversion) if conversion else None,
        record_at=document["record_at"],
    )


def _conversion(document: Mapping[str, Any]) -> Conversion:
    numerator, denominator = document["ratio"]
    return Conversion(
        numerator=numerator,
        denominator=denominator,
        earliest=document["earliest"],
        begun=document["state"] == "begun",
        total=document["total"],
        left=document["left"],
    )


def _lines(rows: Sequence[Mapping[str, Any]], supply: int) -> Iterator[CapLine]:
    names = participants.names_of([each["holder"] for each in rows])
    for each in rows:
        holder = Address(each["holder"])
        share = rules.share_down(each["units"], supply)
        yield CapLine(holder, names[holder], each["units"], share, each["certificates"])


def _holding(of_class: ShareClass, units: int, rows: Sequence[Mapping[str, Any]], epoch: int) -> Holding:
    offered = sum(each["held_units"] for each in rows)
    return Holding(
        of_class, units, offered, rules.cost_of(rows), tuple(read_certificate(each, epoch) for each in rows)
    )


def read_certificate(document: Mapping[str, Any], epoch: int) -> Certificate:
    """A certificate's document as its value; `epoch` is its class's."""
    held_by, money = document["held_by"], document["money"]
    return Certificate(
        face=Address(document["face"]),
        number=document["number"],
        owner=Address(document["owner"]),
        units=document["units"],
        acquired_at=document["acquired_at"],
        locked_until=document["locked_until"],
        parent=document["parent"],
        held_by=Address(held_by) if held_by else None,
        held_units=document["held_units"],
        cost=document["cost"],
        money=Address(money) if money else None,
        order=document["order"],
        unconverted=document["epoch"] != epoch,
    )
