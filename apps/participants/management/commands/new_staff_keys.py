"""Makes keys for an organisation that is to be admitted: `manage.py new_staff_keys`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.ledger import services as ledger
from apps.vocabulary.errors import CastorError


class Command(BaseCommand):
    """Runs where the organisation's keystore is; the addresses go to the regulator, the keys stay."""

    help = "Makes keys for the first staff of an organisation, and prints their addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many."""
        parser.add_argument(
            "--count", type=int, default=2, choices=range(1, 11), help="two: maker and checker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes them, or says why not."""
        try:
            for _ in range(options["count"]):
                self.stdout.write(ledger.new_key())
        except CastorError as problem:
            raise CommandError(problem.sentence) from problem
