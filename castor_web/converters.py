"""Path converters: what an address or a hash looks like in a URL. Anything else is a 404 before a view
is asked.
"""

from __future__ import annotations

from eth_utils.address import to_checksum_address

from apps.vocabulary.types import Address


class AddressConverter:
    """`<address:door>`: any case in the URL, the EIP-55 form in the view."""

    regex = "0x[0-9a-fA-F]{40}"

    def to_python(self, value: str) -> Address:
        """The checksum form."""
        return Address(str(to_checksum_address(value)))

    def to_url(self, value: str) -> str:
        """As it is."""
        return str(value)


class HashConverter:
    """`<hash:transaction>`: 32 bytes, in lower case in the view."""

    regex = "0x[0-9a-fA-F]{64}"

    def to_python(self, value: str) -> str:
        """Lower case."""
        return value.lower()

    def to_url(self, value: str) -> str:
        """As it is."""
        return value
