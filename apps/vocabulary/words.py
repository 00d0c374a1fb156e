"""How addresses, amounts and short texts are read from a person, and written. No I/O, no Django."""

from __future__ import annotations

import re

from eth_utils.address import is_checksum_address, to_checksum_address

from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import LARGEST, Address

LONGEST_TEXT = 31
"""Bytes of UTF-8 that the contracts keep of a short text (bytes32, left-aligned, always ended by a zero)."""

_RINGGIT = re.compile(r"(\d{1,17}|\d{1,3}(?:,\d{3}){1,5})(?:\.(\d{1,2}))?", re.ASCII)
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}\Z")


class NotAnAddress(Malformed):
    """The text is no Ethereum address."""

    code = "not-an-address"
    sentence = gettext_noop("This is no address: 0x and 40 hex figures.")


class WrongAmount(Malformed):
    """Money is a whole number of sen above zero."""

    code = "wrong-amount"
    sentence = gettext_noop("An amount is more than RM 0.00, with at most two decimals.")


class TextTooLong(Malformed):
    """The chain keeps a short text in 31 bytes of UTF-8."""

    code = "text-too-long"
    sentence = gettext_noop("A text on the record has 1 to 31 letters; some letters count more than once.")


def read_address(text: str) -> Address:
    """An address as somebody typed it; mixed case must be its checksum. Raises NotAnAddress."""
    text = text.strip()
    if not _ADDRESS.match(text):
        raise NotAnAddress
    mixed = text[2:] not in (text[2:].lower(), text[2:].upper())
    if mixed and not is_checksum_address(text):
        raise NotAnAddress
    return Address(to_checksum_address(text))


def read_sen(text: str) -> int:
    """Ringgit as somebody typed them (`1,250`, `RM 1250.5`), in sen. Raises WrongAmount, also for none."""
    found = _RINGGIT.fullmatch(text.strip().removeprefix("RM").strip())
    sen = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
    if not 0 < sen <= LARGEST:
        raise WrongAmount
    return sen


def ringgit(sen: int) -> str:
    """Sen as ringgit: `1,234.50`; a minus before what is below zero."""
    return f"{'-' if sen < 0 else ''}{abs(sen) // 100:,}.{abs(sen) % 100:02d}"


def text_word(text: str) -> bytes:
    """A short text as 32 bytes. Raises TextTooLong, also for an empty one."""
    encoded = " ".join(text.split()).encode()
    if not 1 <= len(encoded) <= LONGEST_TEXT:
        raise TextTooLong
    return encoded.ljust(32, b"\0")
