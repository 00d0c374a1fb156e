"""Plays the demo's market: `manage.py play_demo [--market sukuk]`, which `make demo` runs once."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from requests import RequestException

from apps.vocabulary.errors import CastorError
from castor_web.demo.cast import APPLICANTS, CLIENTS
from castor_web.demo.chain import DevelopmentChain, NoWarp
from castor_web.demo.client import Declined
from castor_web.demo.market import WrongFigure
from castor_web.demo.play import STEPS, play
from castor_web.demo.signins import lines
from castor_web.demo.sukuk import LOGINS, Sukuk
from castor_web.demo.sukuk import STEPS as STEPS_OF_SUKUK
from castor_web.stack.progress import Progress


class Command(BaseCommand):
    """Fills a market that was just created with people, money and campaigns, and checks each sum."""

    help = "Plays a small market through the API, for the demo only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which market."""
        parser.add_argument("--market", choices=("crowdfunding", "sukuk"), default="crowdfunding")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plays it, or says which figure is wrong."""
        if not settings.CASTOR_DEMO:
            raise CommandError("The demo is played in a demo's market only.")
        logging.disable(logging.INFO)  # the terminal is the progress bar's
        chain = DevelopmentChain(settings.CASTOR_CHAIN_URL)
        try:
            for line in _played(options["market"], chain):
                self.stdout.write(f" {line}")
        except (WrongFigure, Declined, NoWarp) as problem:
            raise CommandError(str(problem)) from problem
        except RequestException as away:
            raise CommandError(f"The market does not answer: {away}") from away
        except CastorError as problem:
            raise CommandError(f"{problem.sentence} {dict(problem.arguments)}") from problem
        (settings.CASTOR_RUN / "sign-ins.txt").write_text(
            "\n".join(lines(_here(options["market"]))) + "\n", "utf-8"
        )


def _played(market: str, chain: DevelopmentChain) -> Iterator[str]:
    origin = settings.CASTOR_PUBLIC_ORIGIN
    if market == "sukuk":
        return Sukuk(origin, chain).play(Progress(STEPS_OF_SUKUK))
    return play(origin, chain, Progress(STEPS))


def _here(market: str) -> set[str]:
    """The sign-in names of the clients who play."""
    everybody = {each.login for each in (*CLIENTS, *APPLICANTS)}
    return set(LOGINS) if market == "sukuk" else everybody
