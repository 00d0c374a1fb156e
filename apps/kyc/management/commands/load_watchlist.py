"""Loads a publisher's watch list for an operator, in the name of one of its makers."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts import queries as accounts
from apps.kyc import services
from apps.kyc.errors import ListUnreadable
from apps.kyc.watchlists import LARGEST_FILE
from apps.vocabulary.errors import CastorError


class Command(BaseCommand):
    """`manage.py load_watchlist FILE --as NAME`: the whole file or nothing. Cases are screened against it by
    the workers, in steps; the queue's page shows how far they are.
    """

    help = "Load a sanctions or PEP list: the UN consolidated XML, MOHA's tables as CSV, or a PEP CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and the member of an operator's staff who loads it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="actor", required=True, help="the name of one of the operator's makers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was loaded. Raises CommandError with the reason where nothing was."""
        try:
            if options["file"].stat().st_size > LARGEST_FILE:
                raise CommandError("the file is larger than 64 MB")
            actor = accounts.viewer_named(options["actor"])
            found = services.load_list(actor=actor, data=options["file"].read_bytes())
        except OSError as problem:
            raise CommandError(f"cannot read {options['file']}: {problem.strerror}") from problem
        except ListUnreadable as problem:
            raise CommandError(str(problem.arguments.get("problem"))) from problem
        except CastorError as problem:
            raise CommandError(f"{options['actor']}: {problem.code}") from problem
        self.stdout.write(f"{found.title}: {found.entries} entries, version {found.version}")
