"""Deploys code for the regulator to announce: `manage.py deploy_logic MoneyFactoryV2`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.ledger.abi import address
from apps.ledger.deployment import deploy_logic
from apps.ledger.gateway import gateway
from apps.ledger.market import market
from apps.ledger.signers import keystore
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address


class Command(BaseCommand):
    """Deploys a compiled module or template and says where it is. In force it is when two parties say so."""

    help = "Deploys a module or template of contracts/src, for the regulator to announce."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which contract, and who pays."""
        parser.add_argument("contract", help="its name, such as MoneyFactoryV2")
        parser.add_argument(
            "--deployer", help="address of a key in the keystore that has ether; none on anvil"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        """Deploys it, or says why not."""
        payer = options["deployer"]
        try:
            return deploy_logic(
                gateway=gateway(),
                contract=options["contract"],
                master=Address(market().master),
                deployer=keystore().signer(address(payer)) if payer else None,
            )
        except CastorError as problem:
            details = ", ".join(f"{name} {value}" for name, value in problem.arguments.items())
            raise CommandError(f"{problem.sentence} {details}".strip()) from problem
