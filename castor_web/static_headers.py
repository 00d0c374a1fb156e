"""Headers of static files."""

from __future__ import annotations

from wsgiref.headers import Headers

from csp.utils import build_policy


def add_headers(headers: Headers, path: str, url: str) -> None:
    """Gives scripts the pages' policy: a worker obeys the policy sent with its own script, not the page's."""
    if path.endswith((".js", ".mjs")):
        headers["Content-Security-Policy"] = build_policy()
