"""Checks a disclosure against the chain itself: the node of CASTOR_CHAIN_URL, which may be anybody's."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.ledger import queries as ledger
from apps.ledger.errors import NodeRefused
from apps.records import disclosure, queries
from apps.records.errors import DisclosureWrong
from apps.records.types import Standing
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address


class Command(BaseCommand):
    """`manage.py verify_disclosure FILE`: fails where the file does not prove what it says."""

    help = "Check that the fields of a disclosure lead to the root that the chain has of the record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and where the market is unknown here, the address of its records module."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--records", help="address of the market's records module")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the fields that are proven. Raises CommandError with the reason where they are not."""
        try:
            found = disclosure.verified(options["file"].read_bytes())
            module = Address(options["records"]) if options["records"] else queries.module()
            answer = ledger.ask("Records", "anchorOf", module, found.record)
        except OSError as problem:
            raise CommandError(f"cannot read {options['file']}: {problem.strerror}") from problem
        except DisclosureWrong as problem:
            raise CommandError(f"proves nothing: {problem.arguments.get('problem')}") from problem
        except NodeRefused as problem:
            raise CommandError(f"there is no records module at {module}") from problem
        except CastorError as problem:
            raise CommandError(f"the chain cannot be asked: {problem.code}") from problem
        door, version, root = answer["door"], int(answer["version"]), bytes.fromhex(answer["root"][2:])
        standing = queries.standing(found, version, root)
        if standing is not Standing.ON_THE_CHAIN:
            raise CommandError(f"the fields lead to their root, but it is {standing}")
        self.stdout.write(f"proven: version {version} of record 0x{found.record.hex()}, anchored by {door}")
        for name, value in found.fields.items():
            self.stdout.write(f"  {name}: {value}")
