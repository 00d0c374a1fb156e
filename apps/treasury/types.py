"""What the read model keeps of money: supplies, balances, deposits, withdrawals. Amounts in sen."""

from __future__ import annotations

from apps.ledger.readmodel import Collection

SUPPLIES = Collection("supply", facets=("trustee",))
"""By token: token, trustee, name, symbol, supply, minted, burned; `withdrawing` is requested and not
yet burned.
"""

BALANCES = Collection("balance", orders=("balance",), facets=("token", "holder"))
"""By `token:holder`: token, holder (a door, an instance, or the kernel for what is being withdrawn),
balance.
"""

DEPOSITS = Collection("deposit", orders=("at",), facets=("token", "to"))
"""By `token:reference`: token, reference, to, amount, credited_at (the bank's time), at (chain time),
transaction.
"""

WITHDRAWALS = Collection("withdrawal", orders=("requested_at",), facets=("token", "door", "state"))
"""By number: id, door, token, amount, state (waiting, burned, returned), requested_at, ended_at,
reference, reason.
"""

MOVEMENTS = Collection("movement", orders=("at",), facets=("token", "door", "what"))
"""By `door:place`: door, token, amount (signed), balance after it, what, other (who or what stands
against it), at, block, transaction. A door's statement, line by line.
"""


def balance_key(token: str, holder: str) -> str:
    """The key of one holder's balance."""
    return f"{token}:{holder}"
