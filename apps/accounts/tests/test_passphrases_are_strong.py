"""What the browser offers cannot be guessed, and what can be guessed it refuses."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

WEAK = [
    "",
    "password",
    "Password123!",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnopqrstuvwxyz",
    "12345678901234567890",
    "letter letter letter letter letter letter",
    "orbit velvet canyon tobacco eager",
    "Kuala Lumpur 2026",
    "mata kaki nasi roti gula susu",  # everyday words are not among those that are drawn
    "qwertyuiopasdfghjklzxcvbnm",
]
STRONG = [
    "orbit velvet canyon tobacco eager lunch",
    "orbit-velvet-canyon-tobacco-eager-lunch",
    "vR7#kq!Z2pLw9@xTbN4$",
    "nasi lemak bungkus pukul tujuh pagi di simpang tiga",
]


@pytest.fixture(scope="module")
def judged() -> dict[str, Any]:
    done = subprocess.run(
        ["node", str(Path(__file__).parent / "passphrases_in_node.mjs")],
        input=json.dumps(WEAK + STRONG),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_what_can_be_guessed_is_refused_and_what_cannot_is_taken(judged: dict[str, Any]) -> None:
    bits = dict(zip(WEAK + STRONG, judged["bits"], strict=True))
    assert {phrase: bits[phrase] for phrase in WEAK if bits[phrase] >= judged["enough"]} == {}
    assert {phrase: bits[phrase] for phrase in STRONG if bits[phrase] < judged["enough"]} == {}


def test_what_is_offered_is_six_words_each_time_others(judged: dict[str, Any]) -> None:
    assert all(len(set(phrase.split())) == 6 for phrase in judged["random"])
    assert len(set(judged["random"])) == 1000
    assert min(judged["judged"]) >= 71


def test_the_words_are_made_by_a_rule_and_each_comes_as_often(judged: dict[str, Any]) -> None:
    words = judged["words"]
    assert len(set(words)) == len(words) >= 2048
    assert all(re.fullmatch("[bdfghjklmnprstwz][aiou][bdfghjklmnprstwz][aiou]", word) for word in words)
    assert {"mata", "nasi", "babi", "baba"}.isdisjoint(words)
    drawn = Counter(word[0] for phrase in judged["random"] for word in phrase.split())
    shares = Counter(word[0] for word in words)
    for letter, count in drawn.items():
        expected = 6000 * shares[letter] / len(words)
        assert abs(count - expected) < 7 * expected**0.5
