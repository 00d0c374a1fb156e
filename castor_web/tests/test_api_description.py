"""openapi.yaml describes the API as it is, without a warning."""

from __future__ import annotations

from drf_spectacular.drainage import GENERATOR_STATS

from castor_web import apischema
from castor_web.stack.places import ROOT


def test_it_is_fresh_and_without_a_warning() -> None:
    written = apischema.document()
    assert not GENERATOR_STATS, "see manage.py spectacular --fail-on-warn"
    kept = (ROOT / "openapi.yaml").read_text("utf-8")
    assert kept == written, "openapi.yaml is not the API’s description any more: run `make openapi`"
