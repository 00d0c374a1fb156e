"""`manage.py rebuild`: the read model anew, from the first block, by events alone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.ledger.gateway import gateway
from apps.ledger.origin import origin
from apps.ledger.rebuild import rebuild


class Command(BaseCommand):
    """Fills a new epoch while the live one keeps serving, then switches to it."""

    help = "Rebuild the read model from the chain's events, then switch to it."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--compare` says whether the live one was the same, byte for byte."""
        parser.add_argument("--compare", action="store_true", help="compare both and fail when they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the new epoch's head and, with --compare, both digests."""

        def progress(block: int, newest: int) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(f"block {block} of {newest}")

        rebuilt = rebuild(gateway(), origin(), compare=options["compare"], progress=progress)
        self.stdout.write(f"epoch {rebuilt.epoch.name} at block {rebuilt.head.number} {rebuilt.head.hash}")
        if options["compare"]:
            self.stdout.write(f"rebuilt {rebuilt.digest}\nlive    {rebuilt.digest_was}")
            if rebuilt.same is None:
                self.stdout.write("they stood at different blocks, and cannot be compared")
            elif not rebuilt.same:
                raise CommandError("the live read model was not what the events say; the new one is live now")
