"""A market on a real chain with the cast of a campaign: Tan, Omar, Ida, Ivan, Ines and the stranger Sam."""

from __future__ import annotations

import pytest

from apps.campaigns.tests.cast import Cast, play
from apps.ledger.testing.stage import Stage, deployed, stage

__all__ = ["deployed", "stage"]


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """Everybody admitted; Ivan and Ines with RM 10,000 each; ceilings, fee and a cooling-off of an hour."""
    return play(stage)
