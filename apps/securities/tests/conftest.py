"""The market on a real chain (see `apps.ledger.testing.stage`)."""

from __future__ import annotations

from apps.ledger.testing.stage import deployed, stage

__all__ = ["deployed", "stage"]
