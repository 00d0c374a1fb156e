"""What every answer carries, and which requests are refused for how they come."""

from __future__ import annotations

import pytest
from django.db import transaction

from castor_web.tests.access.bodies import send
from castor_web.tests.access.changes import digest
from castor_web.tests.access.matrix import rows
from castor_web.tests.access.reading import Reading
from castor_web.tests.access.world import VIEWERS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HEALTH = ("/healthz", "/readyz", "/metrics")


def test_what_not_everybody_may_see_is_never_stored(read: list[Reading]) -> None:
    wrong = [
        f"{each.who} {each.row.pattern}: {each.headers.get('Cache-Control')}"
        for each in read
        if each.letter == "o" and each.row.expected["visitor"] != "o"
        if "no-store" not in each.headers.get("Cache-Control", "")
    ]
    assert not wrong, "\n".join(wrong)


def test_every_answer_carries_the_policies(read: list[Reading]) -> None:
    wrong = []
    for each in read:
        policy = each.headers.get("Content-Security-Policy", "")
        if "default-src 'self'" not in policy and "default-src 'none'" not in policy:
            wrong.append(f"{each.who} {each.row.pattern}: no content-security policy")
        if each.headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append(f"{each.who} {each.row.pattern}: no nosniff")
    assert not wrong, "\n".join(wrong)


def test_without_its_token_nothing_is_done(world: World) -> None:
    """Every unsafe address refuses a session that does not bring the token along; and nothing changed."""
    browsers = {who: world.browser(who, enforce_csrf_checks=True) for who in VIEWERS}
    before, wrong = digest(), []
    for row in rows():
        if row.safe or row.pattern.startswith(HEALTH):
            continue
        who = next((each for each in VIEWERS[::-1] if row.expected[each] == "o"), None)
        if who is None:
            continue
        with transaction.atomic():
            answer = send(browsers[who], row.method, row.path(world), row.body(world))
            changed = digest() != before
            transaction.set_rollback(True)
        if answer.status_code != 403 or changed:
            wrong.append(f"{row.method} {row.pattern} by {who}: {answer.status_code} without a token")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b"]
)
def test_a_host_that_is_not_ours_is_refused(world: World, host: str) -> None:
    browser = world.browser("ivan")
    for path in ("/", "/home/", "/api/v1/accounts/me", "/accounts/sign-in/"):
        answer = browser.get(path, headers={"host": host})
        assert answer.status_code == 400, path
        assert host.encode() not in answer.content


def test_nobody_is_led_to_another_site(world: World) -> None:
    visitor = world.browser("visitor")
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answers = (
            visitor.post("/theme/", {"theme": "dark", "next": elsewhere}),
            visitor.post("/i18n/setlang/", {"language": "ms", "next": elsewhere}),
            world.browser("rania").get("/staff/login/", {"next": elsewhere}),
        )
        for answer in answers:
            assert "evil" not in answer.headers.get("Location", "")
            assert "javascript" not in answer.headers.get("Location", "")
