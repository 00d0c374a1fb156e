"""The one market of this installation, and whether the node still runs its chain."""

from __future__ import annotations

from apps.ledger.errors import ForeignChain, NoMarket
from apps.ledger.models import Market
from apps.ledger.types import Hash


def market() -> Market:
    """The market. Raises NoMarket before `create_market`."""
    found = Market.objects.first()
    if found is None:
        raise NoMarket
    return found


def require_own_chain(genesis: Hash) -> Market:
    """The market, provided that the chain is its own.

    Raises ForeignChain when the node's genesis is another: nothing may then be signed or concluded.
    """
    found = market()
    if found.genesis_hash != genesis:
        raise ForeignChain(expected=found.genesis_hash, found=genesis)
    return found
