"""The web server's entry: `gunicorn -k asgi castor_web.asgi`."""

from __future__ import annotations

import os

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "castor_web.settings.demo")


class OneThread(ASGIHandler):
    """Middleware and view of a request run in one thread, one after the other, as under WSGI.

    Ours are all synchronous; Django's own way goes between thread and event loop several times a request, and
    that costs. What a view streams is streamed from the event loop all the same.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """The synchronous chain, whatever it is asked for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The chain's answer, from a thread of the request's own."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)


django.setup(set_prefix=False)
application = OneThread()
