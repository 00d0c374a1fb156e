"""A connection that a task lets go waits for the next one, instead of being closed; and whether one that was
kept still lives is seen without asking the database.

Celery closes a task's connection, and to open one costs the database more than all that most tasks ask it (4
of 4.3 milliseconds, measured). Nobody ever waits for a connection here: where none is idle, one is opened, as
without this. A web process keeps one in each of its threads.
"""

from __future__ import annotations

import os
import select
from collections import deque
from typing import Any

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, connection

IDLE_MOST = 6
"""How many connections of a process wait for who needs one."""

_idle: dict[int, deque[connection]] = {}
"""By process: what a parent opened is not its children's."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes an idle connection where there is one, and leaves its own behind when it is closed."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """An idle connection that still lives, or a new one."""
        waiting = _mine()
        while waiting:
            found = waiting.pop()
            if _lives(found):
                return found
            found.close()
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """What Django asks before a request uses a connection that was kept (`CONN_HEALTH_CHECKS`)."""
        return self.connection is not None and _lives(self.connection)

    def _close(self) -> None:
        ours, waiting = self.connection, _mine()
        if ours is not None and _lives(ours) and len(waiting) < IDLE_MOST:
            waiting.append(ours)
        else:
            super()._close()  # type: ignore[misc]  # the stubs leave it out


def _mine() -> deque[connection]:
    return _idle.setdefault(os.getpid(), deque())


def _lives(found: connection) -> bool:
    """Whether it is open, in no transaction, and nothing (such as its end) was said on it unasked."""
    if found.closed or found.get_transaction_status() != TRANSACTION_STATUS_IDLE:
        return False
    listening = select.poll()
    listening.register(found.fileno(), select.POLLIN)
    return not listening.poll(0)
