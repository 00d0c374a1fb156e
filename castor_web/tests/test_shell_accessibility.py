"""The portal's own pages in a real browser: no axe violation, no sideways scroll, nothing the policy
had to stop.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from castor_web.stack.places import NODE_MODULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(NODE_MODULES) / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["/", "/help/", "/privacy/", "/style/", "/nowhere/"]
Theme = Literal["light", "dark"]
SCREENS = {"phone": (360, 740), "desk": (1440, 900)}


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    chosen: Theme = request.param
    return chosen


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, theme: Theme) -> Iterator[Page]:
    """A page on a device in this theme."""
    context = chromium.new_context(base_url=live_server.url, color_scheme=theme)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds, a line each."""
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    return [f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]]


def test_pages_have_no_violation_and_no_sideways_scroll(page: Page) -> None:
    stopped: list[str] = []
    page.on(
        "console",
        lambda message: stopped.append(message.text) if "Content Security" in message.text else None,
    )
    foreign: list[str] = []
    page.on(
        "request", lambda request: foreign.append(request.url) if "localhost" not in request.url else None
    )
    wrong = {}
    for name, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        for path in PAGES:
            page.goto(path, wait_until="networkidle")
            sideways = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            if found := violations(page) + (["scrolls sideways"] if sideways else []):
                wrong[f"{path} {name}"] = found
    assert wrong == {}
    assert stopped == []
    assert foreign == []


def test_the_chosen_theme_wins_over_the_device(page: Page, live_server: LiveServer, theme: str) -> None:
    chosen = {"light": "dark", "dark": "light"}[theme]
    assert brightness(page) == theme
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name=chosen.capitalize(), exact=True).click()
    page.locator(f"html[data-bs-theme={chosen}]").wait_for()
    assert brightness(page) == chosen


def brightness(page: Page) -> str:
    page.goto("/help/")
    red = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    return "light" if int(red) > 127 else "dark"


def test_the_menu_opens_by_keyboard_and_closes_with_escape(page: Page) -> None:
    page.goto("/")
    summary = page.locator("details.menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bahasa Melayu").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("details.menu").get_attribute("open") is None


def test_the_language_changes_and_the_page_stays(page: Page) -> None:
    page.goto("/help/")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Bahasa Melayu").click()
    page.locator("html[lang=ms]").wait_for()
    assert page.url.endswith("/help/")
    assert page.get_by_role("heading", level=1).inner_text() == "Bantuan"
