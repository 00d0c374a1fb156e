"""Live pages hear of what concerns them, and of nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from apps.ledger import live, store
from apps.ledger.live import Change

pytestmark = pytest.mark.usefixtures("valkey")

IVAN, IDA = "0xIvan", "0xIda"


def say(block: int, doors: list[str], touched: dict[str, list[str]] | None = None) -> None:
    store.client().publish(
        store.CHANNEL, json.dumps({"block": block, "doors": doors, "touched": touched or {}})
    )


async def first(found: AsyncIterator[Change | None]) -> Change:
    """The first change, once the subscription stands and news has been said."""
    assert await anext(found) is None
    say(1, [IDA], {"campaign": ["0xA"]})
    say(2, [IVAN], {"campaign": ["0xB"]})
    while (change := await anext(found)) is None:
        pass
    return change


def test_a_door_hears_of_itself() -> None:
    assert asyncio.run(first(live.changes(doors=[IVAN]))).block == 2


def test_a_page_hears_of_the_documents_it_shows() -> None:
    assert asyncio.run(first(live.changes(touching={"campaign": ["0xB"]}))).block == 2
    assert asyncio.run(first(live.changes(touching={"campaign": None}))).block == 1


def test_quiet_streams_carry_comments_though_others_talk() -> None:
    async def hear() -> list[bytes]:
        stream = live.stream(doors=[IVAN], every=0.01)
        heard = [await anext(stream)]
        say(1, [IDA])
        heard.append(await anext(stream))
        say(2, [IVAN])
        while not heard[-1].startswith(b"event"):
            heard.append(await anext(stream))
        return heard

    heard = asyncio.run(hear())
    assert heard[0] == b"event: news\ndata: 0\n\n"
    assert set(heard[1:-1]) == {b":\n\n"}
    assert heard[-1] == b"event: news\ndata: 2\n\n"
