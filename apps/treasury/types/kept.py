"""What the read model keeps of money: supplies, reserves, balances, deposits, withdrawals. Amounts in sen."""

from __future__ import annotations

from apps.ledger.readmodel import Collection

SUPPLIES = Collection("supply", facets=("trustee",))
"""By token: token, trustee, name, symbol, supply, minted, burned; `withdrawing` is requested and neither
burned nor returned yet; `holdings` the running sum of every holder's balance.
"""

RESERVES = Collection("reserve")
"""By trustee: trustee, the balance (sen) that its people posted on the chain last, day (counted from 1970)
at whose end the bank had it, at (chain time).
"""

BALANCES = Collection("balance", facets=("token", "holder"))
"""By `token:holder`: token, holder (a door, an instance, or the kernel for what is being withdrawn),
balance, of which `ordered` is frozen by orders of the regulator (it may be more than the balance).
"""

DEPOSITS = Collection("deposit", orders=("at",), facets=("token", "to"))
"""By `token:reference`: token, reference (0x-hex, see `rules.bank_word`), to, amount, credited_at (the bank's
time), at (chain time), block, transaction.
"""

WITHDRAWALS = Collection(
    "withdrawal", orders=("requested_at", "ended_at", "amount"), facets=("token", "door", "state")
)
"""By number: id, door, token, amount, state (waiting, burned, returned), requested_at, ended_at,
reference, reason.
"""

MOVEMENTS = Collection("movement", orders=("at",), facets=("door", "what"), counted=("what",))
"""By `door:place-direction`: door, token, amount (signed), balance after it, what, other (who or what stands
against it), at, block, transaction. A door's statement, line by line.
"""


def balance_key(token: str, holder: str) -> str:
    """The key of one holder's balance."""
    return f"{token}:{holder}"


REFERENCES = Collection("deposit_reference")
"""By reference (see `rules.reference_of`): reference, door. Of two doors with one, the first keeps it."""
