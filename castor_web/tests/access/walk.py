"""Every address that the portal answers, read off its own URL patterns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL pattern, whole, with its leading slash; and the view behind it."""

    pattern: str
    view: Any

    @property
    def is_api(self) -> bool:
        """Whether programs ask here."""
        return self.pattern.startswith("/api/")


def addresses() -> list[Address]:
    """All of them, in the order of the resolver."""
    return list(_walk(get_resolver(), "/"))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        whole = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Address(whole, each.callback)
        else:
            yield from _walk(each, whole)
