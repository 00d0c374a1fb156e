"""Which contracts are the market's, and which acts they know: what the ledger itself projects."""

from __future__ import annotations

from apps.ledger.readmodel import Collection, Document
from apps.vocabulary.errors import Unavailable
from apps.vocabulary.types import Address

CONTRACTS = Collection("contract")
"""The market's contracts by address: address, name (as in contracts/abi), code (whose act types it answers),
block (since when). Only their events are read.
"""

MODULES = Collection("module", facets=("template",))
"""Modules and instance templates in force, by their name on-chain: name, contract (as in contracts/abi),
code,
template (or module), block.
"""

TEMPLATES = Collection("template")
"""What doors and faces are clones of, and the verifiers of their signers, by contract: contract, code."""

ACT_TYPES = Collection("act_type", facets=("code", "name"))
"""Registered acts by `code:selector`: code, selector, hash, definition (the EIP-712 struct type), name,
gas_floor, signers.
"""


def module(name: str) -> Address | None:
    """The code in force under a name on-chain (`rulebook`, `campaign`): where acts for it are addressed.

    None where the market has none of that name, or has not been indexed yet.
    """
    found = MODULES.get(name)
    return Address(found["code"]) if found is not None else None


def in_force(name: str) -> Address:
    """The same, for who addresses an act to it. Raises Unavailable where there is none yet."""
    found = module(name)
    if found is None:
        raise Unavailable
    return found


def verifier(name: str) -> Address | None:
    """The ERC-7913 verifier of that name that the market was born with (`PasskeyVerifier`); None before it is
    indexed.
    """
    found = TEMPLATES.get(name)
    return Address(found["code"]) if found is not None else None


def act_type(address: str, name: str) -> Document | None:
    """The registered act of that name that a contract, or a code in force, takes; None for none."""
    known = CONTRACTS.get(address)
    code = known["code"] if known is not None else address
    found = ACT_TYPES.page(where={"code": code, "name": name}, limit=1).rows
    return found[0] if found else None


def contract(address: str) -> Document | None:
    """One of the market's contracts, as `CONTRACTS` holds it; None for any other address."""
    return CONTRACTS.get(address)
