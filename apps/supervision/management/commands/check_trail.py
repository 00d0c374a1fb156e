"""No event is missing between two blocks: a check that anybody with a node can run."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.ledger import queries as ledger
from apps.ledger import readmodel
from apps.ledger import services as history
from apps.ledger.errors import NoSuchBlock


class Command(BaseCommand):
    """Walks from block to block on the node, and holds what is told here against it."""

    help = "Say whether an event is missing between two blocks, of the node or of what is told here."

    def add_arguments(self, parser: CommandParser) -> None:
        """The blocks, both included."""
        parser.add_argument("first", type=int, help="the market's first block, or a later one")
        parser.add_argument("last", type=int, help="at most the last block that was read")
        parser.add_argument(
            "--rebuild", action="store_true", help="make the lines anew from the events alone, and compare"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was counted and each gap. Raises CommandError where there is one."""
        first, last = options["first"], options["last"]
        try:
            walk = ledger.trail(first, last)
            gaps = [*walk.gaps, *(history.retold(first, last) if options["rebuild"] else ())]
        except NoSuchBlock as unknown:
            market, head = ledger.market(), readmodel.head()
            known = f"{market.start_block} to {head.number}" if market and head else "none"
            raise CommandError(f"the record has no such blocks: it has {known}") from unknown
        self.stdout.write(
            f"{walk.blocks} blocks, {walk.logs} logs, {walk.events} of the market, {walk.lines} lines; "
            f"block {last} is {walk.last_hash}"
        )
        for gap in gaps:
            self.stdout.write(f"block {gap.block}: {gap.what} {gap.place}".rstrip())
        if gaps:
            raise CommandError(f"{len(gaps)} gaps between blocks {first} and {last}")
        self.stdout.write(f"no event is missing between blocks {first} and {last}")
