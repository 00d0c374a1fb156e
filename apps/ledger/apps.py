"""Registers the ledger: the only door to the chain and to Redis."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    """The outbox on the write side, the indexer and the read model on the read side."""

    name = "apps.ledger"
    label = "ledger"
    verbose_name = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Imports every app's `projections`, once models are ready: they register themselves."""
        autodiscover_modules("projections")
