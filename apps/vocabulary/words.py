"""How addresses and short texts are read from a person and written for the chain. No I/O, no Django."""

from __future__ import annotations

import re

from eth_utils.address import is_checksum_address, to_checksum_address

from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address

LONGEST_TEXT = 31
"""Bytes of UTF-8 that the contracts keep of a short text (bytes32, left-aligned, always ended by a zero)."""

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}\Z")


class NotAnAddress(Malformed):
    """The text is no Ethereum address."""

    code = "not-an-address"
    sentence = gettext_noop("This is no address: 0x and 40 hex figures.")


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


def text_word(text: str) -> bytes:
    """A short text as 32 bytes. Raises TextTooLong, also for an empty one."""
    encoded = " ".join(text.split()).encode()
    if not 1 <= len(encoded) <= LONGEST_TEXT:
        raise TextTooLong
    return encoded.ljust(32, b"\0")
