"""Puts the viewer on every request, keeps what is answered to them out of caches, and ends a session that
nothing stands behind any more: no second factor, no account, no signer of the door.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from apps.accounts import queries, sessions
from apps.accounts.errors import SessionEnded
from apps.accounts.models import Account


class ViewerMiddleware:
    """Sets `request.viewer`, and `request.ended` where a session ended just now. Stands after Django's
    AuthenticationMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Asks who it is, before any view does."""
        if sessions.has_ended(request):
            logout(request)
            request.ended = SessionEnded()  # type: ignore[attr-defined]  # ours, on Django's class
        viewer = queries.viewer(request)
        if viewer.account is None and isinstance(request.user, Account):
            # allauth's own pages ask only whether somebody is signed in; this session must not count as that.
            logout(request)
        request.viewer = viewer  # type: ignore[attr-defined]  # ours, on Django's class
        response = self.get_response(request)
        if viewer.account is not None:
            response.setdefault("Cache-Control", "no-store")  # whatever is told to somebody is theirs alone
        return response
