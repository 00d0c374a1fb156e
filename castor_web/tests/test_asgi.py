"""A request has one thread of a pool from beginning to end; a live page has none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.translation import get_language, override

from castor_web.asgi import Threads

LINES = 1_000
heard = threading.Event()


def body(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.body + threading.current_thread().name.encode())


def export(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[bytes]:
        with override("ms"):
            for number in range(LINES):
                yield f"{number} {get_language()} {threading.current_thread().name[:7]}\n".encode()

    return StreamingHttpResponse(lines())


async def live(request: HttpRequest) -> StreamingHttpResponse:
    async def news() -> AsyncIterator[bytes]:
        try:
            while True:
                yield threading.current_thread().name.encode()
                await asyncio.sleep(0.001)
        finally:
            heard.set()

    return StreamingHttpResponse(news())


urlpatterns = [path("body", body), path("export", export), path("live", live)]


@pytest.fixture
def served(settings: Any) -> Callable[..., Any]:
    """What the server hears of one request; it hangs up after so many bytes."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []

    async def ask(target: str, sent: bytes = b"", *, until: int = 10**9) -> tuple[int, list[bytes]]:
        scope = {"type": "http", "method": "POST", "path": target, "query_string": b"", "headers": []}
        messages = [{"type": "http.request", "body": sent}]
        enough, told = asyncio.Event(), list[dict[str, Any]]()

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop()
            await enough.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            told.append(message)
            if sum(len(each.get("body", b"")) for each in told) >= until:
                enough.set()

        answered: Awaitable[None] = Threads()(scope, receive, send)
        await asyncio.wait_for(answered, 20)
        return told[0]["status"], [each["body"] for each in told[1:] if each.get("body")]

    return lambda *given, **more: asyncio.run(ask(*given, **more))


def test_a_request_has_a_thread_of_the_pool(served: Callable[..., Any]) -> None:
    assert served("/body", b"said by ") == (200, [b"said by request_0"])


def test_an_export_is_made_in_its_thread_and_its_language(served: Callable[..., Any]) -> None:
    status, pieces = served("/export")
    assert status == 200
    assert b"".join(pieces).decode().splitlines() == [f"{number} ms request" for number in range(LINES)]


def test_a_live_page_holds_no_thread_and_ends_when_nobody_listens(served: Callable[..., Any]) -> None:
    heard.clear()
    status, pieces = served("/live", until=100)
    assert (status, set(pieces)) == (200, {b"MainThread"})
    assert heard.is_set()


def test_what_is_no_request_is_refused() -> None:
    with pytest.raises(ValueError, match="lifespan"):
        asyncio.run(Threads()({"type": "lifespan"}, None, None))
