"""Prints a code of a member of staff, in the demo only: `manage.py otp rania`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts import queries
from apps.vocabulary.errors import CastorError


class Command(BaseCommand):
    """Each code is accepted once, so that the command prints the next one that is."""

    help = "Prints a code for a member of staff to sign in with. Works in the demo only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints six figures, or says why not."""
        if not settings.CASTOR_DEMO:
            raise CommandError("Codes are printed in the demo only. Use your code generator.")
        try:
            code = queries.demo_code(options["name"])
        except CastorError as problem:
            raise CommandError("There is no such member of staff.") from problem
        if code is None:
            raise CommandError("This account has no unused code at the moment. Try again in 30 seconds.")
        self.stdout.write(code)
