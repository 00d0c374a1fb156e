"""Who raises how (R1, R2): issuers with what they have raised, and whether they are microfunds; for the
regulator.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from apps.campaigns import rules
from apps.campaigns.types import CAMPAIGNS, State
from apps.participants import queries as participants
from apps.participants.types import Participant
from apps.rulebook import queries as rulebook
from apps.rulebook.types import Raised
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Role, Viewer

PAGE = 50
_CAME_TO_NOTHING = (State.FAILED, State.REJECTED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Issuers:
    """Part of the list, the newest first: each with its operator's name and what its company has raised;
    `next` is the following page's `after`, None at the end.
    """

    rows: list[tuple[Participant, str, Raised]]
    next: str | None


def issuers(viewer: Viewer, *, after: str | None = None) -> Issuers:
    """Every issuer, as the rulebook counts it. Raises NotAllowed for anybody but the regulator."""
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    page = participants.clients(viewer, role=Role.ISSUER, after=after, limit=PAGE)
    names = participants.names_of([each.parent for each in page.rows if each.parent])
    return Issuers(
        [(each, names.get(each.parent or "", ""), standing_of(each.person)) for each in page.rows],
        page.next,
    )


def standing_of(person: str) -> Raised:
    """R1, R2: what a company (0x-hex tag) has raised up to now, and what is reserved for a campaign
    that is not over, as the contract counts it when it is next asked.
    """
    found = rulebook.raised_by(person)
    last = CAMPAIGNS.get(found.campaign) if found.campaign else None
    state = rules.state_at(last, rulebook.now()) if last else None
    if last and state is State.SETTLED:
        return replace(found, raised=found.raised + last["fee"] + last["proceeds"], reserved=0)
    return replace(found, reserved=0) if state in _CAME_TO_NOTHING else found
