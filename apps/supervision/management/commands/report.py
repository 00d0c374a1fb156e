"""A report as of a block, as a file: for long chains, and for whoever wants to compare the bytes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.participants import queries as participants
from apps.supervision import services
from apps.supervision.sheets import FORMS
from apps.supervision.types.reported import ReportKind
from apps.vocabulary.types import Role, Viewer


class Command(BaseCommand):
    """Writes a report of the regulator's as CSV, XLSX or PDF."""

    help = "Write a report as of a block; the same block gives the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, as of when, and where to."""
        parser.add_argument("kind", choices=[each.value for each in ReportKind])
        parser.add_argument("file", type=Path, help="ends in .csv, .xlsx or .pdf")
        parser.add_argument("--block", type=int)
        parser.add_argument("--since", type=dt.date.fromisoformat)
        parser.add_argument("--until", type=dt.date.fromisoformat)
        parser.add_argument("--of", default="", help="the door of one operator or trustee")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a file of another kind."""
        file: Path = options["file"]
        form = file.suffix.removeprefix(".")
        if form not in FORMS:
            raise CommandError(f"{file} ends in none of {', '.join(FORMS)}")
        made = services.report(
            actor=Viewer(role=Role.REGULATOR, door=participants.regulator()),
            kind=ReportKind(options["kind"]),
            block=options["block"],
            since=options["since"],
            until=options["until"],
            of=options["of"],
        )
        file.write_bytes(FORMS[form](made))
        asked = made.asked
        self.stdout.write(f"{file}: {asked.title} as of block {asked.block} ({asked.block_hash})")
