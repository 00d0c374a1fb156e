"""What the frame around every page needs: who is looking, where they can go, theme, market's clock and
state.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from apps.notices import queries as notices
from apps.portal import queries
from apps.vocabulary.viewers import viewer_of

THEME_COOKIE = "castor_theme"
THEMES = ("auto", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor behind `base.html`. Asks the read model only, and survives without it."""
    viewer = viewer_of(request)
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "viewer": viewer,
        "navigation": queries.navigation(viewer, request.path_info),
        "theme": theme if theme in THEMES else "auto",
        "demo": settings.CASTOR_DEMO,
        "origin": settings.CASTOR_PUBLIC_ORIGIN,
        "market": queries.market_state(),
        "tray": queries.on_their_way(viewer),
        "unread_notices": notices.unread(viewer),
    }
