"""The tills: a market on paper, with its own vocabulary, for the read side's tests."""

from __future__ import annotations

import pytest

from apps.ledger import abi, projections, registry
from apps.ledger.tests import tills
from apps.ledger.tests.paperchain import ABIS, PaperChain


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> PaperChain:
    """A chain on paper whose market runs tills (see `tills`), and knows no other app's projections."""
    monkeypatch.setattr(abi, "contracts", lambda: ABIS)
    own = {("MarketMaster", "Opened"): {"apps.ledger": projections.opened}}
    monkeypatch.setattr(registry, "_projections", own)
    monkeypatch.setattr(registry, "_oversight", [])
    tills.register()
    return PaperChain()
