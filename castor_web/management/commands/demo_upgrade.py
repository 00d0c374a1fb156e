"""Replaces money and equity in the running demo market: `manage.py demo_upgrade`."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from requests import RequestException

from apps.vocabulary.errors import CastorError
from castor_web.demo.chain import DevelopmentChain, NoWarp
from castor_web.demo.client import Declined
from castor_web.demo.market import WrongFigure
from castor_web.demo.upgrade import STEPS, Upgrade
from castor_web.stack.progress import Progress


class Command(BaseCommand):
    """Announces, waits out the notice, activates, compares what everybody has; then shows what is new, and
    that the kernel obeys no module that means ill.
    """

    help = "Puts second versions of money and equity in force in a running demo market."

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it, or says what is wrong."""
        if not settings.CASTOR_DEMO:
            raise CommandError("Only a demo's market is upgraded so.")
        logging.disable(logging.INFO)  # the terminal is the progress bar's
        chain = DevelopmentChain(settings.CASTOR_CHAIN_URL)
        try:
            if not chain.warps:
                raise WrongFigure("The notice is seven days long, and this chain's clock cannot be moved.")
            with chain.hurried():
                for line in Upgrade(settings.CASTOR_PUBLIC_ORIGIN, chain).play(Progress(STEPS)):
                    self.stdout.write(f"   {line}")
        except (WrongFigure, Declined, NoWarp) as problem:
            raise CommandError(str(problem)) from problem
        except RequestException as away:
            raise CommandError(f"The market does not answer: {away}") from away
        except CastorError as problem:
            raise CommandError(f"{problem.sentence} {dict(problem.arguments)}") from problem
