"""The market on a real chain."""

from apps.ledger.testing.stage import deployed, stage

__all__ = ["deployed", "stage"]
