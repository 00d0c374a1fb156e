"""`manage.py follow_chain`: the indexer. Any number of them may run."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.ledger.errors import ForeignChain, NoMarket
from apps.ledger.events import UnknownEvent
from apps.ledger.follow import Follower, follow
from apps.ledger.gateway import gateway
from apps.ledger.origin import origin
from apps.ledger.settlement import OutboxSettlement


class Command(BaseCommand):
    """Follows the chain into the read model until it is told to stop (SIGTERM, SIGINT)."""

    help = "Follow the chain into the read model."

    def handle(self, *args: Any, **options: Any) -> None:
        """Returns when told to stop; ends with an error where going on would show something wrong."""
        stop = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stop.set())
        try:
            follow(Follower(gateway(), origin(), OutboxSettlement()), stop)
        except (UnknownEvent, ForeignChain, NoMarket) as failure:
            raise CommandError(str(failure)) from failure
