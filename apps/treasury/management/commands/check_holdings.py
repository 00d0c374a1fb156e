"""Adds every balance up one by one and compares the sum with the running figure and the supply."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.treasury import queries
from apps.treasury.types import SUPPLIES


class Command(BaseCommand):
    """`manage.py check_holdings`: fails where a trustee's holdings are not its supply."""

    help = "Add up every holder's balance and compare it with the running figure and the supply."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints a line for each trustee's money. Raises CommandError when one does not add up."""
        wrong = 0
        for each in SUPPLIES.walk():
            walked = queries.holdings_by_walk(each["token"])
            same = walked == each["holdings"] == each["supply"]
            wrong += not same
            figures = f"walked {walked} · running {each['holdings']} · supply {each['supply']} sen"
            self.stdout.write(f"{'ok   ' if same else 'WRONG'} {each['name']}: {figures}")
        if wrong:
            raise CommandError(f"{wrong} do not add up: run manage.py rebuild, and look again")
