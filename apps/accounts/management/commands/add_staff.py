"""Opens an account of staff: `manage.py add_staff --organisation Tan --role trustee --name tan --maker`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts import hierarchy, services
from apps.accounts.challenges import checked_address
from apps.accounts.rules import STAFF_ROLES
from apps.ledger import services as ledger
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address, Role


class Command(BaseCommand):
    """Prints the password and the code generator's address once: nobody can read them again."""

    help = "Opens an account of a regulator's, trustee's or operator's staff, with its second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The organisation by name or address, the person, the duties, the on-chain signer."""
        parser.add_argument("--organisation", required=True, help="name on-chain, or address of the door")
        parser.add_argument("--role", required=True, choices=[role.word for role in STAFF_ROLES])
        parser.add_argument("--name", required=True, help="the name to sign in with")
        parser.add_argument("--maker", action="store_true", help="proposes acts")
        parser.add_argument("--checker", action="store_true", help="approves acts that others proposed")
        parser.add_argument("--signer", help="address of the key that signs for this person on-chain")

    def handle(self, *args: Any, **options: Any) -> None:
        """Opens it, or says why not."""
        role = Role[options["role"].upper()]
        organisation = _door(options["organisation"], role)
        signer = checked_address(options["signer"]) if options["signer"] else None
        try:
            new = services.add_staff(
                organisation=organisation,
                role=role,
                name=options["name"],
                maker=options["maker"],
                checker=options["checker"],
                signer=signer,
            )
            if signer is not None:
                ledger.assign_staff_key(account=new.account, door=organisation, address=signer)
        except CastorError as problem:
            raise CommandError(problem.sentence) from problem
        shown = {
            "name": new.name,
            "password": new.password,
            "codes": new.totp_uri,
            "signer": new.signer or "-",
        }
        for word, value in shown.items():
            self.stdout.write(f"{word:9} {value}")
        self.stdout.write("Shown once. Hand them over in person, and have the password changed.")


def _door(organisation: str, role: Role) -> Address:
    if organisation.startswith("0x"):
        return checked_address(organisation)
    found = hierarchy.organisation(organisation, role)
    if found is None:
        raise CommandError(f"There is no {role.word} of that name in the market.")
    return found
