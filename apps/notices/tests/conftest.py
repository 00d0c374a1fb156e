"""A market in memory, whose people have applied with an e-mail address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from apps.accounts import queries as accounts
from apps.kyc.tests.cast import filled
from apps.ledger.heads import Head
from apps.ledger.testing import MemoryWrite
from apps.ledger.types import ActState, Hash
from apps.notices import queries
from apps.treasury.tests.cast import OPERATOR, THEN
from apps.treasury.tests.conftest import Cast, cast, model
from apps.vocabulary.types import ZERO_ADDRESS, Viewer

__all__ = ["cast", "model"]

Final = Callable[[int], None]


@pytest.fixture
def final(model: MemoryWrite) -> Final:
    """Makes blocks final up to a number."""

    def settle(number: int) -> None:
        model.storage.head = Head(
            number=99,
            hash=Hash("0x" + "11" * 32),
            parent=Hash("0x" + "10" * 32),
            timestamp=THEN + 3600,
            final=number,
        ).pack()

    return settle


@pytest.fixture
def reachable(cast: Cast) -> Cast:
    """The cast, with Ivan's application on file: ivan@example.com."""
    account = get_user_model().objects.get(pk=cast.ivan.account or 0)
    door, account.door, account.applies_to = account.door, None, OPERATOR
    account.save()
    filled(accounts.viewer_of(account))
    account.door = door
    account.save()
    return cast


def words(viewer: Viewer) -> list[str]:
    """What somebody was told, the oldest first."""
    return [each.word for each in reversed(queries.inbox(viewer, limit=100).notices)]


def act(door: str, state: ActState, **more: Any) -> None:
    """An act of the outbox that has come so far."""
    apps.get_model("ledger", "Act").objects.create(
        state=state.value,
        door=door,
        name="RequestWithdrawal",
        target=ZERO_ADDRESS,
        asset=ZERO_ADDRESS,
        call=b"",
        arguments={},
        gas=100_000,
        lot=0,
        deadline=1_800_000_000,
        **more,
    )
