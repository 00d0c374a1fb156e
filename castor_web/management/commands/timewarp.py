"""Moves the development chain's clock forward: `manage.py timewarp 7d`, `timewarp --to 2026-12-31T09:00`."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import requests
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from castor_web.demo.chain import DevelopmentChain, NoWarp

_PART = re.compile(r"(\d+)([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}


class Command(BaseCommand):
    """Mines one block at the new time. The clock never goes back, and no other chain is touched."""

    help = "Moves the market's clock forward on a development chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """By how much, or to when."""
        parser.add_argument("by", nargs="?", help="such as 7d, 36h, 1d12h, 90m, 30s")
        parser.add_argument("--to", help="an ISO time; Kuala Lumpur's where it names no zone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Moves it, or says why not."""
        if bool(options["by"]) == bool(options["to"]):
            raise CommandError("Say either by how much (7d) or to when (--to 2026-12-31T09:00).")
        chain = DevelopmentChain(settings.CASTOR_CHAIN_URL)
        try:
            now = chain.now()
            at = chain.warp(seconds_at(options["to"]) if options["to"] else now + seconds_in(options["by"]))
        except (NoWarp, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        except (requests.ConnectionError, requests.Timeout) as away:
            raise CommandError("The chain does not answer; is the market up?") from away
        self.stdout.write(datetime.fromtimestamp(at, ZoneInfo(settings.TIME_ZONE)).isoformat(" "))


def seconds_in(words: str) -> int:
    """The seconds of `1d12h`. Raises ValueError with a sentence."""
    parts = _PART.findall(words)
    if not parts or "".join(number + unit for number, unit in parts) != words:
        raise ValueError(f"“{words}” is no length of time; such are 7d, 36h, 1d12h, 90m, 30s.")
    return sum(int(number) * _SECONDS[unit] for number, unit in parts)


def seconds_at(words: str) -> int:
    """The chain second of an ISO time. Raises ValueError with a sentence."""
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        raise ValueError(f"“{words}” is no ISO time; such is 2026-12-31T09:00.") from None
    return int((at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))).timestamp())
