"""Which names were ever written, in a memory that does not grow: a Bloom filter."""

from __future__ import annotations

BITS = 1 << 25
"""Four megabytes: of a million names, three in a thousand that were never written are taken for written."""


class Names:
    """Names that were added. A name that is not in it never was; one that is may yet not have been."""

    def __init__(self) -> None:
        self._bits = bytearray(BITS >> 3)

    def add(self, name: tuple[str, str]) -> None:
        """From now on it is in it."""
        found = hash(name)
        for place in (found % BITS, (found >> 32) % BITS):
            self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, name: tuple[str, str]) -> bool:
        found = hash(name)
        one, other = found % BITS, (found >> 32) % BITS
        return bool(self._bits[one >> 3] >> (one & 7) & self._bits[other >> 3] >> (other & 7) & 1)
