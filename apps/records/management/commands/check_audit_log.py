"""Walks the audit log from its first line and compares it with the head that the chain has."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.records import queries


class Command(BaseCommand):
    """`manage.py check_audit_log`: fails where a line was changed, left out or cut off."""

    help = "Walk the audit log's chain of digests, and compare it with the head that is anchored."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many lines there are. Raises CommandError at the first that is not what was written."""
        found = queries.check_log()
        if not found.sound:
            raise CommandError(f"line {found.broken_at}: {found.problem}")
        anchored = f"anchored up to line {found.anchored}" if found.anchored else "not anchored yet"
        self.stdout.write(f"ok: {found.lines} lines, head {found.head.hex()}, {anchored}")
