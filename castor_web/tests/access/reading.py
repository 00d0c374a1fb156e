"""Every safe line of the table, read once by every viewer: several tests look at the same answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from castor_web.tests.access.bodies import send
from castor_web.tests.access.matrix import Row, letter, rows
from castor_web.tests.access.world import VIEWERS, World

SHAPES = {
    "uuid": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    "address": re.compile(r"\b0x[0-9a-fA-F]{40}\b"),
}
BODY = 400_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A viewer's answer to a line: its letter, its headers, and what it names (shape, text)."""

    who: str
    row: Row
    path: str
    letter: str
    headers: dict[str, str]
    named: frozenset[tuple[str, str]]


def readings(world: World) -> list[Reading]:
    """All of them; what reading writes (who read what) is taken back."""
    browsers = {who: world.browser(who) for who in VIEWERS}
    found = []
    for row in rows():
        path = row.path(world)
        for who in VIEWERS if row.safe else ():
            with transaction.atomic():
                answer = send(browsers[who], "GET", path, None)
                named = frozenset(references(answer))
                transaction.set_rollback(True)
            headers = dict(answer.headers)
            found.append(Reading(who, row, path, letter(answer, safe=True), headers, named))
    return found


def references(answer: Any) -> Iterator[tuple[str, str]]:
    """Whatever in an answer names something; a live page's stream has no end and is not read."""
    if getattr(answer, "is_async", False):
        return
    content = answer.getvalue() if answer.streaming else answer.content
    text = content[:BODY].decode(errors="ignore")
    for kind, shape in SHAPES.items():
        yield from ((kind, found) for found in shape.findall(text))
