"""A request hears one answer to each question about the market, whatever blocks come while it is answered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from apps.ledger.readmodel import one_sight


class OneSightMiddleware:
    """The read model is asked for each thing once a request, of one epoch; two things may be of two blocks.
    What a response streams afterwards reads anew.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Stands before whoever reads first: the middleware that asks who is looking."""
        with one_sight():
            return self.get_response(request)
