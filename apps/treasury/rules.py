"""What a deposit's reference looks like, and what of a withdrawal can be said beforehand. No I/O."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from eth_hash.auto import keccak

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which a hand and an ear confuse."""

LETTERS = 10
"""Fifty bits of the door's hash: a million investors share a reference with one chance in two thousand."""

DAY = 86_400
MALAYSIA = 8 * 3600
"""Malaysia's clock is eight hours ahead of UTC, all year."""

_LAST = 31
_FIELD = 0b100101
"""x⁵ + x² + 1, whose root generates the field."""
_REFERENCE = re.compile(r"(?=(?<![0-9A-Z])([0-9A-Z]{5}[- ]?[0-9A-Z]{5}[- ]?[0-9A-Z])(?![0-9A-Z]))", re.ASCII)


def free(account: Mapping[str, Any] | None) -> int:
    """What of an account's balance no order of the regulator freezes, in sen; 0 without an account."""
    return max(0, account["balance"] - account["ordered"]) if account else 0


def frozen(account: Mapping[str, Any] | None) -> int:
    """What of an account's balance is frozen by orders, in sen: never more than is there."""
    return min(account["balance"], account["ordered"]) if account else 0


def reference_of(door: str) -> str:
    """What a door's owner writes on a bank transfer: `7K3M9-QX42T-C`, the last letter a check."""
    number = int.from_bytes(keccak(bytes.fromhex(door[2:])), "big") >> (256 - 5 * LETTERS)
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(LETTERS)))
    return f"{letters[:5]}-{letters[5:]}-{_check(letters)}"


def read_reference(text: str) -> str | None:
    """A reference as somebody typed it, in its proper form; None where the check letter does not fit."""
    plain = "".join(text.upper().replace("O", "0").replace("I", "1").replace("L", "1").split())
    letters = plain.replace("-", "")
    if len(letters) != LETTERS + 1 or any(letter not in ALPHABET for letter in letters):
        return None
    if _check(letters[:-1]) != letters[-1]:
        return None
    return f"{letters[:5]}-{letters[5:LETTERS]}-{letters[-1]}"


def references_in(text: str) -> list[str]:
    """Every reference with a fitting check letter that a payer's words hold, each once."""
    plain = text.upper()
    found = (read_reference(match[1]) for match in _REFERENCE.finditer(plain))
    return list(dict.fromkeys(each for each in found if each is not None))


def bank_word(trustee: str, bank_reference: str) -> bytes:
    """The 32 bytes under which a bank's credit or payment is known on-chain, once for each trustee."""
    return keccak(f"castor bank reference|{trustee}|{bank_reference.strip().upper()}".encode())


def day_of(seconds: int) -> dt.date:
    """Malaysia's day of a moment."""
    return day_numbered((seconds + MALAYSIA) // DAY)


def day_number(day: dt.date) -> int:
    """A day as contracts count it: since 1 January 1970."""
    return (day - dt.date(1970, 1, 1)).days


def day_numbered(number: int) -> dt.date:
    """The same, back."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=number)


def begin_of(day: dt.date) -> int:
    """The moment at which a day begins in Malaysia."""
    return day_number(day) * DAY - MALAYSIA


def _check(letters: str) -> str:
    """The letters as a polynomial over the field of 32 elements, at a generator of it: a wrong letter shows,
    and so does every swap of two.
    """
    total = 0
    for letter in letters:
        total = (total ^ ALPHABET.index(letter)) << 1
        if total > _LAST:
            total ^= _FIELD
    return ALPHABET[total]
