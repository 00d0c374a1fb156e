"""Markets for browsers, and the people who meet there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page

from castor_web.demo.cast import PASSWORD
from castor_web.tests.e2e.people import Person, Staff
from castor_web.tests.e2e.running import RunningMarket, running_market

Some = TypeVar("Some", bound=Person)
Meet = Callable[[type[Some], str], Some]


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMarket]:
    """A market just born, for the session."""
    with running_market(tmp_path_factory.mktemp("market")) as running:
        yield running


@pytest.fixture
def pages(chromium: Browser, market: RunningMarket, tmp_path: Path) -> Iterator[list[Page]]:
    """Pages of people who do not share a session; every problem that a page's console told fails the test."""
    problems: list[str] = []
    opened = []
    for _ in range(2):
        page = chromium.new_context(base_url=market.origin).new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        opened.append(page)
    yield opened
    for page in opened:
        page.context.close()
    assert problems == []


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMarket]:
    """A market in which the demo was played, for the session: its figures are checked on the way."""
    with running_market(tmp_path_factory.mktemp("played")) as market:
        told = market.manage("play_demo")
        assert sum("= sum of holdings" in line for line in told) == 2
        yield market


@pytest.fixture
def meet(chromium: Browser, played: RunningMarket) -> Iterator[Meet[Any]]:
    """People with browsers of their own; each page's console must be silent in the end."""
    people: list[Person] = []

    def met(kind: type[Some], name: str) -> Some:
        person = kind.at(chromium, played, name)
        people.append(person)
        if isinstance(person, Staff):
            person.sign_in(PASSWORD)
        return person  # type: ignore[return-value]  # `at` makes one of its class

    yield met
    for person in people:
        person.leave()
