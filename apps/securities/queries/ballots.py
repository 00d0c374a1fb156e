"""Votes: for who held the class at the record date, and who sees its holders.

Who chose what, the chain shows to anybody; the portal shows a holder its own choice and everybody the sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from apps.participants import queries as participants
from apps.records import queries as records
from apps.securities.queries.entitled import units_at
from apps.securities.queries.holdings import sees_class, share_classes
from apps.securities.types import CLASSES, ShareClass
from apps.securities.types.actions import (
    BALLOTS,
    RESOLUTION,
    VOTES,
    Ballot,
    BallotState,
    Choice,
    Resolution,
    of_holder,
)
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Viewer


def ballot(viewer: Viewer, address: Address) -> Ballot:
    """A vote with its text, for its holders and who sees them. Raises NotFound."""
    found = BALLOTS.get(address)
    if found is None:
        raise NotFound
    shown = _own(viewer, _read([found])[0])
    document = CLASSES.get(found["face"]) or {}
    if not shown.own_units and not sees_class(viewer, document):
        raise NotFound
    return shown


def ballots_of(viewer: Viewer, faces: Sequence[str]) -> list[Ballot]:
    """The votes of these classes that the viewer takes part in or oversees, the latest record date first."""
    if not faces:
        return []
    rows = list(BALLOTS.walk(where={"face": list(faces)}, descending=True))
    overseen = {
        each["face"]: sees_class(viewer, each) for each in CLASSES.many([row["face"] for row in rows]) if each
    }
    shown = [_own(viewer, each) for each in _read(rows)]
    return [each for each in shown if each.own_units or overseen[each.face]]


def voted_in(door: Address) -> list[Address]:
    """The classes in whose votes a door ever took part."""
    found = BALLOTS.many([each["ballot"] for each in VOTES.walk(where={"holder": door})])
    return list(dict.fromkeys(Address(each["face"]) for each in found if each))


def step_of_ballot(address: Address) -> str | None:
    """What anybody can push of a vote now: open or close it; None for nothing."""
    found = BALLOTS.get(address)
    if found is None:
        raise NotFound
    now = participants.chain_time()
    if found["state"] not in (BallotState.ANNOUNCED, BallotState.OPEN):
        return None
    if now >= found["closes_at"]:
        return "close"
    share_class = CLASSES.get(found["face"]) or {}
    opens = found["state"] == BallotState.ANNOUNCED and now > found["record_at"]
    return "open" if opens and share_class["epoch"] == found["epoch"] else None


def due_ballots() -> Iterator[tuple[Address, str]]:
    """Every vote that anybody can open or close now."""
    for each in BALLOTS.walk(where={"state": [BallotState.ANNOUNCED, BallotState.OPEN]}):
        step = step_of_ballot(Address(each["address"]))
        if step is not None:
            yield Address(each["address"]), step


# -- parts


def _read(rows: Sequence[Mapping[str, Any]]) -> list[Ballot]:
    classes = share_classes([each["face"] for each in rows])
    return [_ballot(each, classes[each["face"]]) for each in rows]


def _ballot(found: Mapping[str, Any], of: ShareClass) -> Ballot:
    said = _said(found["issuer"], found["question"])
    return Ballot(
        address=Address(found["address"]),
        face=of.face,
        class_name=of.name,
        symbol=of.symbol,
        issuer=of.issuer,
        issuer_name=of.issuer_name,
        question=found["question"],
        title=said.get("title", ""),
        text=said.get("text", ""),
        resolution=Resolution(found["resolution"]),
        quorum=found["quorum"],
        record_at=found["record_at"],
        closes_at=found["closes_at"],
        state=BallotState(found["state"]),
        posed_at=found["posed_at"],
        units=found["units"] or of.units,
        in_favour=found["in_favour"],
        against=found["against"],
        abstained=found["abstained"],
        voters=found["voters"],
        quorate=found["quorate"],
        passed=found["passed"],
        closed_at=found["closed_at"],
        why=found["why"],
    )


def _said(issuer: str, root: str) -> dict[str, str]:
    """The text that a root stands for, as its issuer wrote it; none where it is missing or broken."""
    owner = Viewer(role=Role.ISSUER, door=Address(issuer))
    kept = records.visible(owner).filter(kind=RESOLUTION.name, root=bytes.fromhex(root[2:]))[:1]
    (content,) = records.as_owners_read(kept) or [None]
    return {name: str(value) for name, value in content.fields.items()} if content else {}


def _own(viewer: Viewer, found: Ballot) -> Ballot:
    if viewer.door is None or viewer.door == found.issuer:
        return found
    vote = VOTES.get(of_holder(found.address, viewer.door))
    if vote is not None:
        return replace(found, own_units=vote["units"], own_choice=Choice(vote["choice"]))
    return replace(found, own_units=units_at(found.face, viewer.door, found.record_at))
