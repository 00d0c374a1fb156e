"""No event of the market is lost by oversight: an app projects it, or says why none needs it."""

from __future__ import annotations

from apps.ledger import registry
from apps.ledger.boot import CONTRACT_OF, DOORS, FACES


def test_each_event_is_projected_or_ignored_with_a_reason() -> None:
    assert registry.unclaimed(["MarketMaster", "Relay", *DOORS, *FACES, *CONTRACT_OF.values()]) == []


def test_each_projection_is_of_an_event_that_the_contracts_have() -> None:
    assert registry.misnamed() == []
