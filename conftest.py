"""Tests need nothing started by hand: what a test asks for by a fixture runs from then on, for this run only.

`db` and its kin start PostgreSQL (one server for the run, a database per worker) and Valkey; `valkey` starts
Valkey and leaves it empty; `chain` starts the node (anvil; geth where `CHAIN=geth`) and takes back what the
test did. A test that asks for none starts none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from castor_web.stack import checks, install, testing
from castor_web.stack.anvil import Anvil
from castor_web.stack.geth import Geth
from castor_web.stack.likeanvil import LikeAnvil
from castor_web.stack.places import ROOT
from castor_web.stack.valkey import Valkey

# How long a case takes is the machine's affair: a busy one fails nothing.
settings.register_profile("castor", deadline=None)
settings.load_profile("castor")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django asks this first when a test wants the database."""
    testing.start("postgres", "valkey")


@pytest.fixture(scope="session")
def valkey_server() -> Valkey:
    """This worker's Valkey, running; what is in it is nobody's concern."""
    return testing.start("valkey").valkey


@pytest.fixture
def valkey(valkey_server: Valkey) -> Iterator[Valkey]:
    """This worker's Valkey, empty before the test and after it."""
    valkey_server.empty()
    yield valkey_server
    valkey_server.empty()


@pytest.fixture(scope="session")
def chain_node() -> Anvil | LikeAnvil:
    """This worker's node: anvil mines each transaction at once. What is on it stays for the session."""
    found = testing.start("chain").chain
    if isinstance(found, Geth):
        return LikeAnvil(found, pytest.skip)
    assert isinstance(found, Anvil)
    return found


@pytest.fixture
def chain(chain_node: Anvil | LikeAnvil) -> Iterator[Anvil | LikeAnvil]:
    """This worker's node; anvil's blocks, state and clock go back afterwards to where the test found them.

    geth gives what it takes back to its pool, and mines it again: there each test has a market of its own.
    """
    if isinstance(chain_node, LikeAnvil):
        yield chain_node
        return
    snapshot = chain_node.call("evm_snapshot")
    yield chain_node
    chain_node.take_back(snapshot)
    chain_node.call("evm_setAutomine", True)


@pytest.fixture(scope="session")
def built_assets() -> None:
    """What the browser loads, built where it is missing."""
    if not (ROOT / "castor_web" / "static" / "built" / "inventory.json").exists():
        checks.build_assets()


@pytest.fixture(scope="module")
def chromium(built_assets: None) -> Iterator[Browser]:
    """A headless Chromium for a file of tests. Root's cannot have a sandbox.

    Playwright's event loop lives as long as it does, and while it lives no other test of this process can
    run a view of ours that streams: so it ends with its file.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's event loop lives in this thread; Django takes it for ours and refuses the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=str(install.browser()), args=["--no-sandbox"] if os.getuid() == 0 else []
        )
        yield browser
        browser.close()
