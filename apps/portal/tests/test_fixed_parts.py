"""What says the same to everybody is rendered once a language, and sees nothing of who is looking."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import override

from apps.portal.templatetags import castor

FOOTER = Template('{% fixed "_footer_links.html" %}')
BADGE = Template('{% fixed "_badge.html" state=state %}')


@pytest.fixture(autouse=True)
def nothing_rendered_yet() -> None:
    castor._fixed.cache_clear()


def test_each_language_has_its_own() -> None:
    said = []
    for language in ("en", "ms", "en"):
        with override(language):
            said.append(FOOTER.render(Context()))
    assert said[0] == said[2] != said[1]
    assert castor._fixed.cache_info().misses == 2


def test_it_is_rendered_once_for_what_it_is_given() -> None:
    shown = [BADGE.render(Context({"state": state})) for state in ("live", "failed", "live")]
    assert shown[0] == shown[2] != shown[1]
    assert castor._fixed.cache_info().misses == 2


def test_it_sees_nothing_of_the_page_around_it() -> None:
    around = Context({"home": "portal:home", "links": [{"url": "/secret/", "label": "Secret"}]})
    shown = Template('{% fixed "_places.html" home="portal:landing" %}').render(around)
    assert 'href="/"' in shown
    assert "Secret" not in shown


def test_what_it_is_given_is_escaped() -> None:
    shown = Template('{% fixed "_crumbs.html" url="/" label=label %}').render(Context({"label": "<b>"}))
    assert "&lt;b&gt;" in shown
