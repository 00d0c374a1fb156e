"""Who holds what of which class, and how every unit came there.

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
    UNIT_MOVES,
    CapLine,
    CapTable,
    Certificate,
    Holding,
    Provenance,
    ShareClass,
    UnitMove,
    certificate_key,
)
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

PAGE = 50
MOST_HOLDINGS = 200
LONGEST_HISTORY = 100
MOST_ANCESTORS = 20


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
        classes[face] = _class(document, names)
    return classes


def classes(viewer: Viewer, *, issuer: Address | None = None, limit: int = PAGE) -> list[ShareClass]:
    """The classes whose cap table the viewer sees, the newest first; of one issuer, where one is named.

    Raises SignInNeeded, NotAllowed for investors.
    """
    if viewer.door is None:
        raise SignInNeeded
    where: Where = {"issuer": issuer} if issuer else _of(viewer)
    every = CLASSES.walk(order="created_at", where=where, descending=True)
    rows = list(islice((each for each in every if _sees(viewer, each)), limit))
    names = participants.names_of([each["issuer"] for each in rows])
    return [_class(each, names) for each in rows]


def cap_table(viewer: Viewer, face: Address, *, after: str | None = None, limit: int = PAGE) -> CapTable:
    """Who holds a class, the largest holder first. Raises NotFound for who may not see it."""
    shown = _seen(viewer, face)
    page = HOLDINGS.page(order="units", where={"face": face}, after=after, limit=limit, descending=True)
    return CapTable(shown, tuple(_lines(page.rows, shown.units)), page.next)


def every_line(viewer: Viewer, face: Address) -> Iterator[CapLine]:
    """The whole cap table, for an export. Raises NotFound before the first line."""
    shown = _seen(viewer, face)
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
    if viewer.door is None:
        return []
    lines = HOLDINGS.page(
        order="units", where={"holder": viewer.door}, limit=MOST_HOLDINGS, descending=True
    ).rows
    of_class = share_classes([each["face"] for each in lines])
    owned: dict[str, list[Mapping[str, Any]]] = {}
    for each in CERTIFICATES.walk(where={"owner": viewer.door}):
        owned.setdefault(each["face"], []).append(each)
    return [_holding(of_class[each["face"]], each["units"], owned.get(each["face"], [])) for each in lines]


def certificate(viewer: Viewer, face: Address, number: int) -> Provenance:
    """A certificate and where its units came from. Raises NotFound."""
    found = CERTIFICATES.get(certificate_key(face, number))
    document = CLASSES.get(face)
    if found is None or document is None:
        raise NotFound
    owner = Address(found["owner"])
    own = viewer.door is not None and viewer.door == owner
    if not own and not _sees(viewer, document) and not participants.sees(viewer, owner):
        raise NotFound
    names = participants.names_of([document["issuer"], owner])
    return Provenance(
        _certificate(found), _class(document, names), names[owner], tuple(_history(face, found))
    )


# -- parts ----------------------------------------------------------------------------------------------


def _of(viewer: Viewer) -> Where:
    if viewer.role is Role.INVESTOR or viewer.role is Role.NONE:
        raise NotAllowed
    if viewer.role is Role.ISSUER:
        return {"issuer": str(viewer.door)}
    return {"trustee": str(viewer.door)} if viewer.role is Role.TRUSTEE else {}


def _sees(viewer: Viewer, document: Mapping[str, Any]) -> bool:
    if viewer.door is None or viewer.role is Role.INVESTOR:
        return False
    return viewer.door == document["trustee"] or participants.sees(viewer, Address(document["issuer"]))


def _seen(viewer: Viewer, face: Address) -> ShareClass:
    document = CLASSES.get(face)
    if document is None or not _sees(viewer, document):
        raise NotFound
    return _class(document, participants.names_of([document["issuer"]]))


def _class(document: Mapping[str, Any], names: Mapping[str, str]) -> ShareClass:
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
    )


def _lines(rows: Sequence[Mapping[str, Any]], supply: int) -> Iterator[CapLine]:
    names = participants.names_of([each["holder"] for each in rows])
    for each in rows:
        holder = Address(each["holder"])
        share = rules.share_down(each["units"], supply)
        yield CapLine(holder, names[holder], each["units"], share, each["certificates"])


def _holding(of_class: ShareClass, units: int, rows: Sequence[Mapping[str, Any]]) -> Holding:
    offered = sum(each["held_units"] for each in rows)
    return Holding(of_class, units, offered, rules.cost_of(rows), tuple(_certificate(each) for each in rows))


def _certificate(document: Mapping[str, Any]) -> Certificate:
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
    )


def _history(face: str, document: Mapping[str, Any]) -> list[UnitMove]:
    """The moves of a certificate and, until it was split off, of those that it comes from."""
    number, parent, until = document["number"], document["parent"], None
    found = _moves(face, number, parent, until)
    for _ in range(MOST_ANCESTORS):
        if not parent:
            break
        until = found[-1]["at"] if found else None
        number, before = parent, CERTIFICATES.get(certificate_key(face, parent))
        parent = before["parent"] if before else 0
        found += _moves(face, number, parent, until)
    names = participants.names_of([party for each in found for party in each["parties"]])
    return [
        UnitMove(
            what=each["what"],
            parties=tuple(names[party] for party in each["parties"]),
            numbers=tuple(each["numbers"]),
            units=each["units"],
            at=each["at"],
            block=each["block"],
            transaction=each["transaction"],
        )
        for each in found
    ]


def _moves(face: str, number: int, parent: int, until: int | None) -> list[Mapping[str, Any]]:
    """One certificate's moves until a moment, the newest first, without the splits by which other parts of
    it went to others or were given back.
    """
    low = None if until is None else 0
    rows = UNIT_MOVES.page(
        order="at", where={"face": face, "numbers": number}, limit=LONGEST_HISTORY, low=low, high=until
    ).rows
    own: list[Mapping[str, Any]] = [
        each for each in reversed(rows) if set(each["numbers"]) <= {number, parent}
    ]
    return own if until is None else [each for each in own if each["what"] != "given-back"]
