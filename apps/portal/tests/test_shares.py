"""A share of a class is told with two decimals; a small one is never nothing."""

from __future__ import annotations

import pytest

from apps.portal.templatetags.castor import share_of


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 0, "0.00%"),
        (0, 1_000, "0.00%"),
        (1, 1_000_000, "< 0.01%"),
        (1, 10_000, "0.01%"),
        (1, 3, "33.33%"),
        (999_999, 1_000_000, "99.99%"),
        (7, 7, "100.00%"),
    ],
)
def test_it_is_rounded_down(part: int, whole: int, told: str) -> None:
    assert share_of(part, whole) == told
