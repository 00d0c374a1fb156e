"""Adds a version to the market secret, and says how many accounts still derive with an earlier one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from apps.accounts import queries, services


class Command(BaseCommand):
    """`manage.py rotate_market_secret`, and `--show` for the figures alone."""

    help = "Add a version to the market secret; accounts keep theirs until they make a new key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--show"""
        parser.add_argument("--show", action="store_true", help="only say who derives with which version")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotates, unless it is only to show; then says who is where."""
        try:
            if not options["show"]:
                version = services.rotate_market_secret()
                self.stdout.write(f"The market secret has version {version}. Back up the file now.")
            self._tell()
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from problem

    def _tell(self) -> None:
        for version, accounts in queries.accounts_by_key_version().items():
            self.stdout.write(f"version {version}: {accounts} accounts")
