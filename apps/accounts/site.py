"""Where the portal is, as a challenge says it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from apps.accounts.types import Site


def site_of(request: HttpRequest) -> Site:
    """The host that the browser shows (checked against ALLOWED_HOSTS) and the market's chain."""
    origin = f"{request.scheme}://{request.get_host()}"
    return Site(domain=request.get_host(), origin=origin, chain_id=settings.CASTOR_CHAIN_ID)
