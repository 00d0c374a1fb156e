"""The web server's entry: `gunicorn -k asgi castor_web.asgi`."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import django
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.urls import get_resolver, set_script_prefix

from apps.ledger import abi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "castor_web.settings.demo")

THREADS = 16
"""Requests that a process answers at once; each thread keeps connections to PostgreSQL and to the node."""


class Threads(ASGIHandler):
    """A request is answered from beginning to end in one thread of a pool, as under WSGI; the event loop
    reads, writes, and holds live pages open.

    Ours are synchronous views. Django's own way makes a thread for each request, with new connections, and
    goes between it and the event loop several times: that was a third of what a request cost.
    """

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    def load_middleware(self, is_async: bool = False) -> None:
        """The synchronous chain, whatever it is asked for."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request. Raises ValueError for what is none, such as the server's word that it begins."""
        if scope["type"] != "http":
            raise ValueError(f"only HTTP is answered, and not {scope['type']}")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        response, live = await loop.run_in_executor(
            self._threads, copy_context().run, self._answer, scope, body
        )
        if not live:
            await self.send_response(response, send)
            return
        try:
            await self._while_heard(self.send_response(response, send), receive)
        finally:
            await loop.run_in_executor(self._threads, response.close)

    def _answer(self, scope: Any, body: Any) -> tuple[Any, bool]:
        """In the thread: the response, and whether it goes on by itself (a live page). Any other is over with
        its answer: what a view makes bit by bit, such as an export, is made before the thread is let go.
        """
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.get_response(request)
        response._handler_class = self.__class__
        if response.streaming and response.is_async:
            return response, True
        if response.streaming:
            response.streaming_content = _whole(b"".join(response.streaming_content))
        response.close()
        return response, False

    async def _while_heard(self, sending: Any, receive: Any) -> None:
        """Sends until it is all sent, or nobody listens any more."""
        both = [asyncio.ensure_future(sending), asyncio.ensure_future(self.listen_for_disconnect(receive))]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for each in both:
            each.cancel()
        sent, _ = await asyncio.gather(*both, return_exceptions=True)
        if isinstance(sent, Exception):
            raise sent


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


django.setup(set_prefix=False)
application = Threads()
# Read before there are processes, and requests that would wait for it.
abi.errors()
assert get_resolver().url_patterns  # noqa: S101 - a property that reads
# What is loaded by now stays: a full collection need not look through it (0.2 s in the midst of a request).
gc.collect()
gc.freeze()
