"""What a market is born with: the contracts behind each role, face, module and template, and their names
on-chain.
"""

from __future__ import annotations

from dataclasses import dataclass

from apps.vocabulary.types import Role

OFFICE = "MarketOffice"
"""The kernel's other half: code that runs in the MarketMaster's own storage."""
DOORS = ("Regulator", "Trustee", "Operator", "Issuer", "Investor")
"""The door templates, in the order of `Role`."""
FACES = ("MoneyToken", "EquityToken")
"""The face templates, in the order of `Kind`."""


@dataclass(frozen=True, slots=True)
class Born:
    """A module or template: its name on-chain, its contract, and the role that activates what replaces it."""

    name: str
    contract: str
    template: bool
    activator: Role


MODULES = (
    Born("money", "MoneyFactory", template=False, activator=Role.TRUSTEE),
    Born("equity", "EquityFactory", template=False, activator=Role.TRUSTEE),
    Born("rulebook", "Rulebook", template=False, activator=Role.REGULATOR),
    Born("records", "Records", template=False, activator=Role.REGULATOR),
    Born("campaign", "Campaign", template=True, activator=Role.OPERATOR),
    Born("book", "Book", template=True, activator=Role.OPERATOR),
    Born("dividend", "Dividend", template=True, activator=Role.OPERATOR),
    Born("ballot", "Ballot", template=True, activator=Role.OPERATOR),
)

CONTRACT_OF = {each.name: each.contract for each in MODULES}
"""The contract (its file in contracts/abi) whose events a module's code or a template's instances speak."""
VERIFIERS = ("P256Verifier", "PasskeyVerifier")
"""The ERC-7913 verifiers that doors take signers of."""
