"""A real browser, and pages to look at with it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from castor_web.stack import checks, install
from castor_web.stack.places import ROOT


@pytest.fixture(scope="session")
def built_assets() -> None:
    """What the browser loads, built where it is missing."""
    if not (ROOT / "castor_web" / "static" / "built" / "inventory.json").exists():
        checks.build_assets()


@pytest.fixture(scope="session")
def chromium(built_assets: None) -> Iterator[Browser]:
    """One headless Chromium for the run. Root's cannot have a sandbox."""
    # Playwright's own event loop lives in this thread; Django takes it for ours and refuses the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(install.browser()), args=["--no-sandbox"] if os.getuid() == 0 else []
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
