"""Connections that were let go, or kept, serve again, unless something became of them meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from castor_web.pooled import base
from castor_web.pooled.base import DatabaseWrapper


@pytest.fixture
def wrappers(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[DatabaseWrapper]]:
    """Two requests' own, on the test's database; nothing is idle before or after."""
    monkeypatch.setattr(base, "_idle", {})
    settings: dict[str, Any] = {**connection.settings_dict}
    made = [DatabaseWrapper(settings, "default") for _ in range(2)]
    yield made
    for each in made:
        each.close()
    for idle in base._idle.values():
        for waiting in idle:
            waiting.close()


def backend(wrapper: DatabaseWrapper) -> int:
    """Which server process it speaks to."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (found,) = cursor.fetchone()
    return int(found)


def test_one_that_the_server_ended_is_not_used_again(wrappers: list[DatabaseWrapper]) -> None:
    first, second = wrappers
    ended = backend(first)
    first.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    assert backend(second) != ended


def test_one_that_is_kept_is_asked_nothing_and_yet_known_to_be_dead(wrappers: list[DatabaseWrapper]) -> None:
    kept, _ = wrappers
    ended = backend(kept)
    assert kept.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    assert not kept.is_usable()


def test_one_within_a_transaction_is_closed(wrappers: list[DatabaseWrapper]) -> None:
    first, second = wrappers
    begun = backend(first)
    with first.cursor() as cursor:
        cursor.execute("BEGIN")
    first.close()
    assert backend(second) != begun


def test_two_at_once_have_one_each(wrappers: list[DatabaseWrapper]) -> None:
    first, second = wrappers
    assert backend(first) != backend(second)


def test_what_a_request_lets_go_the_next_one_takes(wrappers: list[DatabaseWrapper]) -> None:
    first, second = wrappers
    served = backend(first)
    first.close()
    assert backend(second) == served
