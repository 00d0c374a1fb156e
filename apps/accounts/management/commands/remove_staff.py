"""Closes an account of staff: `manage.py remove_staff --organisation 0x… --name tan`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts import services
from apps.accounts.challenges import checked_address
from apps.vocabulary.errors import CastorError


class Command(BaseCommand):
    """Ends its sessions at once. Its signer leaves the door by an act of the organisation."""

    help = "Closes an account of staff and ends its sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The organisation's door and the person's name."""
        parser.add_argument("--organisation", required=True, help="address of the door")
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Closes it, or says why not."""
        try:
            door = checked_address(options["organisation"])
            closed = services.remove_staff(organisation=door, name=options["name"])
        except CastorError as problem:
            raise CommandError(problem.sentence) from problem
        if not closed:
            raise CommandError("This organisation has no such member of staff.")
        self.stdout.write("Closed. Now take the signer off the organisation's door.")
