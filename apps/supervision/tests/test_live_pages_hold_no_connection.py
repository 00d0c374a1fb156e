"""A live page may stay open for hours: it says that there is news, and holds no connection to PostgreSQL."""

from __future__ import annotations

import typing

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client

from apps.accounts.testing import signed_in, staff_account
from apps.participants.tests import cast
from apps.vocabulary.types import Role


def is_connected() -> bool:
    return connection.connection is not None


@pytest.mark.parametrize("path", ["/supervision/live", "/participants/tree/live"])
def test_it_closes_its_connection_before_it_streams(
    transactional_db: None, valkey: object, path: str
) -> None:
    staff = signed_in(Client(), staff_account("rania", Role.REGULATOR, cast.RANIA))
    watching = AsyncClient()
    watching.cookies = staff.cookies
    open_while_streaming: list[bool] = []

    async def watch() -> StreamingHttpResponse:
        answer = typing.cast(StreamingHttpResponse, await watching.get(path))
        lines = aiter(answer)
        assert await anext(lines) == b"event: news\ndata: 0\n\n"
        open_while_streaming.append(await sync_to_async(is_connected)())
        return answer

    answer = async_to_sync(watch)()
    assert answer["Content-Type"] == "text/event-stream"
    assert answer["Cache-Control"] == "no-store"
    assert open_while_streaming == [False]
