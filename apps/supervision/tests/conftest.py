"""The market on a real chain, for the tests that need one."""

from apps.ledger.testing.stage import deployed, stage

__all__ = ["deployed", "stage"]
