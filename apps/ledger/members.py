"""What stands in a sorted set: an order's value and a document's key, as bytes that sort as both do. Pure.

    value, encoded  ‖  0x00  ‖  the key, shortened

A key is text. Its hexadecimal numbers, which most keys are made of, take half of their length, and a place in
the chain (see `feeds.place_of`) two thirds; what is short sorts as what is long, where keys are of one kind.
"""

from __future__ import annotations

import re
from functools import lru_cache

Scalar = str | int | bool | None

END_OF_VALUE = b"\x00"
NOTHING = b"0"
_NEGATIVE, _POSITIVE, _TEXT = b"1", b"2", b"3"
_COMPLEMENT = bytes(range(255, -1, -1))

# Two bytes that text in UTF-8 never has.
_NUMBER, _PLACE = b"\xff", b"\xfe"
_LONG_NUMBER = re.compile(rb"0x((?:[0-9a-fA-F]{8}){4,31})")
_BLOCK_AND_INDEX = re.compile(rb"([0-9a-f]{12})-([0-9a-f]{6})(?=-|$)")
_PLACE_BYTES = 9
_CAPITALS = bytes(ord("1") if chr(each) in "ABCDEF" else ord("0") for each in range(256))


def encoded(value: Scalar) -> bytes:
    """The value as bytes that sort as the values do: nothing, then integers of any size, then text."""
    if value is None:
        return NOTHING
    if isinstance(value, int):
        digits = abs(value).to_bytes((value.bit_length() + 7) // 8)
        sized = bytes((len(digits),)) + digits
        return _POSITIVE + sized if value >= 0 else _NEGATIVE + sized.translate(_COMPLEMENT)
    if "\x00" in value:
        raise ValueError("a text to sort by holds no zero byte")
    return _TEXT + value.encode()


@lru_cache(maxsize=10_000)
def shortened(key: str) -> bytes:
    """A key as members end with it, and as documents are kept under."""
    place = _BLOCK_AND_INDEX.match(raw := key.encode())
    if place is not None:
        return _PLACE + bytes.fromhex((place[1] + place[2]).decode()) + raw[place.end() :]
    return _LONG_NUMBER.sub(_short_number, raw)


def key_of(found: bytes) -> str:
    """The document's key out of a member."""
    return lengthened(found[_value_size(found) + 1 :])


def lengthened(short: bytes) -> str:
    """The key that was shortened."""
    if short.startswith(_PLACE):
        digits = short[1 : 1 + _PLACE_BYTES].hex()
        return f"{digits[:12]}-{digits[12:]}{short[1 + _PLACE_BYTES :].decode()}"
    parts: list[str] = []
    while _NUMBER in short:
        text, _, rest = short.partition(_NUMBER)
        size = rest[0]
        end = 1 + size + size // 4
        parts += [text.decode(), _long_number(rest[1 : 1 + size], rest[1 + size : end])]
        short = rest[end:]
    return "".join([*parts, short.decode()])


def _value_size(found: bytes) -> int:
    kind = found[:1]
    if kind == _TEXT:
        return found.index(END_OF_VALUE)
    if kind == NOTHING:
        return 1
    return 2 + (found[1] if kind == _POSITIVE else 255 - found[1])


def _short_number(found: re.Match[bytes]) -> bytes:
    """Its size in bytes, itself, and which of its digits are capitals: an address's checksum is in those."""
    digits = found[1]
    size = len(digits) // 2
    capitals = int(digits.translate(_CAPITALS), 2)
    return _NUMBER + bytes((size,)) + bytes.fromhex(digits.decode()) + capitals.to_bytes(size // 4)


def _long_number(raw: bytes, capitals: bytes) -> str:
    marks = f"{int.from_bytes(capitals):0{8 * len(capitals)}b}"
    digits = [digit.upper() if mark == "1" else digit for digit, mark in zip(raw.hex(), marks, strict=True)]
    return "0x" + "".join(digits)
