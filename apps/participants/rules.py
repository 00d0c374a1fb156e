"""How names, reasons and signers are written for the chain. No I/O."""

from __future__ import annotations

import re
from typing import Final

from eth_utils.address import is_checksum_address, to_checksum_address

from apps.participants.errors import NameTooLong, NotAnAddress, ReasonTooLong
from apps.vocabulary.types import Address, Role

LONGEST_TEXT: Final = 31
"""Bytes of UTF-8 that the contracts keep of a name or reason (bytes32, left-aligned)."""

ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}\Z")

PARENT_ROLE: Final = {
    Role.TRUSTEE: Role.REGULATOR,
    Role.OPERATOR: Role.REGULATOR,
    Role.ISSUER: Role.OPERATOR,
    Role.INVESTOR: Role.OPERATOR,
}


def name_word(name: str) -> bytes:
    """A name as 32 bytes. Raises NameTooLong."""
    encoded = " ".join(name.split()).encode()
    if not 1 <= len(encoded) <= LONGEST_TEXT:
        raise NameTooLong
    return encoded.ljust(32, b"\0")


def reason_word(reason: str) -> bytes:
    """A reason as 32 bytes. Raises ReasonTooLong."""
    encoded = " ".join(reason.split()).encode()
    if not 1 <= len(encoded) <= LONGEST_TEXT:
        raise ReasonTooLong
    return encoded.ljust(32, b"\0")


def read_address(text: str) -> Address:
    """An address as somebody typed it; mixed case must be its checksum. Raises NotAnAddress."""
    text = text.strip()
    if not ADDRESS.match(text):
        raise NotAnAddress
    mixed = text[2:] not in (text[2:].lower(), text[2:].upper())
    if mixed and not is_checksum_address(text):
        raise NotAnAddress
    return Address(to_checksum_address(text))
