"""Pledges, to a campaign and one's own: page by page, all of them, and what was signed for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from apps.campaigns.sight import document_of, oversees, pledge_views
from apps.campaigns.types import COUNTING, PLEDGES, Pledge, PledgeState
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

PAGE = 50
AT_ONCE = 200
SIGNED = ("Pledge", "WithdrawPledge")


@dataclass(frozen=True, slots=True)
class Pledges:
    """Part of a list of pledges; `next` is the `after` of the following page, None at the end."""

    rows: list[Pledge]
    next: str | None


def pledges(viewer: Viewer, address: Address, *, after: str | None = None) -> Pledges:
    """The pledges to a campaign, the latest first: for its issuer and who oversees it.

    Raises NotFound; Malformed for an `after` that no page gave.
    """
    _require_sight(viewer, address)
    page = PLEDGES.page(where={"campaign": address}, after=after, limit=PAGE, descending=True)
    return Pledges(pledge_views(page.rows, rulebook.now()), page.next)


def my_pledges(viewer: Viewer, *, after: str | None = None) -> Pledges:
    """The viewer's own pledges, the latest first. Raises SignInNeeded; Malformed for an `after` that no page
    gave.
    """
    if viewer.account is None:
        raise SignInNeeded
    if viewer.door is None:
        return Pledges([], None)
    page = PLEDGES.page(where={"investor": viewer.door}, after=after, limit=PAGE, descending=True)
    return Pledges(pledge_views(page.rows, rulebook.now()), page.next)


def every_own_pledge(viewer: Viewer, states: Sequence[PledgeState] = ()) -> list[Pledge]:
    """All of them, the latest first; those in these states, where any are named. Raises SignInNeeded."""
    if viewer.account is None:
        raise SignInNeeded
    if viewer.door is None:
        return []
    where: dict[str, Any] = {"investor": viewer.door}
    if states:
        where["state"] = [each.value for each in states]
    return pledge_views(list(PLEDGES.walk(where=where, descending=True)), rulebook.now())


def every_pledge(viewer: Viewer, address: Address) -> Iterator[list[Pledge]]:
    """All of them, the oldest first, some at a time. Raises NotFound."""
    _require_sight(viewer, address)
    return _in_parts(iter(PLEDGES.walk(where={"campaign": address})))


def investors_of(address: Address) -> list[Address]:
    """The doors whose pledge to a campaign stands, waits or was delivered: who is told what concerns it."""
    rows = PLEDGES.walk(where={"campaign": address, "state": [each.value for each in COUNTING]})
    return [Address(each["investor"]) for each in rows]


def receipts(viewer: Viewer, campaigns: Sequence[Address]) -> dict[str, list[ActView]]:
    """What the viewer signed of its pledges to these campaigns, by campaign, the latest first: in all at most
    the last 200.
    """
    if viewer.door is None:
        return {}
    found: dict[str, list[ActView]] = {}
    for each in ledger.acts_of(viewer, viewer.door, names=SIGNED, targets=campaigns, limit=AT_ONCE).rows:
        found.setdefault(each.target, []).append(each)
    return found


def _require_sight(viewer: Viewer, address: Address) -> None:
    found = document_of(viewer, address)
    if viewer.door is None or viewer.role is Role.INVESTOR or not oversees(viewer, found):
        raise NotFound


def _in_parts(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Pledge]]:
    while part := list(islice(rows, AT_ONCE)):
        yield pledge_views(part, rulebook.now())
