"""What a browser may run on our pages: our own files, nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

PAGES = ["/", "/how-it-works/", "/help/", "/risk/", "/terms/", "/privacy/", "/style/", "/nowhere/"]
CSP = "Content-Security-Policy"


class Parts(HTMLParser):
    """Every address that a page loads or links, and whatever is inline."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("src", "href", "action", "srcset") if name in given]
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        is_data = given.get("type") == "application/json"
        self._in_script = tag == "style" or (tag == "script" and "src" not in given and not is_data)

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


@pytest.mark.parametrize("page", PAGES)
def test_pages_load_nothing_from_elsewhere_and_hold_nothing_inline(client: Client, page: str) -> None:
    parts = Parts(client.get(page).content.decode())
    assert parts.addresses
    assert [address for address in parts.addresses if re.match(r"(https?:)?//", address)] == []
    assert parts.inline == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_carry_the_policy(client: Client, page: str) -> None:
    policy = client.get(page)[CSP]
    for directive in ("default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'"):
        assert directive in policy
    assert "unsafe" not in policy


def test_a_worker_script_carries_the_policy_too(client: Client) -> None:
    """A worker obeys the policy of its own script, not the page's."""
    answer = client.head("/static/js/key/worker.js")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer[CSP]


def test_only_the_page_of_the_api_may_have_inline_styles(client: Client) -> None:
    policy = client.get("/api/docs")[CSP]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy


def test_pages_cannot_be_framed_and_tell_other_origins_nothing(client: Client) -> None:
    answer = client.get("/")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer[CSP]
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
