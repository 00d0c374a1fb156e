"""Tests need nothing started by hand: what a test asks for by a fixture runs from then on, for this run only.

`db` and its kin start PostgreSQL (one server for the run, a database per worker) and Valkey; `valkey` starts
Valkey and leaves it empty; `chain` starts anvil and takes back what the test did. A test that asks for none
starts none.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from castor_web.stack import testing
from castor_web.stack.anvil import Anvil
from castor_web.stack.valkey import Valkey


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
def chain_node() -> Anvil:
    """This worker's anvil, which mines each transaction at once. What is on it stays for the session."""
    return testing.start("anvil").anvil


@pytest.fixture
def chain(chain_node: Anvil) -> Iterator[Anvil]:
    """This worker's anvil; blocks, state and clock go back afterwards to where the test found them."""
    snapshot = chain_node.call("evm_snapshot")
    yield chain_node
    chain_node.call("evm_revert", snapshot)
    chain_node.call("evm_setAutomine", True)
