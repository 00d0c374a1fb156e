"""Creates the market: `manage.py create_market --name "Securities Commission"`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.ledger.abi import address
from apps.ledger.deployment import create_market
from apps.ledger.gateway import gateway
from apps.ledger.models import StaffKey
from apps.ledger.signers import keystore
from apps.vocabulary.errors import CastorError


class Command(BaseCommand):
    """Deploys the contracts, makes the keys of the regulator's first staff and of the lanes, and says
    where all is.
    """

    help = "Creates the market on the chain at CASTOR_CHAIN_URL, and keeps its addresses in the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The regulator's name, how many signers and lanes, and who pays."""
        parser.add_argument(
            "--name", default="Securities Commission", help="the regulator's name, 31 bytes at most"
        )
        parser.add_argument(
            "--signers", type=int, choices=(2, 3), default=3, help="keys of its door, two needed"
        )
        parser.add_argument(
            "--lanes", type=int, default=1, help="sending keys, which pay gas and nothing else"
        )
        parser.add_argument(
            "--deployer", help="address of a key in the keystore that has ether; none on anvil"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Creates it, or says why not."""
        try:
            keys = keystore()
            deployer = keys.signer(address(options["deployer"])) if options["deployer"] else None
            market = create_market(
                gateway=gateway(),
                keystore=keys,
                name=options["name"],
                signers=options["signers"],
                lanes=options["lanes"],
                deployer=deployer,
            )
        except CastorError as problem:
            details = ", ".join(f"{name} {value}" for name, value in problem.arguments.items())
            raise CommandError(f"{problem.sentence} {details}".strip()) from problem
        self.stdout.write(
            f"market     {market.master}\nregulator  {market.regulator}\nrelay      {market.relay}\n"
            f"block      {market.start_block}"
        )
        for key in StaffKey.objects.filter(door=market.regulator).order_by("id"):
            self.stdout.write(f"signer     {key.address}")
        self.stdout.write("Give each signer to a person: manage.py add_staff --role regulator --signer …")
