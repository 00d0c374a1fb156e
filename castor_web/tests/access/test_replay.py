"""Two-user replay: every number, address and reference that an answer shows to somebody is asked for by
another of the same kind, in another's session. What the table does not give to them is "nothing here".
"""

from __future__ import annotations

import re

import pytest
from django.db import transaction

from castor_web.tests.access.bodies import send
from castor_web.tests.access.matrix import left_out, letter
from castor_web.tests.access.reading import SHAPES, Reading
from castor_web.tests.access.walk import addresses
from castor_web.tests.access.world import SIBLINGS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ASKED = re.compile(r"<(uuid|address):\w+>")


def everything(read: list[Reading], who: str) -> tuple[set[tuple[str, str]], set[str]]:
    """What is named to somebody on whatever the table gives them, and the paths that answered."""
    answered = [each for each in read if each.who == who and each.letter == "o"]
    return {name for each in answered for name in each.named}, {each.path for each in answered}


@pytest.mark.parametrize("who", SIBLINGS)
def test_what_one_is_shown_is_nothing_to_another(world: World, read: list[Reading], who: str) -> None:
    mine, _ = everything(read, who)
    assert {kind for kind, _ in mine} == set(SHAPES)
    asked = [each for each in addresses() if len(ASKED.findall(each.pattern)) == 1 and not left_out(each)]
    wrong = []
    for other in SIBLINGS[who]:
        browser = world.browser(other)
        theirs, known = everything(read, other)
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


BY_QUERY = (
    "/api/v1/supervision/events?door={}",
    "/supervision/?door={}",
    "/supervision/export.csv?door={}",
    "/supervision/live?door={}",
    "/api/v1/treasury/reserve?trustee={}",
    "/api/v1/participants/clients?parent={}",
)
"""Lists that can be narrowed to a participant: the answer is another's, and no list of theirs."""


@pytest.mark.parametrize("who", SIBLINGS)
def test_no_list_is_narrowed_to_anothers_door(world: World, who: str) -> None:
    door, wrong = world.objects[f"{who}-door"], []
    for other in SIBLINGS[who]:
        browser = world.browser(other)
        for path in BY_QUERY:
            answer = browser.get(path.format(door))
            if letter(answer, safe=True) not in ("n", "f"):
                wrong.append(f"{other} gets {answer.status_code} for {path.format(door)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "pattern",
    ["/api/v1/treasury/deposits", "/api/v1/treasury/withdrawals", "/treasury/office/deposits.csv"],
)
def test_the_regulator_reads_what_lies_on_every_desk(read: list[Reading], pattern: str) -> None:
    shown = {each.who: each.named for each in read if each.row.pattern == pattern}
    assert shown["tan"]
    assert shown["tara"]
    assert shown["tan"] | shown["tara"] <= shown["rania"]
