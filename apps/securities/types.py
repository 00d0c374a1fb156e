"""What the read model keeps of equity: share classes, certificates, holdings, and how units moved."""

from __future__ import annotations

from apps.ledger.readmodel import Collection

CLASSES = Collection("share_class", orders=("created_at",), facets=("issuer", "trustee"))
"""By face: face, name, symbol, issuer, trustee, units (the supply), holders, created_at."""

CERTIFICATES = Collection("certificate", orders=("number",), facets=("face", "owner", "held_by"))
"""By `face:number`: face, number, owner, units, acquired_at, locked_until, parent (0: minted), held_by,
held_units.
"""

HOLDINGS = Collection("holding", orders=("units",), facets=("face", "holder"))
"""By `face:holder`: face, holder, units, certificates. The cap table: a line for each holder with
units.
"""

UNIT_MOVES = Collection("unit_move", orders=("at",), facets=("face",), tags=("numbers", "parties"))
"""By place: face, numbers (from and into which certificate), parties (from, to), units, what, at,
block, transaction.
"""


def certificate_key(face: str, number: int) -> str:
    """The key of one certificate."""
    return f"{face}:{number}"


def holding_key(face: str, holder: str) -> str:
    """The key of one holder's line in the cap table."""
    return f"{face}:{holder}"
