"""One market for all the tests of who may reach what; each test's own changes are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections, transaction
from django.test import override_settings

from apps.ledger.deployment import Deployed
from apps.ledger.testing.stage import deployed, open_stage
from castor_web.stack.anvil import Anvil
from castor_web.stack.valkey import Valkey
from castor_web.tests.access.reading import Reading, readings
from castor_web.tests.access.world import World, create

__all__ = ["deployed"]


class Settings:
    """Settings that a fixture longer than a test may set."""

    def __init__(self) -> None:
        object.__setattr__(self, "changes", [])

    changes: list[override_settings]

    def __setattr__(self, name: str, value: Any) -> None:
        changed = override_settings(**{name: value})
        changed.enable()
        self.changes.append(changed)

    def undo(self) -> None:
        """As they were."""
        while self.changes:
            self.changes.pop().disable()


@pytest.fixture(scope="package")
def market(
    deployed: Deployed,
    chain_node: Anvil,
    django_db_setup: None,
    django_db_blocker: Any,
    valkey_server: Valkey,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """The market of `world.py`, in a database transaction that is never committed."""
    valkey_server.empty()
    snapshot, settings = chain_node.call("evm_snapshot"), Settings()
    with django_db_blocker.unblock(), transaction.atomic():
        opened = open_stage(deployed, chain_node, settings, tmp_path_factory.mktemp("access"))
        yield create(next(opened))
        next(opened, None)
        transaction.set_rollback(True)
    settings.undo()
    chain_node.take_back(snapshot)
    chain_node.call("evm_setAutomine", True)
    valkey_server.empty()


@pytest.fixture(scope="package")
def read(market: World) -> list[Reading]:
    """The safe lines of the table, as every viewer read them."""
    cache.clear()
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(type(connections), "close_all", lambda self: None)  # see `shared_connection`
        found = readings(market)
        transaction.set_rollback(True)
    return found


@pytest.fixture(autouse=True)
def shared_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A live page closes its connection before it streams; here that is the market's own transaction."""
    monkeypatch.setattr(type(connections), "close_all", lambda self: None)


@pytest.fixture
def world(market: World) -> Iterator[World]:
    """The market; what a test writes to the database is taken back, and nobody is delayed."""
    cache.clear()
    with transaction.atomic():
        yield market
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper() -> None:
    """Takes the place of pytest-django's transaction around each test, which would end the market's own. The
    mark `django_db` stays, for by it pytest-django knows that the run needs its database.
    """
