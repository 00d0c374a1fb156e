"""What the frame and the joined pages read."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from apps.portal.rules import PLACES
from apps.portal.types import Link, MarketState
from apps.vocabulary.types import Viewer


def navigation(viewer: Viewer, path: str) -> tuple[Link, ...]:
    """The links of the viewer's role, in order. `path` is the page being shown."""
    links = []
    for place in PLACES[viewer.role]:
        try:
            url = reverse(place.name)
        except NoReverseMatch:
            continue
        links.append(Link(url, gettext(place.label), place.icon, here=path.startswith(url)))
    return tuple(links)


def market_state() -> MarketState:
    """Whether reading is up to date and writing possible, and how far the market's clock is from the wall's."""
    return MarketState()
