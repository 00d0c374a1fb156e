"""What is signed is read as people write it: ringgit, dates, words; what holds nothing is left out."""

from __future__ import annotations

import pytest

from apps.portal.signedfields import is_empty, written
from apps.portal.templatetags.castor import chain_time, rm


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("amount", 123_456, "RM\u00a01,234.56"),
        ("price", 0, "RM\u00a00.00"),
        ("validUntil", 1_800_000_000, "15 Jan 2027, 16:00 MYT"),
        ("units", 10_000, "10,000"),
        ("role", 5, "Investor"),
        ("class", 2, "Angel"),
        ("class", 99, "99"),
        ("halted", True, "Yes"),
        ("name", "0x" + b"Ida Kopi".hex().ljust(64, "0"), "Ida Kopi"),
        ("reason", "0xff", "0xff"),
        ("reason", "0xzz", "0xzz"),
        ("key", "0x" + "1" * 40, "0x" + "1" * 40),
    ],
)
def test_it_is_written(name: str, value: object, words: str) -> None:
    assert written(name, value, ringgit=rm, moment=chain_time) == words


@pytest.mark.parametrize(
    ("name", "value"),
    [("x", "0x" + "0" * 64), ("checker", "0x" + "0" * 40), ("until", 0), ("class", 0), ("name", "")],
)
def test_what_holds_nothing_is_left_out(name: str, value: object) -> None:
    assert is_empty(name, value)


@pytest.mark.parametrize(("name", "value"), [("amount", 0), ("units", 0), ("halted", False), ("key", "0x01")])
def test_a_figure_of_nothing_says_something(name: str, value: object) -> None:
    assert not is_empty(name, value)
