"""What the desk can do next about withdrawals that wait: order their payment, or burn what is paid."""

from __future__ import annotations

from apps.ledger import queries as ledger
from apps.participants import queries as participants
from apps.records import queries as records
from apps.treasury.queries.money import token_of
from apps.treasury.queries.reserves import payments_of
from apps.treasury.types import PAYOUT_ACCOUNT, WITHDRAWALS, PayoutState
from apps.vocabulary.types import Viewer


def payable(viewer: Viewer) -> list[int]:
    """The withdrawals (ids) whose payment a trustee can order, the longest waiting first: in no batch, not
    proposed to be ended, to a client whom the desk sees and who named an account.
    """
    waiting = _waiting(viewer)
    ordered = {number for number, _ in payments_of(viewer, list(waiting))}
    seen = participants.seen(viewer, list(waiting.values()))
    named = records.visible(viewer).filter(kind=PAYOUT_ACCOUNT.name, owner__in=seen)
    payees = set(named.values_list("owner", flat=True))
    return [id for id, door in waiting.items() if id not in ordered and door in payees]


def burnable(viewer: Viewer) -> list[int]:
    """The withdrawals (ids, ascending) that a statement shows paid and nobody has proposed to end."""
    paid = {id for id, state in payments_of(viewer, list(_waiting(viewer))) if state == PayoutState.PAID}
    return sorted(paid)


def _waiting(viewer: Viewer) -> dict[int, str]:
    """Those that wait and have no act under way, the oldest first, each with its door."""
    where = {"token": token_of(viewer), "state": "waiting"}
    found = {each["id"]: each["door"] for each in WITHDRAWALS.walk(order="requested_at", where=where)}
    proposed = ledger.under_way([f"withdrawal:{id}" for id in found])
    return {id: door for id, door in found.items() if f"withdrawal:{id}" not in proposed}
