"""A market on a real chain, and no other app's projections."""

from __future__ import annotations

import pytest

from apps.ledger import registry
from apps.ledger.testing.stage import deployed, stage

__all__ = ["deployed", "stage"]


@pytest.fixture(autouse=True)
def own_projections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the ledger's own projections run."""
    own = {
        name: {app: each for app, each in by_app.items() if app == "apps.ledger"}
        for name, by_app in registry._projections.items()
    }
    monkeypatch.setattr(registry, "_projections", own)
    monkeypatch.setattr(registry, "_oversight", [])
