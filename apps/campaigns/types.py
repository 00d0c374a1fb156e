"""What the read model keeps of campaigns and pledges. Amounts in sen, units whole, times in chain seconds."""

from __future__ import annotations

from enum import StrEnum

from apps.ledger.readmodel import Collection

CAMPAIGNS = Collection(
    "campaign",
    orders=("proposed_at", "closes_at", "raised"),
    facets=("state", "issuer", "operator", "face", "trustee"),
)
"""By address: address, issuer, operator, face, money, trustee, price, minimum, maximum (units),
opens_at, closes_at, disclosure, state (a `Stored`), units_pledged, raised, investors, fee_slabs,
moratorium, cooling_off_ends_at, fee, proceeds, given_back, why, reason, and when it was proposed_at,
approved_at, ready_at, closed_at, ended_at.
"""

PLEDGES = Collection("pledge", orders=("last_at",), facets=("campaign", "investor", "state"))
"""By `campaign:investor`: campaign, investor, units, amount, first_at, last_at, state (a
`PledgeState`), certificate.
"""


class Stored(StrEnum):
    """How far a campaign's events have brought it; what time alone brings, `rules.state_at` adds."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    READY = "ready"
    COOLING_OFF = "cooling-off"
    SETTLING = "settling"
    SETTLED = "settled"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class PledgeState(StrEnum):
    """What became of a pledge."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    DELIVERED = "delivered"
    WAITING = "waiting"


def pledge_key(campaign: str, investor: str) -> str:
    """The key of one investor's pledge."""
    return f"{campaign}:{investor}"
