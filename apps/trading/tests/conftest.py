"""The market on a real chain, with units in people's hands: see `floor`."""

from __future__ import annotations

import pytest

from apps.ledger.testing.stage import Stage, deployed, stage
from apps.trading.tests.floor import Floor, build

__all__ = ["deployed", "stage"]


@pytest.fixture
def floor(stage: Stage) -> Floor:
    """Ivan holds 600 units and Iris 400, both from a campaign that has settled; a market is open."""
    return build(stage)
