"""A certificate, and where its units come from: from their issue to today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.ledger import readmodel
from apps.participants import queries as participants
from apps.securities.queries.holdings import read_certificate, read_class, sees_class
from apps.securities.types import (
    CERTIFICATES,
    CLASSES,
    UNIT_MOVES,
    Proof,
    Provenance,
    UnitMove,
    certificate_key,
)
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Viewer

LONGEST_HISTORY = 100
MOST_ANCESTORS = 40


def certificate(viewer: Viewer, face: Address, number: int) -> Provenance:
    """A certificate and where its units came from. Raises NotFound."""
    found, document = _documents(face, number)
    owner = Address(found["owner"])
    own = viewer.door is not None and viewer.door == owner
    if not own and not sees_class(viewer, document) and not participants.sees(viewer, owner):
        raise NotFound
    names = participants.names_of([document["issuer"], owner])
    return Provenance(
        read_certificate(found, document["epoch"]),
        read_class(document, names),
        names[owner],
        tuple(_history(face, number)),
    )


def proof(face: Address, number: int) -> Proof:
    """What anybody may know of a certificate that is in force. Raises NotFound."""
    found, document = _documents(face, number)
    last = UNIT_MOVES.page(
        order="at", where={"face": face, "numbers": number}, limit=1, descending=True
    ).rows[0]
    head = readmodel.head()
    return Proof(
        read_certificate(found, document["epoch"]),
        read_class(document, participants.names_of([document["issuer"]])),
        block=last["block"],
        transaction=last["transaction"],
        head=head.number if head else 0,
    )


def _documents(face: Address, number: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    found, document = CERTIFICATES.get(certificate_key(face, number)), CLASSES.get(face)
    if found is None or document is None:
        raise NotFound
    return found, document


def _history(face: str, number: int) -> list[UnitMove]:
    """The moves of a certificate, of those that it was split from until it was, and of those that were merged
    into it; the newest first.
    """
    found: dict[str, Mapping[str, Any]] = {}
    waiting: list[tuple[int, str | None]] = [(number, None)]
    followed: set[int] = set()
    while waiting and len(followed) < MOST_ANCESTORS:
        of, until = waiting.pop(0)
        if of in followed:
            continue
        followed.add(of)
        for place, move in _moves(face, of, until):
            found[place] = move
            waiting += [(each, place) for each in move["numbers"] if each != of]
    moves = [found[place] for place in sorted(found, reverse=True)]
    names = participants.names_of([party for each in moves for party in each["parties"]])
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
        for each in moves
    ]


def _moves(face: str, number: int, until: str | None) -> list[tuple[str, Mapping[str, Any]]]:
    """One certificate's moves before a place (None: all), the newest first, without the splits by which other
    parts of it went to others or were given back. Places sort as events do.
    """
    page = UNIT_MOVES.page(
        order="at", where={"face": face, "numbers": number}, limit=LONGEST_HISTORY, descending=True
    )
    return [
        (place, each)
        for place, each in zip(page.keys, page.rows, strict=True)
        if (until is None or place < until) and _brought(each, number, ancestor=until is not None)
    ]


def _brought(move: Mapping[str, Any], number: int, *, ancestor: bool) -> bool:
    """Whether the move is of these units: what was split off bears a higher number than its rest."""
    if move["what"] == "merged":
        return bool(move["numbers"][-1] == number)
    if move["what"] == "given-back":
        return not ancestor
    return bool(number == max(move["numbers"]))
