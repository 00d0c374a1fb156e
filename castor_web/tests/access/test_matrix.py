"""Who may reach what: every cell of `matrix.txt`, and no address without a line there."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client as Browser

from castor_web.tests.access.bodies import send
from castor_web.tests.access.changes import digest
from castor_web.tests.access.matrix import Row, left_out, letter, rows
from castor_web.tests.access.reading import Reading
from castor_web.tests.access.walk import METHODS, addresses
from castor_web.tests.access.world import VIEWERS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLES = ("/admin/auth/", "/admin/account/", "/admin/mfa/", "/admin/axes/")
ANY_METHOD = ("/i18n/", "/admin/")
"""Django's own pages and the admin's take an unknown method for GET; that it changes nothing is enough."""

OWN = ("role", "organisation", "maker", "checker", "kind", "address", "door", "is_active")


def test_every_address_has_its_line() -> None:
    known = {(row.method, row.pattern) for row in rows()}
    patterns = {pattern for _, pattern in known}
    there = [each for each in addresses() if not left_out(each)]
    missing = [
        f"{each.pattern} has no line in castor_web/tests/access/matrix.txt: add one for each method that it "
        "answers, with one letter for each viewer"
        for each in there
        if each.pattern not in patterns
    ]
    gone = patterns - {each.pattern for each in there}
    assert not missing, "\n".join(missing)
    assert not gone, f"matrix.txt has lines for addresses that are gone: {sorted(gone)}"


def test_a_method_without_a_line_is_not_answered(world: World) -> None:
    known = {(row.method, row.pattern) for row in rows()}
    rania, before, wrong = world.browser("rania"), digest(), []
    for each in addresses():
        if left_out(each):
            continue
        path = world.path(each.pattern)
        for method in METHODS:
            if (method, each.pattern) in known:
                continue
            with transaction.atomic():
                answer = send(rania, method, path, {})
                changed = digest() != before
                transaction.set_rollback(True)
            if each.pattern.startswith(ANY_METHOD) and answer.status_code < 500 and not changed:
                continue
            problem = answer.headers.get("Content-Type", "").startswith("application/problem+json")
            if answer.status_code != 405 or (each.is_api and not problem):
                wrong.append(
                    f"{method} {each.pattern} answers {answer.status_code}: give it a line, or refuse it"
                )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", VIEWERS)
def test_nobody_opens_a_table_in_the_admin(world: World, who: str) -> None:
    browser = world.browser(who)
    for each in addresses():
        if each.pattern.startswith(TABLES):
            path = each.pattern.replace("<path:object_id>", "1")
            answer = browser.get(path, follow=each.pattern.endswith("<path:object_id>/"))
            assert answer.status_code in (302, 403, 404) or "/login/" in answer.request["PATH_INFO"], path


def test_safe_methods(read: list[Reading]) -> None:
    wrong = []
    for row in dict.fromkeys(id(each.row) for each in read):
        line = [each for each in read if id(each.row) == row]
        wrong += _differences(line[0].row, {each.who: each.letter for each in line})
    assert not wrong, "\n".join(wrong)


def test_unsafe_methods(world: World) -> None:
    """Who is not listed is refused, whatever is posted, and nothing changes. Who is listed is let in, and
    cannot make itself or another more than they are by fields that nobody asked for.
    """
    browsers = {who: world.browser(who) for who in VIEWERS}
    before, accounts, wrong = digest(), _accounts(), []
    for row in rows():
        if row.safe:
            continue
        got = {}
        for who in VIEWERS:
            answer, after, raised = _asked(browsers[who], row, world, before=accounts, who=who)
            got[who] = letter(answer, safe=False)
            if got[who] == "-" and after != before:
                wrong.append(
                    f"{row.method} {row.pattern} refuses {who} and changes {_changed(before, after)}"
                )
            wrong += [f"{row.method} {row.pattern} by {who}: {each}" for each in raised]
        wrong += _differences(row, got)
    assert not wrong, "\n".join(wrong)


def _differences(row: Row, got: dict[str, str]) -> list[str]:
    if got == row.expected:
        return []
    shown = " ".join(
        "".join(got[who] for who in VIEWERS[a:b])
        for a, b in ((0, 1), (1, 4), (4, 6), (6, 8), (8, 10), (10, 11))
    )
    differ = ", ".join(
        f"{who} {row.expected[who]}→{got[who]}" for who in VIEWERS if got[who] != row.expected[who]
    )
    return [f"{row.method} {row.pattern} {' '.join(row.on)} {shown}   ({differ})"]


def _asked(
    browser: Browser, row: Row, world: World, *, before: dict[int, Any] | None = None, who: str = ""
) -> tuple[Any, dict[str, str], list[str]]:
    """The answer, what the database held afterwards, and who became more; all of it is taken back."""
    cookies, after, raised = SimpleCookie(), {}, []
    cookies.update(browser.cookies)
    with transaction.atomic():
        answer = send(browser, row.method, row.path(world), row.body(world))
        if before is not None:
            after = digest()
            raised = _raised(before, world, who)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer, after, raised


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [table for table in before if before[table] != after[table]]


def _accounts() -> dict[int, Any]:
    return {row["pk"]: row for row in get_user_model().objects.values("pk", *OWN)}


def _raised(before: dict[int, Any], world: World, who: str) -> list[str]:
    """Accounts that changed what only others give, and acts of a door that the viewer does not act for."""
    now = _accounts()
    found = [f"account {pk} became {now.get(pk)}" for pk, row in before.items() if now.get(pk) != row]
    door = None if who == "visitor" else world.viewer(who).door
    strange = (
        apps.get_model("ledger.Act")
        .objects.exclude(pk__in=world.objects["acts"])
        .exclude(door=door)
        .exclude(door="")
    )
    return found + [f"{act.name} of {act.door}" for act in strange]
