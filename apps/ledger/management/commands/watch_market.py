"""Reads a market that others made: `manage.py watch_market MASTER RELAY --first-block N`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.ledger.abi import address
from apps.ledger.deployment import watch_market
from apps.ledger.gateway import gateway
from apps.vocabulary.errors import CastorError


class Command(BaseCommand):
    """Keeps where the market is, so that this portal follows it from its own node. It gets no key."""

    help = "Follows the market at these addresses on the chain at CASTOR_CHAIN_URL: to read it, and to check."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `create_market` said, and whoever runs the market's portal says."""
        parser.add_argument("master", type=address)
        parser.add_argument("relay", type=address)
        parser.add_argument("--first-block", type=int, required=True, help="the market's first block")

    def handle(self, *args: Any, **options: Any) -> None:
        """Keeps it, or says why not."""
        try:
            market = watch_market(
                gateway=gateway(),
                master=options["master"],
                relay=options["relay"],
                first_block=options["first_block"],
            )
        except CastorError as problem:
            raise CommandError(problem.sentence) from problem
        self.stdout.write(f"regulator  {market.regulator}\nNow: manage.py rebuild, or follow_chain.")
