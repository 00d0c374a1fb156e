"""Two-user replay: every number, address and reference that an answer shows to somebody is asked for by
another of the same kind, in another's session. What the table does not give to them is "nothing here".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client as Browser

from castor_web.tests.access.bodies import send
from castor_web.tests.access.matrix import Row, left_out, letter, rows
from castor_web.tests.access.walk import addresses
from castor_web.tests.access.world import SIBLINGS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SHAPES = {
    "uuid": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    "address": re.compile(r"\b0x[0-9a-fA-F]{40}\b"),
}
ASKED = re.compile(r"<(uuid|address):\w+>")
BODY = 400_000


@pytest.fixture(autouse=True)
def shared_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in test_matrix.py."""
    monkeypatch.setattr(type(connections), "close_all", lambda self: None)


def references(answer: Any) -> Iterator[tuple[str, str]]:
    """Whatever in an answer names something."""
    if getattr(answer, "is_async", False):
        return
    content = answer.getvalue() if answer.streaming else answer.content
    text = content[:BODY].decode(errors="ignore")
    for kind, shape in SHAPES.items():
        yield from ((kind, found) for found in shape.findall(text))


def read(browser: Browser, row: Row, world: World) -> Any:
    """A page or document of the table, as that viewer gets it."""
    with transaction.atomic():
        answer = send(browser, "GET", row.path(world), None)
        transaction.set_rollback(True)
    return answer


def everything(browser: Browser, who: str, world: World) -> tuple[set[tuple[str, str]], set[str]]:
    """What is named to somebody on whatever the table gives them, and the paths that answered."""
    named: set[tuple[str, str]] = set()
    paths: set[str] = set()
    for row in rows():
        if row.safe and row.expected[who] == "o":
            named.update(references(read(browser, row, world)))
            paths.add(row.path(world))
    return named, paths


@pytest.mark.parametrize("who", SIBLINGS)
def test_what_one_is_shown_is_nothing_to_another(world: World, who: str) -> None:
    mine, _ = everything(world.browser(who), who, world)
    assert {kind for kind, _ in mine} == set(SHAPES)
    asked = [each for each in addresses() if len(ASKED.findall(each.pattern)) == 1 and not left_out(each)]
    wrong = []
    for other in SIBLINGS[who]:
        browser = world.browser(other)
        theirs, known = everything(browser, other, world)
        for each in asked:
            kind = ASKED.findall(each.pattern)[0]
            for reference in sorted(value for shape, value in mine - theirs if shape == kind):
                path = re.sub(
                    r"<(?:int|slug):(\w+)>", lambda found: str(world.objects[found[1]]), each.pattern
                )
                path = ASKED.sub(reference, path)
                if path in known:
                    continue
                with transaction.atomic():
                    answer = send(browser, "GET", path, None)
                    transaction.set_rollback(True)
                if letter(answer, safe=True) not in ("n", "f", "i", "."):
                    wrong.append(f"{other} gets {answer.status_code} for {path}, which {who} was shown")
    assert not wrong, "\n".join(wrong)
