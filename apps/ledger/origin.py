"""Where the market's record begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apps.ledger.market import market
from apps.ledger.types import Hash
from apps.vocabulary.types import Address


@dataclass(frozen=True, slots=True)
class Origin:
    """The chain's first hash, the market's own first block, and the contracts that no event announces (the
    master, the relay), by address.
    """

    genesis: Hash
    first_block: int
    contracts: Mapping[Address, str]


def origin() -> Origin:
    """The origin of this installation's market. Raises NoMarket before there is one."""
    found = market()
    contracts = {Address(found.master): "MarketMaster", Address(found.relay): "Relay"}
    return Origin(Hash(found.genesis_hash), found.start_block, contracts)
