"""A market's page may stay open for hours: it is told of news, and holds no connection to PostgreSQL."""

from __future__ import annotations

from typing import cast

import pytest
from asgiref.sync import async_to_sync
from django.http import StreamingHttpResponse
from django.test import AsyncClient

from apps.ledger.testing.stage import Stage
from apps.trading.tests.cast import FACE
from apps.trading.tests.floor import Floor


@pytest.mark.slow
def test_it_is_told_that_there_is_news(floor: Floor) -> None:
    seen: list[bytes] = []

    async def watch() -> StreamingHttpResponse:
        answer = cast(StreamingHttpResponse, await AsyncClient().get(f"/market/{floor.market}/news/"))
        seen.append(await anext(aiter(answer)))
        return answer

    answer = async_to_sync(watch)()
    assert answer["Content-Type"] == "text/event-stream"
    assert seen[0].startswith((b"event: news", b":"))


def test_a_market_that_is_not_there_has_no_news(stage: Stage) -> None:
    async def ask() -> int:
        answer = await AsyncClient().get(f"/market/{FACE}/news/")
        return answer.status_code

    assert async_to_sync(ask)() == 404
