"""Registers the ledger: the only door to the chain and to Redis."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The outbox on the write side, the indexer and the read model on the read side."""

    name = "apps.ledger"
    label = "ledger"
    verbose_name = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers what the ledger itself keeps of the chain's events."""
        from apps.ledger import projections  # noqa: F401 - models must be ready first
